public import ChangeLog
import Registry
import Storage
public import Trust

/// Who belongs to this node's part of the federation: tokens, joining, certificates, revocation.
///
/// The node's upstream writes its record into the change log, so that every node knows whose
/// signature counts.
public struct Membership: Sendable {
    /// Ninety days, renewed from the sixtieth on.
    public static let certificateSeconds: Int64 = 90 * 86_400

    let journal: Journal

    public init(_ journal: Journal) {
        self.journal = journal
    }

    var nowSeconds: Int64 { Int64(journal.clock.milliseconds / 1000) }

    // MARK: Who may speak

    /// The node that a certificate speaks for, if it still is a member.
    ///
    /// The TLS library has checked that the certificate comes from the federation's authority.
    /// Dates are checked again, since a connection may outlive them; revocation is read from the
    /// database for every request.
    ///
    /// - Throws: `MembershipRefusal`, `StoreError`.
    public func admit(_ certificate: Certificate) throws -> String {
        guard let name = certificate.node else { throw MembershipRefusal.noNode }
        guard certificate.isValid(at: nowSeconds) else {
            throw MembershipRefusal.certificateExpired
        }
        try journal.store.read { transaction in
            let known = try transaction.first(
                """
                SELECT n.revoked_on FROM certificate c JOIN node n ON n.id = c.record
                WHERE c.serial = $1
                """, .text(certificate.serialHex))
            if let known {
                guard known.isNull(0) else { throw MembershipRefusal.revoked(name) }
                return
            }
            // Handed out before this node was restored from a backup: the name decides, and one
            // revoked record of this name is enough to refuse.
            let records = try transaction.rows(
                "SELECT revoked_on FROM node WHERE name = $1", .text(name))
            guard !records.isEmpty else { throw MembershipRefusal.unknownNode(name) }
            guard records.allSatisfy({ $0.isNull(0) }) else {
                throw MembershipRefusal.revoked(name)
            }
        }
        return name
    }

    // MARK: The hub itself

    /// Writes the hub's own record, the first of a federation.
    public func register(hub key: VerifyingKey, by author: Authorship) throws {
        try journal.write { session in
            let change = try session.creation(
                of: "node",
                [
                    "name": .text(journal.identity.name),
                    "role": .text(Journal.Role.hub.rawValue),
                    "signing_key": .bytes(key.bytes),
                ])
            try session.append([change], by: author)
        }
    }

    // MARK: Records of nodes

    /// The record of a node with this signing key, made or completed where needed.
    ///
    /// - Parameter upstream: the node that it works below; nil for this one.
    func ensureRecord(
        _ session: JournalSession, node: String, role: Journal.Role, areas: [String],
        signingKey: [UInt8], upstream: String? = nil
    ) throws -> RecordID {
        let upstream = upstream ?? journal.identity.name
        let rows = try session.transaction.rows(
            """
            SELECT id, areas, revoked_on FROM node
            WHERE name = $1 AND upstream = $2 AND signing_key = $3
            """, .text(node), .text(upstream), .bytes(signingKey))
        if let row = rows.first, let id = row.id(0) {
            guard row.isNull(2) else { throw MembershipRefusal.revoked(node) }
            if row.text(1) != areas.joined(separator: ",") {
                let change = try session.edit(
                    of: "node", id, ["areas": .text(areas.joined(separator: ","))])
                try session.append([change], by: Self.author)
            }
            return id
        }
        let change = try session.creation(
            of: "node",
            [
                "name": .text(node), "role": .text(role.rawValue),
                "upstream": .text(upstream),
                "signing_key": .bytes(signingKey),
                "areas": .text(areas.joined(separator: ",")),
            ])
        try session.append([change], by: Self.author)
        return change.record
    }

    /// Remembers for which record a certificate stands.
    func keep(
        _ certificate: Certificate, hosts: [String], record: RecordID,
        in transaction: Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO certificate (serial, node, record, hosts, issued, not_after)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
            """,
            .text(certificate.serialHex), .text(certificate.node ?? ""), .reference(record),
            .text(hosts.joined(separator: ",")), .integer(nowSeconds),
            .integer(certificate.notAfter))
    }

    static let author = Authorship(actor: "shabaka", reasonCode: "join")
}
