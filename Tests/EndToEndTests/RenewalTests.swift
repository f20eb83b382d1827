import Foundation
import Sync
import Testing
import Trust

/// Certificates that ended, as after a winter without a network.
@Suite struct RenewalTests {
    private let folder: TestFolder
    private let hub: TestNode
    private let ninewa: TestNode
    private let office: TestNode

    init() throws {
        folder = try TestFolder()
        hub = try folder.hub()
        ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        try ninewa.serve()
        office = try folder.node("IQ-NI-F03", areas: "03-1,03-2", below: ninewa)
        try office.run("sync")
        try ninewa.run("sync")
        try office.run("sync")
    }

    @Test func `a node whose certificate has ended gets a new one, at every tier`() throws {
        ninewa.stop()
        hub.stop()
        for node in [hub, ninewa, office] { try node.outlive(authorityOf: hub) }
        let refused = try Program.run(["sync", "--data", office.data])
        #expect(refused.exitCode == 1)
        for node in [hub, ninewa, office] {
            let before = try node.key("tls.pem")
            try node.serve()
            #expect(try node.key("tls.pem") != before)
            #expect(try node.run("status").value("certificate_days") as? Int ?? 0 >= 89)
        }
        for node in [office, ninewa, office] { try node.run("sync") }
        try requireAgreement(hub, ninewa, areas: ["IQ-NI"])
        try requireAgreement(ninewa, office, areas: ["03-1", "03-2"])
    }

    @Test func `an office that is only switched on to sync renews its certificate by that`()
        throws
    {
        try office.outlive(authorityOf: hub)
        let before = try office.key("tls.pem")
        ninewa.stop()
        #expect(try Program.run(["sync", "--data", office.data]).exitCode == 1)
        #expect(try office.key("tls.pem") == before)
        try ninewa.serve()
        try office.run("sync")
        #expect(try office.key("tls.pem") != before)
    }

    @Test func `a revoked node gets no new certificate`() throws {
        try hub.run(
            "node", "revoke", "IQ-NI-F03", "--reason", "laptop stolen", "--actor", "admin")
        try ninewa.run("sync")
        try office.outlive(authorityOf: hub)
        let before = try office.key("tls.pem")
        try office.serve()
        #expect(try office.key("tls.pem") == before)
        #expect(office.stop() == 0)
        let refused = try Program.run(["sync", "--data", office.data])
        #expect(refused.exitCode == 1)
    }

    @Test func `a certificate that does not belong to its key is replaced, at every tier`() throws {
        ninewa.stop()
        hub.stop()
        for node in [hub, ninewa, office] { try node.misplaceKey() }
        for node in [hub, ninewa] {
            let before = try node.serial()
            try node.serve()
            #expect(try node.serial() != before)
        }
        let before = try office.serial()
        try office.run("sync")
        #expect(try office.serial() != before)
    }

    @Test func `a sync port whose certificate cannot be used says so, and comes when it can`()
        throws
    {
        ninewa.stop()
        hub.stop()
        try ninewa.misplaceKey()
        let port = try #require(ninewa.syncURL.split(separator: ":").last)
        let running = try RunningProgram([
            "serve", "--data", ninewa.data, "--console-port", "0", "--sync-port", "\(port)",
            "--sync-interval", "0",
        ])
        try waitUntil("it has the directory") {
            let holder = try String(contentsOfFile: ninewa.data + "/lock", encoding: .utf8)
            return holder == "\(running.processID)\n"
        }
        try hub.serve()
        try ninewa.run("pki", "renew")
        let serial = try ninewa.serial()
        try waitUntil("it listens") { try presentedSerial(at: "127.0.0.1:\(port)") == serial }
        kill(running.processID, SIGTERM)
        let run = running.wait()
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.errors.contains("does not listen"), "\(run.errors)")
    }

    @Test func `a stolen key is worth nothing once the node has used its new certificate`()
        async throws
    {
        let stolen = try office.credentials()
        let thief = try ninewa.client(as: stolen)
        // Not of the protocol, but answered: the certificate counts.
        #expect(try await thief.post("/v1/hello", body: [1]).status == 400)
        try office.run("pki", "renew")
        #expect(try await thief.post("/v1/hello", body: [1]).status == 400)
        try office.run("sync")
        let refused = try await thief.post("/v1/hello", body: [1])
        #expect(refused.status == 403)
        #expect(String(decoding: refused.body, as: UTF8.self).contains("certificate-replaced"))
        #expect(try office.run("sync").exitCode == 0)
    }

    @Test func `a certificate that ends with its authority is not renewed all the time`() throws {
        hub.stop()
        let now = Int64(Date().timeIntervalSince1970)
        let authority = try CertificateAuthority.create(name: "old", now: now, validDays: 20)
        let key = try TLSKey.generate()
        let certificate = try authority.issue(
            request: CertificateRequest.create(key: key), node: "HUB", hosts: ["127.0.0.1"],
            now: now, validSeconds: 90 * 86_400)
        for (file, text) in [
            ("ca.pem", authority.certificatePEM), ("ca.key", authority.keyPEM),
            ("tls.pem", certificate.pem), ("tls.key", key.pem),
        ] {
            try text.write(
                toFile: hub.data + "/keys/" + file, atomically: true, encoding: .utf8)
        }
        hub.syncInterval = 1
        try hub.serve()
        #expect(hub.stop() == 0)
        #expect(try hub.serial() == certificate.serialHex)
        let said = hub.messagesAtEnd().components(separatedBy: "federation's authority ends in")
        #expect(said.count == 2)
    }
}
