import ChangeLog
import Foundation
import Storage
import Sync
import Testing
import Trust

/// The client before a server of somebody else's TLS, on this machine.
@Suite(.enabled(if: Command.hasPython, "needs python3 with ssl"), .timeLimit(.minutes(2)))
struct HTTPSClientTests {
    /// 1 January 2020: the certificates must be good whenever the test runs.
    let start: Int64 = 1_577_836_800
    let century: Int64 = 100 * 365 * 86_400
    let folder: TemporaryFolder
    let authority: CertificateAuthority

    init() throws {
        folder = try TemporaryFolder()
        authority = try .create(name: "test", now: start, validDays: 36_500)
        _ = try folder.write("ca.pem", authority.certificatePEM)
        try certify(host: "127.0.0.1")
    }

    /// Writes the server's certificate.
    func certify(host: String, validSeconds: Int64? = nil, issued: Int64? = nil) throws {
        let key = try TLSKey.generate()
        let certificate = try authority.issue(
            request: CertificateRequest.create(key: key), node: "HUB", hosts: [host],
            now: issued ?? start, validSeconds: validSeconds ?? century)
        _ = try folder.write("server.pem", certificate.pem)
        _ = try folder.write("server-key.pem", key.pem)
    }

    func identity(
        from issuer: CertificateAuthority? = nil, validSeconds: Int64? = nil
    ) throws -> HTTPSClient.Identity {
        let key = try TLSKey.generate()
        let certificate = try (issuer ?? authority).issue(
            request: CertificateRequest.create(key: key), node: "IQ-BG", hosts: [], now: start,
            validSeconds: validSeconds ?? century)
        return HTTPSClient.Identity(
            certificatePEM: certificate.pem, keyPEM: key.pem, caPEM: authority.certificatePEM)
    }

    func client(
        of server: TestServer, identity: HTTPSClient.Identity? = nil,
        limits: HTTPSClient.Limits = .init()
    ) -> HTTPSClient {
        HTTPSClient(
            baseURL: server.baseURL, identity: identity,
            trust: .authority(authority.certificatePEM), limits: limits)
    }

    func expect(
        _ expected: HTTPSClient.Failure, at location: SourceLocation = #_sourceLocation,
        _ body: () async throws -> Void
    ) async {
        await #expect(throws: expected, sourceLocation: location) { try await body() }
    }

    /// Expects the failure of this name, with any reason.
    func expect(
        _ name: String, at location: SourceLocation = #_sourceLocation,
        _ body: () async throws -> Void
    ) async {
        let failure = await #expect(
            throws: HTTPSClient.Failure.self, sourceLocation: location
        ) { try await body() }
        let children = failure.map { Mirror(reflecting: $0).children }
        #expect(children?.first?.label == name, sourceLocation: location)
    }

    @Test func `both sides know each other, and one connection serves all`() async throws {
        let server = try TestServer(folder: folder, options: ["client"])
        let client = try client(of: server, identity: identity())
        let who = try await client.get("/client")
        #expect(String(decoding: who.body, as: UTF8.self) == "urn:shabaka:node:IQ-BG")
        let bytes = SecureRandom.bytes(4 << 20)
        #expect(try await client.post("/echo", body: bytes).body == bytes)
        #expect(try await client.post("/echo", body: []).body == [])
        #expect(try await client.get("/connection").body == [UInt8(ascii: "1")])
        #expect(try await client.get("/nothing").status == 404)
        client.close()
        await expect(.cancelled) { _ = try await client.get("/connection") }
    }

    @Test func `headers are sent as given and nothing waits for leave to send`() async throws {
        let server = try TestServer(folder: folder)
        let client = client(of: server)
        let plain = try await client.post("/headers", body: [1])
        #expect(
            String(decoding: plain.body, as: UTF8.self) == "application/octet-stream|None|None")
        let given = try await client.post(
            "/headers", body: [1],
            headers: [("content-type", "application/json"), ("X-Test", "yes")])
        #expect(String(decoding: given.body, as: UTF8.self) == "application/json|yes|None")
    }

    @Test(arguments: [1, 8 << 20])
    func `without a certificate the peer's refusal is told as such`(count: Int) async throws {
        let server = try TestServer(folder: folder, options: ["client"])
        let client = client(of: server)
        let body = [UInt8](repeating: 1, count: count)
        await expect(.refusedByPeer(alert: "certificate required")) {
            _ = try await client.post("/echo", body: body)
        }
        await expect(.refusedByPeer(alert: "certificate required")) {
            _ = try await client.get("/connection")
        }
    }

    @Test func `a certificate of an authority of the same name is refused`() async throws {
        let server = try TestServer(folder: folder, options: ["client"])
        let foreign = try CertificateAuthority.create(name: "test", now: start, validDays: 36_500)
        let client = try client(of: server, identity: identity(from: foreign))
        // OpenSSL knows the authority's name and fails at the signature.
        await expect("refusedByPeer") { _ = try await client.get("/connection") }
    }

    @Test func `an expired certificate is refused, also behind a long body`() async throws {
        let server = try TestServer(folder: folder, options: ["client"])
        let client = try client(of: server, identity: identity(validSeconds: 60))
        let body = [UInt8](repeating: 1, count: 8 << 20)
        await expect(.refusedByPeer(alert: "certificate expired")) {
            _ = try await client.post("/echo", body: body)
        }
    }

    @Test func `a server of another authority is not trusted`() async throws {
        let server = try TestServer(folder: folder)
        let other = try CertificateAuthority.create(name: "test", now: start, validDays: 36_500)
        let client = HTTPSClient(
            baseURL: server.baseURL, identity: nil, trust: .authority(other.certificatePEM))
        await expect("untrustedServer") {
            _ = try await client.get("/connection")
        }
    }

    @Test(arguments: [("localhost", nil), ("127.0.0.1", 60)] as [(String, Int64?)])
    func `a certificate for another host, or an old one, is not trusted`(
        host: String, validSeconds: Int64?
    ) async throws {
        try certify(host: host, validSeconds: validSeconds)
        let server = try TestServer(folder: folder)
        let client = client(of: server)
        await expect("untrustedServer") {
            _ = try await client.get("/connection")
        }
    }

    @Test func `a server that is another node is not trusted, though its host is right`()
        async throws
    {
        let server = try TestServer(folder: folder)
        func client(expecting node: String) -> HTTPSClient {
            HTTPSClient(
                baseURL: server.baseURL, identity: nil,
                trust: .authority(authority.certificatePEM, node: node))
        }
        #expect(try await client(expecting: "HUB").get("/connection").status == 200)
        await expect(.untrustedServer("its certificate is not that of IQ-BA")) {
            _ = try await client(expecting: "IQ-BA").get("/connection")
        }
        // A name that only begins like the right one is another name.
        await expect("untrustedServer") {
            _ = try await client(expecting: "HU").get("/connection")
        }
    }

    @Test func `a server that shows a certificate that it had replaced is not trusted`()
        async throws
    {
        let journal = try Journal(
            store: try Store(
                path: folder.path + "/registry.sqlite",
                migrations: LogSchema.migrations + MembershipSchema.migrations),
            identity: Journal.Identity(
                name: "IQ-BG", role: .province, areas: [], signingKey: try .generate()),
            clock: HybridClock { [start] in UInt64(start + 1_000_000) * 1000 },
            entropy: Entropy { SecureRandom.word() })
        func status() async throws -> Int {
            let server = try TestServer(folder: folder)
            let memory = UpstreamCertificates(journal, of: "HUB")
            let trust = HTTPSClient.ServerTrust.authority(
                authority.certificatePEM, node: "HUB", memory: memory)
            let client = HTTPSClient(baseURL: server.baseURL, identity: nil, trust: trust)
            defer { client.close() }
            _ = try await client.get("/connection")
            return try await client.get("/connection").status
        }
        let files = ["server.pem", "server-key.pem"].map { folder.path + "/" + $0 }
        let old = try files.map { try String(contentsOfFile: $0, encoding: .utf8) }
        #expect(try await status() == 200)
        #expect(try await status() == 200)
        try certify(host: "127.0.0.1")
        // It is not replaced before the new one was seen.
        #expect(try await status() == 200)
        for (file, text) in zip(files, old) {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
        }
        let failure = await #expect(throws: HTTPSClient.Failure.self) { _ = try await status() }
        #expect(failure?.description.contains("has replaced") == true)
        // One that was never seen is judged by when it was issued.
        try certify(host: "127.0.0.1", issued: start + 500_000)
        #expect(try await status() == 200)
        try certify(host: "127.0.0.1", issued: start + 400_000)
        await expect("untrustedServer") { _ = try await status() }
        try certify(host: "127.0.0.1", issued: start + 2_000_000)
        #expect(try await status() == 200)
        // That one is of a time that has not come: the hub's clock was wrong.
        try certify(host: "127.0.0.1", issued: start + 600_000)
        #expect(try await status() == 200)
    }

    @Test func `first contact fetches the authority to compare it with the token`() async throws {
        let server = try TestServer(folder: folder)
        let client = HTTPSClient(baseURL: server.baseURL, identity: nil, trust: .firstContact)
        let answer = try await client.get("/v1/ca")
        let found = try Certificate(pem: String(decoding: answer.body, as: UTF8.self))
        #expect(found.fingerprint == authority.fingerprint)
    }

    @Test func `nothing older than TLS 1_3 is spoken`() async throws {
        let server = try TestServer(folder: folder, options: ["old"])
        let client = client(of: server)
        await expect(.refusedByPeer(alert: "protocol version")) {
            _ = try await client.get("/connection")
        }
    }

    @Test func `no request leaves without TLS`() async throws {
        let server = try TestServer(folder: folder, options: ["plain"])
        let port = try #require(server.port)
        for scheme in ["http", "https"] {
            let client = HTTPSClient(
                baseURL: "\(scheme)://127.0.0.1:\(port)", identity: nil,
                trust: .authority(authority.certificatePEM))
            await expect("other") {
                _ = try await client.get("/connection")
            }
        }
    }

    @Test func `a key that does not belong to the certificate is told as such`() async throws {
        let server = try TestServer(folder: folder, options: ["client"])
        let mine = try identity()
        let client = HTTPSClient(
            baseURL: server.baseURL,
            identity: .init(
                certificatePEM: mine.certificatePEM, keyPEM: try TLSKey.generate().pem,
                caPEM: mine.caPEM),
            trust: .authority(mine.caPEM))
        await expect("other") {
            _ = try await client.get("/connection")
        }
    }
}
