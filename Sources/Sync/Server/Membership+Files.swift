import ChangeLog
import Foundation
import Registry
import Storage
import Trust

extension Membership {
    /// Lets a node in whose request came on a stick; the same node again gets a new certificate.
    ///
    /// - Parameters:
    ///   - areas: the areas that it will serve; nil for those that it asks for.
    ///   - upstream: at the hub, the province below which it will work; nil for here.
    ///   - issuer: who makes the certificate.
    /// - Throws: `MembershipRefusal`, `StoreError`, `OpenSSLFailure`,
    ///   `CertificateAuthority.Failure`.
    public func enrol(
        _ request: FileJoinRequest, areas: [String]? = nil, below upstream: String? = nil,
        issuer: CertificateIssuer
    ) async throws -> FileJoinAnswer {
        let above = upstream ?? journal.identity.name
        let role: Journal.Role =
            above == journal.identity.name && journal.identity.role == .hub ? .province : .field
        guard journal.identity.role != .field else { throw MembershipRefusal.noTierBelow }
        guard Self.isNodeName(request.node) else { throw MembershipRefusal.badName(request.node) }
        guard request.key.isProven(for: request.node) else { throw MembershipRefusal.noProof }
        let granted = areas ?? request.areas
        guard !granted.isEmpty else { throw MembershipRefusal.noAreas }
        let upstreamKey = try journal.read { view in
            try Self.requireFree(request.node, below: above, view)
            try requireFree(hosts: request.hosts, for: request.node, view)
            let scope = role == .field ? try Self.areas(of: above, view) : nil
            try Self.require(granted, within: scope, view)
            return try key(of: above, view)
        }
        let certificate = try await issue(
            SignRequest(
                node: request.node, areas: granted, hosts: request.hosts, key: request.key),
            issuer)
        try await Blocking.run { [self] in
            try journal.write { session in
                let record = try ensureRecord(
                    session, node: request.node, role: role, areas: granted,
                    signingKey: Array(request.key.signingKey), upstream: above)
                try keep(certificate, record: record, in: session.transaction)
                try session.signOwnTip()
            }
        }
        return FileJoinAnswer(
            node: request.node, role: role.rawValue, areas: granted, upstream: above,
            upstreamKey: Data(upstreamKey), certificate: certificate.pem,
            authority: issuer.authorityPEM)
    }

    private func key(of upstream: String, _ view: RegistryView) throws -> [UInt8] {
        if upstream == journal.identity.name {
            return journal.identity.signingKey.publicKey.bytes
        }
        let row = try view.transaction.first(
            """
            SELECT signing_key FROM node
            WHERE name = $1 AND upstream = $2 AND role = 'province' AND revoked_on IS NULL
            ORDER BY id DESC LIMIT 1
            """, .text(upstream), .text(journal.identity.name))
        guard let row else { throw MembershipRefusal.notAProvince(upstream) }
        return row.bytes(0)
    }
}
