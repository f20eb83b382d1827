public import ChangeLog
import Registry
import Storage
import Trust

/// Makes, changes and disables accounts; every change of one is a changeset.
public struct AccountDesk {
    private let session: JournalSession

    public init(_ session: JournalSession) {
        self.session = session
    }

    private var node: String { session.journal.identity.name }

    /// Adds an account to this node.
    ///
    /// - Throws: `AccountRefusal`.
    public func add(
        _ name: String, roles: Set<StaffRole>, areas: [String], password: String?,
        by author: Authorship
    ) throws {
        let letters = name.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
                || "._-".unicodeScalars.contains($0)
        }
        guard letters, (1...64).contains(name.count) else { throw AccountRefusal.badName }
        try check(roles)
        guard try StaffAccounts(session.view, node: node).find(name) == nil else {
            throw AccountRefusal.nameTaken(name)
        }
        var values: [String: FieldValue] = [
            "name": .text(name), "node": .text(node), "roles": .text(Self.render(roles)),
        ]
        if !areas.isEmpty { values["areas"] = .text(areas.joined(separator: ",")) }
        try session.append([try session.creation(of: "user", values)], by: author)
        if let password { try setPassword(password, of: name) }
    }

    /// Gives an account other roles and areas. Throws `AccountRefusal`.
    public func change(
        _ name: String, roles: Set<StaffRole>, areas: [String], by author: Authorship
    ) throws {
        try check(roles)
        let account = try require(name)
        let change = try session.edit(
            of: "user", account.id,
            [
                "roles": .text(Self.render(roles)),
                "areas": areas.isEmpty ? .null : .text(areas.joined(separator: ",")),
            ])
        try session.append([change], by: author)
    }

    /// Disables an account or puts it to use again. Throws `AccountRefusal.unknown`.
    public func setDisabled(_ isDisabled: Bool, _ name: String, by author: Authorship) throws {
        let account = try require(name)
        let now = Int64(session.journal.clock.milliseconds)
        let change = try session.edit(
            of: "user", account.id, ["disabled_on": isDisabled ? .integer(now) : .null])
        try session.append([change], by: author)
    }

    /// Sets a password of at least ten characters and ends a lock. Throws `AccountRefusal`.
    public func setPassword(_ password: String, of name: String) throws {
        guard password.count >= 10 else { throw AccountRefusal.shortPassword }
        let hash = try PasswordHash.make(password: password)
        try session.transaction.execute(
            """
            INSERT INTO user_password (name, hash, changed) VALUES ($1, $2, $3)
            ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, changed = excluded.changed
            """,
            .text(name), .text(hash.description),
            .integer(Int64(session.journal.clock.milliseconds)))
        try session.transaction.execute(
            "UPDATE user_sign_in SET failures = 0, locked_until = NULL WHERE name = $1",
            .text(name))
    }

    /// Forgets the phone of an account: the next sign-in sets up another.
    public func forgetSecondFactor(_ name: String) throws {
        try session.transaction.execute(
            "UPDATE user_sign_in SET totp_secret = NULL, totp_step = NULL WHERE name = $1",
            .text(name))
    }

    private func require(_ name: String) throws -> StaffAccount {
        guard let account = try StaffAccounts(session.view, node: node).find(name) else {
            throw AccountRefusal.unknown(name)
        }
        return account
    }

    private func check(_ roles: Set<StaffRole>) throws {
        guard !roles.isEmpty else { throw AccountRefusal.noRole }
        guard !(roles.contains(.payrollMaker) && roles.contains(.payrollApprover)) else {
            throw AccountRefusal.makerAndApprover
        }
    }

    private static func render(_ roles: Set<StaffRole>) -> String {
        StaffRole.allCases.filter(roles.contains).map(\.rawValue).joined(separator: ",")
    }
}
