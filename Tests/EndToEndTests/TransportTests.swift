import Foundation
import Testing

/// What a scanner of strangers finds at the sync port; OpenSSL's own client asks.
@Suite struct TransportTests {
    private let folder: TestFolder
    private let hub: TestNode

    init() throws {
        folder = try TestFolder()
        hub = try folder.hub()
    }

    /// Whether a handshake with these options of `openssl s_client` succeeds.
    private func handshake(_ options: String...) throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            [
                "openssl", "s_client", "-connect",
                hub.syncURL.replacingOccurrences(of: "https://", with: ""), "-brief",
                "-verify_return_error", "-CAfile", hub.data + "/keys/ca.pem",
            ] + options
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test func `the sync port speaks TLS 1.3 and nothing older`() throws {
        #expect(try handshake("-tls1_3"))
        for old in ["-tls1_2", "-tls1_1", "-tls1"] { #expect(try !handshake(old)) }
    }

    @Test(arguments: ["TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"])
    func `strong ciphers are answered`(cipher: String) throws {
        #expect(try handshake("-tls1_3", "-ciphersuites", cipher))
    }

    @Test func `the hub's own certificate is replaced while it runs, and members go on`() throws {
        let ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        let old = try hub.key("tls.pem")
        let renewed = try hub.run("pki", "renew", "--host", "hub.example.iq")
        #expect(try renewed.value("node") as? String == "HUB")
        #expect(try hub.key("tls.pem") != old)
        hub.stop()
        try hub.serve()
        #expect(try ninewa.run("sync").exitCode == 0)
        try ninewa.run("pki", "renew")
        #expect(try ninewa.run("sync").exitCode == 0)
    }

    @Test func `a lost laptop is listed, revoked, and its name joins again`() throws {
        let lost = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        let shown = try hub.run("node", "show", "IQ-NI", "--households")
        #expect((try shown.value("records") as? [Any])?.count == 1)
        #expect(try shown.value("fed_through") as? Int ?? 0 > 0)
        try hub.run(
            "node", "revoke", "IQ-NI", "--reason", "laptop stolen", "--actor", "registrar")
        let refused = try Program.run(["sync", "--data", lost.data])
        #expect(refused.exitCode == 1)
        #expect(refused.errors.contains("revoked"))
        let token = try hub.token(for: "IQ-NI", areas: "IQ-NI")
        let found = TestNode(name: "IQ-NI", data: folder.path + "/found")
        try found.run("join", "--upstream", hub.syncURL, "--token", token)
        #expect(try found.run("sync").exitCode == 0)
        #expect(try Program.run(["sync", "--data", lost.data]).exitCode == 1)
    }
}

/// The pages for clerks at other machines.
@Suite struct PageTransportTests {
    private let folder: TestFolder
    private let hub: TestNode

    init() throws {
        folder = try TestFolder()
        hub = TestNode(name: "HUB", data: folder.path + "/hub")
        try hub.run("init", "--role", "hub", "--node", "HUB")
    }

    @Test func `pages that leave the machine go over TLS and their cookies never without`()
        async throws
    {
        try hub.serve("--console-bind", "0.0.0.0")
        #expect(hub.consoleURL.hasPrefix("https://"))
        let url = hub.consoleURL.replacingOccurrences(of: "0.0.0.0", with: "127.0.0.1")
        try hub.run(
            "user", "add", "amina", "--role", "registrar", "--password-stdin",
            input: "a good long password")
        let run = try RunningProgram(
            [
                "--silent", "--include", "--cacert", hub.data + "/keys/ca.pem", "--data",
                "name=amina&password=a+good+long+password", url + "/sign-in",
            ], program: "/usr/bin/curl"
        ).wait()
        #expect(run.output.contains(" 303 "), "\(run.output)\(run.errors)")
        #expect(run.output.contains("; Secure"))
        #expect(run.output.contains("strict-transport-security"))
    }

    @Test func `a certificate without its key is refused before anything listens`() throws {
        let run = try Program.run([
            "serve", "--data", hub.data, "--console-certificate", hub.data + "/keys/tls.pem",
        ])
        #expect(run.exitCode != 0)
        #expect(run.errors.contains("--console-key"))
    }
}
