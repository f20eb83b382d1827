import ChangeLog
import Foundation
import Registry
import Storage
public import Trust

/// Who makes the certificates that a node hands out.
public enum CertificateIssuer: Sendable {
    /// The hub itself.
    case authority(CertificateAuthority)
    /// The upstream, asked through the given call; the authority's certificate is known.
    case upstream(
        authorityPEM: String, sign: @Sendable (SignRequest) async throws -> JoinAnswer)

    package var authorityPEM: String {
        switch self {
        case .authority(let authority): authority.certificatePEM
        case .upstream(let pem, _): pem
        }
    }
}

extension Membership {
    /// Lets a new node in, once for each token. The same node may ask again with the same key when
    /// it did not hear the answer.
    ///
    /// - Throws: `MembershipRefusal`, `StoreError`, `OpenSSLFailure`,
    ///   `CertificateAuthority.Failure`.
    public func join(_ request: JoinRequest, issuer: CertificateIssuer) async throws -> JoinAnswer {
        let token = try find(request.secret, usedBy: Array(request.key.signingKey))
        guard request.key.isProven(for: token.node) else { throw MembershipRefusal.noProof }
        let certificate = try await issue(
            SignRequest(
                node: token.node, areas: token.areas, hosts: token.hosts, key: request.key),
            issuer)
        try await Blocking.run { [self] in
            try journal.write { session in
                let record = try ensureRecord(
                    session, node: token.node, role: token.role, areas: token.areas,
                    signingKey: Array(request.key.signingKey))
                try keep(certificate, record: record, in: session.transaction)
                try session.transaction.execute(
                    """
                    UPDATE join_token SET used_by = $1
                    WHERE secret = $2 AND (used_by IS NULL OR used_by = $1)
                    """,
                    .bytes(Array(request.key.signingKey)),
                    .bytes(JoinToken.digest(of: request.secret).bytes))
                // Two nodes at the same moment: one of them came first.
                guard session.transaction.changedRows == 1 else {
                    throw MembershipRefusal.usedToken
                }
                try session.signOwnTip()
            }
        }
        return JoinAnswer(
            certificate: certificate.pem, authority: issuer.authorityPEM,
            upstream: journal.identity.name)
    }

    /// Gives a member a new certificate; its signing key says that it is the member.
    ///
    /// - Throws: as `join`.
    public func renew(
        _ request: RenewRequest, issuer: CertificateIssuer
    ) async throws -> JoinAnswer {
        let (record, areas, hosts) = try journal.read { view -> (RecordID, [String], [String]) in
            let row = try view.transaction.first(
                """
                SELECT id, areas, revoked_on FROM node
                WHERE name = $1 AND upstream = $2 AND signing_key = $3
                """,
                .text(request.node), .text(journal.identity.name),
                .bytes(Array(request.key.signingKey)))
            guard let row, let id = row.id(0) else {
                throw MembershipRefusal.unknownNode(request.node)
            }
            guard row.isNull(2) else { throw MembershipRefusal.revoked(request.node) }
            let last = try view.transaction.first(
                "SELECT hosts FROM certificate WHERE record = $1 ORDER BY rowid DESC LIMIT 1",
                .reference(id))
            if let last { return (id, Self.list(row.text(1)), Self.list(last.text(0))) }
            // This node was restored from a backup that is older than the member's certificate.
            let hosts = request.hosts ?? []
            try requireFree(hosts: hosts, for: request.node, view)
            return (id, Self.list(row.text(1)), hosts)
        }
        guard request.key.isProven(for: request.node) else { throw MembershipRefusal.noProof }
        let certificate = try await issue(
            SignRequest(node: request.node, areas: areas, hosts: hosts, key: request.key),
            issuer)
        try await Blocking.run { [self] in
            try journal.store.write { transaction in
                try keep(certificate, record: record, in: transaction)
            }
        }
        return JoinAnswer(
            certificate: certificate.pem, authority: issuer.authorityPEM,
            upstream: journal.identity.name)
    }

    /// Signs at the hub for a node below a province.
    ///
    /// The province vouches for the node; the hub checks that name, areas and hosts are its to
    /// give away.
    public func sign(
        _ request: SignRequest, from peer: String, authority: CertificateAuthority
    ) throws -> JoinAnswer {
        try journal.read { view in
            let rows = try view.transaction.rows(
                """
                SELECT role FROM node WHERE name = $1 AND upstream = $2 AND revoked_on IS NULL
                """, .text(peer), .text(journal.identity.name))
            guard rows.contains(where: { $0.text(0) == Journal.Role.province.rawValue }) else {
                throw MembershipRefusal.notAProvince(peer)
            }
            guard Self.isNodeName(request.node) else {
                throw MembershipRefusal.badName(request.node)
            }
            guard request.node != journal.identity.name else {
                throw MembershipRefusal.nameTaken(request.node)
            }
            try Self.requireFree(request.node, below: peer, view)
            guard !request.areas.isEmpty else { throw MembershipRefusal.noAreas }
            try Self.require(request.areas, within: Self.areas(of: peer, view), view)
            let revoked = try view.transaction.first(
                """
                SELECT 1 FROM node
                WHERE name = $1 AND signing_key = $2 AND revoked_on IS NOT NULL
                """, .text(request.node), .bytes(Array(request.key.signingKey)))
            guard revoked == nil else { throw MembershipRefusal.revoked(request.node) }
            let known = try view.transaction.first(
                "SELECT 1 FROM node WHERE name = $1 AND upstream = $2 AND signing_key = $3",
                .text(request.node), .text(peer), .bytes(Array(request.key.signingKey)))
            try requireFree(
                hosts: request.hosts, for: request.node, isMember: known != nil, view)
        }
        guard request.key.isProven(for: request.node) else { throw MembershipRefusal.noProof }
        let certificate = try issue(request, authority)
        // So that nobody else is given its hosts.
        try journal.store.write { transaction in
            try keep(certificate, record: nil, in: transaction)
        }
        return JoinAnswer(
            certificate: certificate.pem, authority: authority.certificatePEM,
            upstream: journal.identity.name)
    }

    // MARK: -

    private struct Found: Sendable {
        var node: String
        var role: Journal.Role
        var areas: [String]
        var hosts: [String]
    }

    private func find(_ secret: Data, usedBy key: [UInt8]) throws -> Found {
        let row = try journal.store.read { transaction in
            try transaction.first(
                """
                SELECT node, role, areas, hosts, expires, used_by FROM join_token
                WHERE secret = $1
                """, .bytes(JoinToken.digest(of: secret).bytes))
        }
        guard let row, let role = Journal.Role(rawValue: row.text(1)) else {
            throw MembershipRefusal.unknownToken
        }
        guard row.isNull(5) || row.bytes(5) == key else { throw MembershipRefusal.usedToken }
        guard nowSeconds <= row.integer(4) else { throw MembershipRefusal.expiredToken }
        return Found(
            node: row.text(0), role: role, areas: Self.list(row.text(2)),
            hosts: Self.list(row.text(3)))
    }

    func issue(
        _ request: SignRequest, _ issuer: CertificateIssuer
    ) async throws -> Certificate {
        switch issuer {
        case .authority(let authority): return try issue(request, authority)
        case .upstream(_, let sign):
            return try Certificate(pem: try await sign(request).certificate)
        }
    }

    private func issue(
        _ request: SignRequest, _ authority: CertificateAuthority
    ) throws -> Certificate {
        try authority.issue(
            request: request.key.request, node: request.node,
            hosts: Self.localHosts + request.hosts, now: nowSeconds,
            validSeconds: Self.certificateSeconds)
    }

    /// Every certificate is good on its own machine, where the demonstration runs.
    public static let localHosts = ["localhost", "127.0.0.1"]

    static func list(_ text: String) -> [String] {
        text.split(separator: ",").map(String.init)
    }
}
