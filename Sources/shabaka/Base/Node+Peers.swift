import ChangeLog
import Registry
import Storage
import Sync
import Trust

extension Node {
    /// A one-time token with which a node of this name may join here.
    ///
    /// - Throws: `NodeFault.notJoined`, `MembershipRefusal`.
    func giveToken(for name: String, areas: [String], hosts: [String]) throws -> JoinToken {
        guard let credentials = try credentials() else { throw NodeFault.notJoined(self.name) }
        let own = try Certificate(pem: credentials.certificatePEM)
        return try Membership(journal, certificate: own).issueToken(
            node: name, areas: areas, hosts: hosts,
            authority: try Certificate(pem: credentials.caPEM).fingerprint)
    }

    /// Takes a node's right to speak away.
    ///
    /// - Returns: how many records of it were revoked.
    /// - Throws: `NodeFault`.
    func revoke(_ name: String, reason: String, by actor: String) throws -> Int {
        guard role == .hub else { throw NodeFault.onlyAtTheHub("Revoking a node") }
        guard name != self.name else { throw NodeFault.onlyOthers(name) }
        let author = Authorship(actor: actor, reasonCode: "revoke", reason: reason)
        return try journal.write { session in
            let ids = try session.transaction.rows(
                "SELECT id FROM node WHERE name = $1 AND revoked_on IS NULL", .text(name)
            ).compactMap { $0.id(0) }
            guard !ids.isEmpty else { throw NodeFault.unknownNode(name) }
            let changes = try ids.map { id in
                try session.edit(
                    of: "node", id,
                    [
                        "revoked_on": .integer(Int64(journal.clock.milliseconds)),
                        "revocation_reason": .text(reason),
                    ])
            }
            try session.append(changes, by: author)
            return ids.count
        }
    }
}
