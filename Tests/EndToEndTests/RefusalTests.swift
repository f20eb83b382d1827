import Foundation
import HTTPTypes
import Listener
import Sync
import Testing
import Trust

@Suite struct RefusalTests {
    private let folder: TestFolder
    private let hub: TestNode
    private let province: TestNode

    init() throws {
        folder = try TestFolder()
        hub = try folder.hub()
        province = try folder.node("IQ-BA", areas: "IQ-BA", below: hub)
    }

    private static let paths =
        SyncRoute.allCases.filter { !$0.isOpen }.map(\.rawValue)
        + ["/", "/v1", "/v1/nothing", "/v1/ca/", "/V1/HELLO", "/status.json", "/command"]

    @Test func `without a certificate only what leads to one is answered`() async throws {
        let stranger = try hub.client(as: nil)
        for path in Self.paths {
            #expect(try await stranger.post(path, body: []).status == 401, "POST \(path)")
            #expect(try await stranger.get(path).status == 401, "GET \(path)")
        }
        for route in SyncRoute.allCases where route.isOpen {
            let answer =
                route.method == .get
                ? try await stranger.get(route.rawValue)
                : try await stranger.post(route.rawValue, body: [])
            #expect(answer.status == (route.method == .get ? 200 : 400), "\(route)")
        }
        #expect(try await stranger.post("/v1/ca", body: []).status == 401)
    }

    /// Every route refuses, also those that are open to whoever comes without a certificate.
    private func requireRefused(_ client: HTTPSClient, alert: String) async throws {
        for path in Self.paths + SyncRoute.allCases.filter(\.isOpen).map(\.rawValue) {
            await #expect(throws: HTTPSClient.Failure.refusedByPeer(alert: alert), "GET \(path)") {
                try await client.get(path)
            }
            await #expect(throws: HTTPSClient.Failure.refusedByPeer(alert: alert), "POST \(path)") {
                try await client.post(path, body: [])
            }
        }
    }

    @Test func `a certificate of another authority is refused`() async throws {
        let now = Int64(Date().timeIntervalSince1970)
        let other = try CertificateAuthority.create(name: "other", now: now, validDays: 1)
        let key = try TLSKey.generate()
        let certificate = try other.issue(
            request: CertificateRequest.create(key: key), node: "IQ-BA", hosts: [], now: now,
            validSeconds: 3600)
        let client = try hub.client(
            as: HTTPSClient.Identity(
                certificatePEM: certificate.pem, keyPEM: key.pem, caPEM: hub.key("ca.pem")))
        try await requireRefused(client, alert: "unknown ca")
    }

    @Test func `a certificate that has ended is refused`() async throws {
        let now = Int64(Date().timeIntervalSince1970)
        let authority = try CertificateAuthority(
            certificatePEM: hub.key("ca.pem"), keyPEM: hub.key("ca.key"))
        let key = try TLSKey.generate()
        let certificate = try authority.issue(
            request: CertificateRequest.create(key: key), node: "IQ-BA", hosts: [],
            now: now - 200, validSeconds: 100)
        let client = try hub.client(
            as: HTTPSClient.Identity(
                certificatePEM: certificate.pem, keyPEM: key.pem, caPEM: hub.key("ca.pem")))
        try await requireRefused(client, alert: "certificate expired")
    }

    @Test func `a certificate for a node that never joined is refused`() async throws {
        let now = Int64(Date().timeIntervalSince1970)
        let authority = try CertificateAuthority(
            certificatePEM: hub.key("ca.pem"), keyPEM: hub.key("ca.key"))
        let key = try TLSKey.generate()
        let certificate = try authority.issue(
            request: CertificateRequest.create(key: key), node: "IQ-ZZ", hosts: [], now: now,
            validSeconds: 3600)
        let client = try hub.client(
            as: HTTPSClient.Identity(
                certificatePEM: certificate.pem, keyPEM: key.pem, caPEM: hub.key("ca.pem")))
        let answer = try await client.post("/v1/hello", body: [])
        #expect(answer.status == 403)
        #expect(String(decoding: answer.body, as: UTF8.self).contains("unknown-node"))
    }

    @Test func `a revoked node is refused on the connection that stands`() async throws {
        let client = try hub.client(as: province.credentials())
        // Not of the protocol, but answered: the certificate counts.
        #expect(try await client.post("/v1/hello", body: [1]).status == 400)
        try hub.run("node", "revoke", "IQ-BA", "--reason", "laptop stolen", "--actor", "admin")
        for path in Self.paths {
            for answer in [
                try await client.post(path, body: [1]), try await client.get(path),
            ] {
                #expect(answer.status == 403, "\(path)")
                #expect(
                    String(decoding: answer.body, as: UTF8.self).contains("\"revoked\""), "\(path)")
            }
        }
        let run = try Program.run(["sync", "--data", province.data])
        #expect(run.exitCode == 1)
        #expect(run.errors.contains("revoked"))
    }

    @Test func `a certificate that ends while its connection stands is refused from then on`()
        async throws
    {
        let now = Int64(Date().timeIntervalSince1970)
        let ends = ContinuousClock.now + .seconds(5)
        let certificate = try hub.certificate(for: "IQ-BA", now: now, seconds: 4)
        let client = try hub.client(as: certificate)
        #expect(try await client.post("/v1/hello", body: [1]).status == 400)
        let deadline = ends + .seconds(60)
        var last = try await client.post("/v1/hello", body: [1])
        while last.status == 400, ContinuousClock.now < deadline {
            last = try await client.post("/v1/hello", body: [1])
        }
        #expect(last.status == 403)
        #expect(String(decoding: last.body, as: UTF8.self).contains("certificate-expired"))
    }

    @Test func `a node is answered by the node where it joined, and by no other`() throws {
        let ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        try ninewa.run("sync")
        try ninewa.serve()
        let settings = province.data + "/node.json"
        let text = try String(contentsOfFile: settings, encoding: .utf8)
        let changed = text.replacing(hub.syncURL, with: ninewa.syncURL)
            .replacing(hub.syncURL.replacing("/", with: "\\/"), with: ninewa.syncURL)
        #expect(changed != text)
        try changed.write(toFile: settings, atomically: true, encoding: .utf8)
        let run = try Program.run(["sync", "--data", province.data])
        #expect(run.exitCode == 1)
        #expect(run.errors.contains("is not that of HUB"), "\(run.errors)")
    }

    @Test(arguments: ["-tls1_1", "-tls1_2"])
    func `older TLS is not spoken`(version: String) throws {
        let address = hub.syncURL.replacing("https://", with: "")
        let old = try RunningProgram(
            ["openssl", "s_client", "-connect", address, version], program: "/usr/bin/env"
        ).wait()
        #expect(old.exitCode != 0)
        let new = try RunningProgram(
            ["openssl", "s_client", "-connect", address, "-tls1_3"], program: "/usr/bin/env"
        ).wait()
        #expect(new.exitCode == 0, "\(new.errors)")
    }

    @Test func `a body that is longer than its route allows is refused`() async throws {
        let client = try hub.client(as: province.credentials())
        let answer = try await client.post(
            "/v1/hello", body: [UInt8](repeating: 0, count: (1 << 20) + 1))
        #expect(answer.status == 413)
    }
}
