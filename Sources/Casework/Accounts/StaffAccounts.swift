public import ChangeLog
import Registry
import Storage
import Trust

/// Reads the accounts of a node's staff.
public struct StaffAccounts {
    private let view: RegistryView
    private let node: String

    /// - Parameter node: the node on which they work.
    public init(_ view: RegistryView, node: String) {
        self.view = view
        self.node = node
    }

    /// All accounts of this node, by name.
    public func list() throws -> [StaffAccount] {
        try view.transaction.rows(Self.select + " WHERE u.node = $1 ORDER BY u.name", .text(node))
            .compactMap(account)
    }

    /// The account of this name here, in any letter case, or nil.
    public func find(_ name: String) throws -> StaffAccount? {
        try list().first { $0.name.lowercased() == name.lowercased() }
    }

    private static let select = """
        SELECT u.id, u.name, u.node, u.roles, u.areas, u.disabled_on, p.name, s.totp_secret,
            s.locked_until
        FROM "user" u LEFT JOIN user_password p ON p.name = u.name
        LEFT JOIN user_sign_in s ON s.name = u.name
        """

    private func account(_ row: Row) -> StaffAccount? {
        guard let id = row.id(0) else { return nil }
        return StaffAccount(
            id: id, name: row.text(1), node: row.text(2), roles: StaffRole.parse(row.text(3)),
            areas: row.text(4).split(separator: ",").map(String.init), isDisabled: !row.isNull(5),
            hasPassword: !row.isNull(6), hasSecondFactor: !row.isNull(7),
            lockedUntil: row.values[8].integer)
    }
}
