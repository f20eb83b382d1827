import ChangeLog
import Foundation
import Sync
import Trust

/// How a node comes by its certificates.
struct Joining {
    private let directory: NodeDirectory
    private let name: String
    private let upstreamURL: String
    private let signingKey: SigningKey
    /// The node's journal, when it has one: it remembers its upstream's certificates.
    private let journal: Journal?

    init(_ node: Node, upstreamURL: String) {
        self.init(
            node.directory, name: node.name, signingKey: node.journal.identity.signingKey,
            upstreamURL: upstreamURL, journal: node.journal)
    }

    init(
        _ directory: NodeDirectory, name: String, signingKey: SigningKey, upstreamURL: String,
        journal: Journal? = nil
    ) {
        self.directory = directory
        self.name = name
        self.signingKey = signingKey
        self.upstreamURL = upstreamURL
        self.journal = journal
    }

    /// Why a node does not go on to join.
    enum Failure: Error, CustomStringConvertible {
        case foreignAuthority(url: String)
        case worthless(url: String)

        var description: String {
            switch self {
            case .worthless(let url):
                "What \(url) answered is no certificate for this node and its key. Nothing was "
                    + "changed. Call its operator."
            case .foreignAuthority(let url):
                "Whoever answers at \(url) is not of the federation that gave out the token. "
                    + "Nothing was sent. Check the address; if it is right, somebody stands in "
                    + "between."
            }
        }
    }

    /// Uses the token; afterwards the node has an upstream.
    ///
    /// - Throws: `Failure`, `PeerRefusal`, `HTTPSClient.Failure`.
    func join(_ token: JoinToken) async throws {
        let first = HTTPSClient(baseURL: upstreamURL, identity: nil, trust: .firstContact)
        defer { first.close() }
        let answer = try await first.get("/v1/ca")
        let pem = String(decoding: answer.body, as: UTF8.self)
        // What is no certificate has no fingerprint that could match.
        guard answer.status == 200, let authority = try? Certificate(pem: pem),
            authority.fingerprint.hex == token.authority
        else { throw Failure.foreignAuthority(url: upstreamURL) }
        try await ask(
            "/v1/join", of: token.upstream, authorityPEM: authority.pem
        ) { key in try JSONEncoder().encode(JoinRequest(secret: token.secret, key: key)) }
        var settings = try NodeSettings(of: directory)
        settings.upstream = NodeSettings.Upstream(name: token.upstream, url: upstreamURL)
        settings.areas = token.areas
        try settings.save(in: directory)
    }

    /// Gets a new certificate for a member, also when the old one has ended.
    func renew() async throws {
        guard let authority = try directory.text(of: directory.authority),
            let upstream = try NodeSettings(of: directory).upstream
        else { throw NodeFault.notJoined(name) }
        // A certificate that cannot be read names no hosts.
        let present = (try? NodeKeys(of: directory).certificate()) ?? nil
        let hosts = present?.hosts.filter { !Membership.localHosts.contains($0) }
        try await ask("/v1/renew", of: upstream.name, authorityPEM: authority) { [name] key in
            try JSONEncoder().encode(RenewRequest(node: name, key: key, hosts: hosts))
        }
    }

    private func ask(
        _ path: String, of upstream: String, authorityPEM: String,
        _ body: (CertifiedKey) throws -> Data
    ) async throws {
        let tlsKey = try TLSKey.generate()
        let key = try CertifiedKey(node: name, tlsKey: tlsKey, signingKey: signingKey)
        let client = HTTPSClient(
            baseURL: upstreamURL, identity: nil,
            trust: .authority(
                authorityPEM, node: upstream,
                memory: journal.map { UpstreamCertificates($0, of: upstream) }))
        defer { client.close() }
        let answer = try await client.post(
            path, body: Array(try body(key)), headers: [("Content-Type", "application/json")])
        guard answer.status == 200 else { throw PeerRefusal(answer) }
        let granted = try JSONDecoder().decode(JoinAnswer.self, from: Data(answer.body))
        // A bad one in the place of the present one would cut the node off.
        guard let certificate = try? Certificate(pem: granted.certificate),
            certificate.node == name, certificate.fits(tlsKey),
            certificate.isIssued(by: try Certificate(pem: authorityPEM))
        else { throw Failure.worthless(url: upstreamURL) }
        try NodeKeys(of: directory).keep(
            certificatePEM: granted.certificate, key: tlsKey, authorityPEM: authorityPEM)
    }
}
