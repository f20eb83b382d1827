import ChangeLog
import Registry
import Storage

extension Node {
    /// Checks who is said to decide something: an account of this registry must be in use.
    ///
    /// Whoever may run commands on this machine acts under a name of his own choice until pages
    /// with passwords take that over; a name without an account is recorded as given, and said so.
    func requireActor(_ name: String, _ output: Output) throws {
        let rows = try journal.read { view in
            try view.transaction.rows("SELECT name, disabled_on FROM \"user\" ORDER BY id")
        }
        let accounts = rows.filter { $0.text(0).lowercased() == name.lowercased() }
        if accounts.isEmpty {
            if !rows.isEmpty {
                output.message("“\(name)” has no account here; the name is recorded as given.")
            }
            return
        }
        guard accounts.contains(where: { $0.isNull(1) }) else {
            throw ActorRefusal.disabled(name)
        }
    }
}

/// Why somebody may not decide.
enum ActorRefusal: Error, CustomStringConvertible {
    case disabled(String)

    var description: String {
        switch self {
        case .disabled(let name): "The account “\(name)” is disabled. Somebody else must do it."
        }
    }
}
