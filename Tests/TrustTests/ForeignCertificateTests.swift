import Foundation
import Testing
import Trust

/// Our certificates before OpenSSL's own program, and its certificates before us.
@Suite(.enabled(if: Command.hasOpenSSL, "needs the openssl program"))
struct ForeignCertificateTests {
    let now: Int64 = 1_767_225_600
    let folder: TemporaryFolder
    let authority: CertificateAuthority

    init() throws {
        folder = try TemporaryFolder()
        authority = try .create(name: "test", now: now, validDays: 3650)
        _ = try folder.write("ca.pem", authority.certificatePEM)
        _ = try folder.write("ca-key.pem", authority.keyPEM)
    }

    func openssl(_ arguments: String...) throws -> (status: Int32, text: String) {
        let result = try Command.run("openssl", arguments)
        return result
    }

    @Test(arguments: ["sslclient", "sslserver", "smimesign"])
    func `a certificate is good for connections and bundles`(purpose: String) throws {
        let certificate = try authority.issue(
            request: CertificateRequest.create(key: .generate()), node: "IQ-BG",
            hosts: ["hub.example", "10.0.0.1"], now: now, validSeconds: 60)
        let leaf = try folder.write("leaf.pem", certificate.pem)
        func verify(at time: Int64) throws -> (status: Int32, text: String) {
            try openssl(
                "verify", "-x509_strict", "-CAfile", folder.path + "/ca.pem", "-purpose", purpose,
                "-attime", "\(time)", leaf)
        }
        let good = try verify(at: now)
        #expect(good.status == 0, "\(good.text)")
        #expect(try verify(at: now + 61).text.contains("certificate has expired"))
        #expect(try verify(at: now - 301).text.contains("not yet valid"))
    }

    @Test func `a certificate carries its names and no others`() throws {
        let certificate = try authority.issue(
            request: CertificateRequest.create(key: .generate()), node: "IQ-BG",
            hosts: ["hub.example", "10.0.0.1", "2001:db8::1"], now: now, validSeconds: 60)
        let leaf = try folder.write("leaf.pem", certificate.pem)
        let text = try openssl("x509", "-in", leaf, "-noout", "-ext", "subjectAltName").text
        #expect(
            text.contains(
                "URI:urn:shabaka:node:IQ-BG, DNS:hub.example, IP Address:10.0.0.1, "
                    + "IP Address:2001:DB8:0:0:0:0:0:1\n"))
    }

    @Test func `what a request says beside its key is not believed`() throws {
        let made = try openssl(
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", folder.path + "/key.pem", "-out", folder.path + "/request.pem",
            "-subj", "/CN=HUB", "-addext", "subjectAltName=URI:urn:shabaka:node:HUB",
            "-addext", "basicConstraints=CA:TRUE")
        try #require(made.status == 0, "\(made.text)")
        let request = try String(contentsOfFile: folder.path + "/request.pem", encoding: .utf8)
        let certificate = try authority.issue(
            request: request, node: "IQ-NI-F03", hosts: [], now: now, validSeconds: 60)
        let leaf = try folder.write("leaf.pem", certificate.pem)
        let text = try openssl("x509", "-in", leaf, "-noout", "-text").text
        #expect(certificate.node == "IQ-NI-F03")
        #expect(!text.contains("HUB") && !text.contains("CA:TRUE"))
    }

    @Test func `a request for an RSA key is refused`() throws {
        let made = try openssl(
            "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", folder.path + "/key.pem",
            "-out", folder.path + "/request.pem", "-subj", "/CN=IQ-BG")
        try #require(made.status == 0, "\(made.text)")
        let request = try String(contentsOfFile: folder.path + "/request.pem", encoding: .utf8)
        #expect(throws: OpenSSLFailure.self) {
            try authority.issue(
                request: request, node: "IQ-BG", hosts: [], now: now, validSeconds: 60)
        }
    }

    @Test(arguments: [
        ("URI:urn:shabaka:node:IQ-BG", "IQ-BG"),
        ("DNS:a.example,URI:urn:shabaka:node:IQ-BG", "IQ-BG"),
        ("URI:urn:shabaka:node:IQ-BG,URI:urn:shabaka:node:IQ-BA", nil),
        ("URI:urn:shabaka:node:IQ-BG,URI:https://a.example/", nil),
        ("URI:urn:shabaka:node:", nil),
        ("URI:urn:shabaka:node:iq-bg", nil),
        ("URI:URN:shabaka:node:IQ-BG", nil),
        ("DNS:urn.shabaka.node.IQ-BG", nil),
    ])
    func `a certificate speaks for the one node that its only URI names`(
        names: String, node: String?
    ) throws {
        let made = try openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", folder.path + "/key.pem", "-out", folder.path + "/leaf.pem",
            "-subj", "/CN=IQ-BG", "-addext", "subjectAltName=\(names)")
        try #require(made.status == 0, "\(made.text)")
        let pem = try String(contentsOfFile: folder.path + "/leaf.pem", encoding: .utf8)
        #expect(try Certificate(pem: pem).node == node)
    }

    @Test func `signatures of the openssl program verify here`() throws {
        let key = try SigningKey.generate()
        let file = try folder.write("message", "tip of the log")
        let pem = try folder.write("signing.pem", key.pem)
        let signed = try openssl(
            "dgst", "-sha256", "-sign", pem, "-out", folder.path + "/signature", file)
        try #require(signed.status == 0, "\(signed.text)")
        let signature = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/signature"))
        #expect(key.publicKey.verifies(Array(signature), of: Array("tip of the log".utf8)))
    }
}
