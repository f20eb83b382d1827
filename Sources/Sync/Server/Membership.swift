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
    /// Under which this node itself is reached.
    let ownHosts: Set<HostName>

    /// - Parameter certificate: this node's own, whose hosts nobody else is given.
    public init(_ journal: Journal, certificate: Certificate? = nil) {
        self.journal = journal
        ownHosts = Set((certificate?.hosts ?? []).map(HostName.init))
    }

    var nowSeconds: Int64 { Int64(journal.clock.milliseconds / 1000) }

    // MARK: Who may speak

    /// The node that a certificate speaks for, if it still is a member.
    ///
    /// The TLS library has checked that the certificate comes from the federation's authority.
    /// Dates are checked again, since a connection may outlive them; revocation is read from the
    /// database for every request. A certificate counts until a newer one of the same record is
    /// presented.
    ///
    /// - Throws: `MembershipRefusal`, `StoreError`.
    public func admit(_ certificate: Certificate) throws -> String {
        guard let name = certificate.node else { throw MembershipRefusal.noNode }
        guard certificate.isValid(at: nowSeconds) else {
            throw MembershipRefusal.certificateExpired
        }
        let record = try journal.store.read { transaction in
            try firstUse(of: certificate, by: name, transaction)
        }
        if let record {
            try journal.store.write { transaction in
                try keep(certificate, record: record, isUsed: true, in: transaction)
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

    static let author = Authorship(actor: "shabaka", reasonCode: "join")
}
