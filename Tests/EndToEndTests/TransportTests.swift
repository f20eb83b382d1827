import Foundation
import Sync
import Testing
import Trust

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
        // Its port was of the system's choice: from now on it stays.
        hub.stop()
        try hub.serve()
        let old = try hub.key("tls.pem")
        let renewed = try hub.run("pki", "renew", "--host", "hub.example.iq")
        #expect(try renewed.value("node") as? String == "HUB")
        #expect(try hub.key("tls.pem") != old)
        let address = hub.syncURL.replacingOccurrences(of: "https://", with: "")
        let serial = try hub.serial()
        try waitUntil("the sync port shows the new certificate") {
            try presentedSerial(at: address) == serial
        }
        #expect(hub.isServed)
        #expect(try ninewa.run("sync").exitCode == 0)
        try ninewa.run("pki", "renew")
        #expect(try ninewa.run("sync").exitCode == 0)
    }

    @Test func `a lost laptop is listed, revoked, and its name joins again`() throws {
        let lost = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        let family = try OneFamily(of: "IQ-NI", district: "03-1", in: folder.path)
        try family.load(at: lost)
        try lost.run("sync")
        try requireShown(family, heldBy: lost)
        try hub.run(
            "node", "revoke", "IQ-NI", "--reason", "laptop stolen", "--actor", "registrar")
        // Now people ask what was on it.
        try requireShown(family, heldBy: lost)
        let refused = try Program.run(["sync", "--data", lost.data])
        #expect(refused.exitCode == 1)
        #expect(refused.errors.contains("revoked"))
        let token = try hub.token(for: "IQ-NI", areas: "IQ-NI")
        let found = TestNode(name: "IQ-NI", data: folder.path + "/found")
        try found.run("join", "--upstream", hub.syncURL, "--token", token)
        #expect(try found.run("sync").exitCode == 0)
        #expect(try Program.run(["sync", "--data", lost.data]).exitCode == 1)
    }

    /// Requires that the hub shows the one joining of a node, and the family that it holds.
    private func requireShown(_ family: OneFamily, heldBy node: TestNode) throws {
        let shown = try hub.run("node", "show", node.name, "--households")
        #expect((try shown.value("records") as? [Any])?.count == 1)
        #expect(try shown.value("fed_through") as? Int ?? 0 > 0)
        #expect(try shown.value("households") as? [String] == [family.household])
        let held = try shown.value("held") as? [[String: Any]] ?? []
        let records = try node.contents().records
        for entity in ["household", "person"] {
            let count = held.first { $0["entity"] as? String == entity }?["records"] as? Int
            #expect(count == records[entity]?.count, "\(entity)")
            #expect(count ?? 0 > 0, "\(entity)")
        }
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

    @Test(arguments: [false, true])
    func `pages take up a new certificate without a restart`(isGiven: Bool) throws {
        let files = (certificate: folder.path + "/pages.pem", key: folder.path + "/pages.key")
        func give() throws -> String {
            guard isGiven else {
                if !hub.consoleURL.isEmpty { try hub.run("pki", "renew") }
                return try hub.serial()
            }
            let now = Int64(Date().timeIntervalSince1970)
            let pages = try hub.certificate(for: "HUB", now: now, seconds: 3600)
            // The certificate alone is no use: it waits for its key.
            try pages.certificatePEM.write(
                toFile: files.certificate, atomically: true, encoding: .utf8)
            try pages.keyPEM.write(toFile: files.key, atomically: true, encoding: .utf8)
            return try Certificate(pem: pages.certificatePEM).serialHex
        }
        func serve(_ port: String) throws {
            if isGiven {
                try hub.serve(
                    "--console-bind", "0.0.0.0", "--console-port", port, "--console-certificate",
                    files.certificate, "--console-key", files.key)
            } else {
                try hub.serve("--console-bind", "0.0.0.0", "--console-port", port)
            }
        }
        let old = try give()
        // The first port is of the system's choice; from then on it stays.
        try serve("0")
        let port = String(try #require(hub.consoleURL.split(separator: ":").last))
        hub.stop()
        try serve(port)
        #expect(try presentedSerial(at: "127.0.0.1:\(port)") == old)
        let new = try give()
        #expect(new != old)
        try waitUntil("the pages show the new certificate") {
            try presentedSerial(at: "127.0.0.1:\(port)") == new
        }
        #expect(hub.isServed)
    }

    @Test func `a given certificate with another key is refused before anything listens`() throws {
        let key = folder.path + "/other.key"
        try TLSKey.generate().pem.write(toFile: key, atomically: true, encoding: .utf8)
        let run = try Program.run([
            "serve", "--data", hub.data, "--console-port", "0", "--sync-port", "0",
            "--console-certificate", hub.data + "/keys/tls.pem", "--console-key", key,
        ])
        #expect(run.exitCode == 1)
        #expect(!run.errors.contains("console: "))
    }

    @Test func `a certificate without its key is refused before anything listens`() throws {
        let run = try Program.run([
            "serve", "--data", hub.data, "--console-certificate", hub.data + "/keys/tls.pem",
        ])
        #expect(run.exitCode != 0)
        #expect(run.errors.contains("--console-key"))
    }
}
