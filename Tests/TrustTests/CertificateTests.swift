import Foundation
import Testing
import Trust

@Suite struct CertificateTests {
    /// 1 January 2026, 00:00 UTC.
    let now: Int64 = 1_767_225_600
    let day: Int64 = 86_400

    func authority() throws -> CertificateAuthority {
        try .create(name: "Shabaka, test \"authority\"", now: now, validDays: 3650)
    }

    func issue(
        _ authority: CertificateAuthority, node: String = "IQ-BG", hosts: [String] = [],
        validSeconds: Int64 = 90 * 86_400
    ) throws -> Certificate {
        try authority.issue(
            request: CertificateRequest.create(key: .generate()), node: node, hosts: hosts,
            now: now, validSeconds: validSeconds)
    }

    @Test func `a node's certificate says who it is and how long it is good`() throws {
        let authority = try authority()
        let certificate = try issue(authority, hosts: ["hub.example", "127.0.0.1", "::1"])
        #expect(certificate.node == "IQ-BG")
        #expect(certificate.notBefore == now - 300)
        #expect(certificate.notAfter == now + 90 * day)
        #expect(certificate.isIssued(by: authority))
        #expect(certificate.isIssued(by: try Certificate(pem: authority.certificatePEM)))
        #expect(certificate.serialHex.count == 32)
        #expect(certificate.fingerprint == sha256(certificate.der))
        #expect(try Certificate(der: certificate.der) == certificate)
        #expect(try Certificate(pem: certificate.pem) == certificate)
    }

    @Test func `a certificate says for which hosts it is good, and when it was made`() throws {
        let certificate = try issue(
            authority(), hosts: ["hub.example", "127.0.0.1", "2001:db8::1"])
        #expect(certificate.hosts == ["hub.example", "127.0.0.1", "2001:db8:0:0:0:0:0:1"])
        #expect(try issue(authority()).hosts == [])
        #expect(certificate.issued == now)
    }

    @Test(arguments: [
        ("hub.example", "HUB.Example", true), ("10.1.0.5", "010.1.0.5", true),
        ("2001:db8::1", "2001:DB8:0:0:0:0:0:1", true), ("hub.example", "hub.example.org", false),
        ("10.1.0.5", "10.1.0.50", false), ("a", "A", true), ("::1", "127.0.0.1", false),
    ])
    func `a host is the same however it is written`(one: String, other: String, isSame: Bool) {
        #expect((HostName(one) == HostName(other)) == isSame)
    }

    @Test func `a certificate is good from its first to its last second`() throws {
        let certificate = try issue(authority(), validSeconds: 60)
        #expect(!certificate.isValid(at: now - 301))
        #expect(certificate.isValid(at: now - 300))
        #expect(certificate.isValid(at: now + 60))
        #expect(!certificate.isValid(at: now + 61))
    }

    @Test func `serial numbers do not repeat`() throws {
        let authority = try authority()
        let serials = try Set((0..<20).map { _ in try issue(authority).serialHex })
        #expect(serials.count == 20)
    }

    @Test func `an authority of the same name did not issue it`() throws {
        let certificate = try issue(authority())
        #expect(!certificate.isIssued(by: try authority()))
        #expect(!certificate.isIssued(by: certificate))
    }

    @Test func `a node cannot issue certificates`() throws {
        let key = try TLSKey.generate()
        let certificate = try authority().issue(
            request: CertificateRequest.create(key: key), node: "IQ-BG", hosts: [], now: now,
            validSeconds: day)
        #expect(throws: CertificateAuthority.Failure.notAnAuthority) {
            try CertificateAuthority(certificatePEM: certificate.pem, keyPEM: key.pem)
        }
    }

    @Test func `an authority survives the way through its text, with its own key only`() throws {
        let authority = try authority()
        let read = try CertificateAuthority(
            certificatePEM: authority.certificatePEM, keyPEM: authority.keyPEM)
        #expect(read.fingerprint == authority.fingerprint)
        #expect(try issue(read).isIssued(by: authority))
        #expect(throws: CertificateAuthority.Failure.notAnAuthority) {
            try CertificateAuthority(
                certificatePEM: authority.certificatePEM, keyPEM: TLSKey.generate().pem)
        }
    }

    @Test func `nothing outlives its authority, and a dead authority issues nothing`() throws {
        let authority = try CertificateAuthority.create(name: "short", now: now, validDays: 1)
        #expect(try issue(authority).notAfter == now + day)
        #expect(throws: CertificateAuthority.Failure.self) {
            try authority.issue(
                request: CertificateRequest.create(key: .generate()), node: "A", hosts: [],
                now: now + day + 1, validSeconds: 1)
        }
    }

    @Test(arguments: [
        "", "iq-bg", "IQ BG", "IQ,DNS:evil", "IQ\nBG", "IQ\u{0}", "ب", "IQ/BG", "IQ_BG",
        String(repeating: "A", count: 33),
    ])
    func `a name that is no node's is refused`(node: String) throws {
        #expect(throws: CertificateAuthority.Failure.nodeName(node)) {
            try issue(authority(), node: node)
        }
    }

    @Test(arguments: [
        "", "a,URI:urn:shabaka:node:HUB", "a\nb", "a b", "-a", "a-", "a..b", ".a", "a.", "*.a",
        "a_b", "hub.example,IP:1.2.3.4", "1.2.3", "256.1.1.1", "1:2", ":::", "::g", "fe80::1%eth0",
        "مثال", String(repeating: "a", count: 64), String(repeating: "a.", count: 130) + "a",
    ])
    func `a name that is no host's is refused`(host: String) throws {
        #expect(throws: CertificateAuthority.Failure.host(host)) {
            try issue(authority(), hosts: ["ok.example", host])
        }
    }

    @Test(arguments: ["", "a\nb", "a\u{0}b", "a\u{202E}b", String(repeating: "x", count: 65)])
    func `a name that is no authority's is refused`(name: String) {
        #expect(throws: CertificateAuthority.Failure.authorityName(name)) {
            try CertificateAuthority.create(name: name, now: now, validDays: 1)
        }
    }

    @Test(arguments: [0, -1, Int64.max])
    func `a validity that makes no sense is refused`(seconds: Int64) throws {
        #expect(throws: CertificateAuthority.Failure.validity(seconds: seconds)) {
            try issue(authority(), validSeconds: seconds)
        }
    }

    @Test func `whoever asks must own the key`() throws {
        let asked = try SigningKey.generate()
        let owned = try SigningKey.generate()
        let request = try CertificateRequest.create(key: TLSKey(pem: owned.pem))
        let body = request.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        var der = try #require(Data(base64Encoded: body))
        let place = try #require(der.range(of: Data(owned.publicKey.bytes)))
        der.replaceSubrange(place, with: asked.publicKey.bytes)
        let forged =
            "-----BEGIN CERTIFICATE REQUEST-----\n"
            + der.base64EncodedString(options: .lineLength64Characters)
            + "\n-----END CERTIFICATE REQUEST-----\n"
        #expect(throws: CertificateAuthority.Failure.noProofOfPossession) {
            try authority().issue(
                request: forged, node: "IQ-BG", hosts: [], now: now, validSeconds: day)
        }
    }

    @Test(arguments: ["", "nothing", "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n"])
    func `what is no request is refused`(text: String) throws {
        #expect(throws: OpenSSLFailure.self) {
            try authority().issue(
                request: text, node: "IQ-BG", hosts: [], now: now, validSeconds: day)
        }
    }

    @Test func `bytes behind a certificate are refused`() throws {
        let der = try issue(authority()).der
        #expect(throws: OpenSSLFailure.self) { try Certificate(der: der + [0]) }
        #expect(throws: OpenSSLFailure.self) { try Certificate(der: Array(der.dropLast())) }
        #expect(throws: OpenSSLFailure.self) { try Certificate(der: []) }
    }
}
