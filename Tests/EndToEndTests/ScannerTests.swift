import Foundation
import Testing

/// What a scanner of TLS (sslyze) finds at both ports of a node. `deploy/test.sh` installs it into
/// `.build/venv`.
@Suite struct ScannerTests {
    private static let python = DemoFiles.root + "/.build/venv/bin/python3"

    static var isPossible: Bool {
        let packages = DemoFiles.root + "/.build/venv/lib"
        let versions = try? FileManager.default.contentsOfDirectory(atPath: packages)
        return (versions ?? []).contains {
            FileManager.default.fileExists(atPath: "\(packages)/\($0)/site-packages/sslyze")
        }
    }

    /// Mozilla's strictest configuration: TLS 1.3 alone, its ciphers and curves, no certificate that
    /// lives long. The one finding there may be is that no browser knows who issued ours.
    @Test(.enabled(if: isPossible, "deploy/test.sh installs sslyze into .build/venv"))
    func `a scanner finds nothing but the private issuer, at either port`() throws {
        let folder = try TestFolder()
        let hub = TestNode(name: "HUB", data: folder.path + "/hub")
        try hub.run("init", "--role", "hub", "--node", "HUB")
        try hub.serve("--console-bind", "0.0.0.0")
        for (port, url) in [("sync port", hub.syncURL), ("pages", hub.consoleURL)] {
            let number = try #require(url.split(separator: ":").last)
            let file = "\(folder.path)/\(number).json"
            let run = try RunningProgram(
                [
                    "-m", "sslyze", "--mozilla_config", "modern", "--json_out", file,
                    "127.0.0.1:\(number)",
                ], program: Self.python
            ).wait()
            let findings = run.output.split(separator: "\n").map(String.init)
                .drop { !$0.contains("COMPLIANCE AGAINST") }
                .filter { $0.hasPrefix("        * ") }
            #expect(
                findings.allSatisfy { $0.contains("certificate_path_validation") },
                "the \(port): \(findings.joined(separator: "\n"))")
            #expect(run.output.contains("COMPLIANCE AGAINST"), "\(run.output)\(run.errors)")
            try requireSound(file, port)
        }
    }

    /// What the configuration does not speak about: old versions, known holes.
    private func requireSound(_ file: String, _ port: String) throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        let document = try JSONSerialization.jsonObject(with: bytes) as? [String: Any]
        let servers = document?["server_scan_results"] as? [[String: Any]]
        let scan = try #require(servers?.first?["scan_result"] as? [String: Any])
        func result(_ name: String) throws -> [String: Any] {
            let found = try #require(scan[name] as? [String: Any], "\(port): \(name)")
            #expect(found["status"] as? String == "COMPLETED", "\(port): \(name)")
            return try #require(found["result"] as? [String: Any], "\(port): \(name)")
        }
        for version in ["ssl_2_0", "ssl_3_0", "tls_1_0", "tls_1_1", "tls_1_2"] {
            let accepted = try result(version + "_cipher_suites")["accepted_cipher_suites"]
            #expect((accepted as? [Any])?.isEmpty == true, "the \(port) speaks \(version)")
        }
        let modern = try result("tls_1_3_cipher_suites")["accepted_cipher_suites"] as? [Any]
        #expect(modern?.isEmpty == false, "the \(port) does not speak TLS 1.3")
        for (hole, field, expected) in [
            ("heartbleed", "is_vulnerable_to_heartbleed", false),
            ("openssl_ccs_injection", "is_vulnerable_to_ccs_injection", false),
            ("tls_compression", "supports_compression", false),
            ("session_renegotiation", "is_vulnerable_to_client_renegotiation_dos", false),
        ] {
            #expect(try result(hole)[field] as? Bool == expected, "the \(port): \(hole)")
        }
    }
}
