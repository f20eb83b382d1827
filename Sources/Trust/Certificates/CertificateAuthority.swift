import COpenSSL

/// The hub's authority: the one key that every node of a federation trusts to say who is who.
public struct CertificateAuthority: Sendable {
    /// The authority's own certificate, which every node keeps.
    public let certificate: Certificate

    /// The private key as PKCS #8 text. Whoever has it can be any node: it never leaves the hub.
    public let keyPEM: String

    let key: KeyHandle

    /// What it refuses to sign, and why.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// A name of the authority that is empty, too long or not on one line.
        case authorityName(String)
        /// A node name outside `[A-Z0-9-]{1,32}`.
        case nodeName(String)
        /// A host that is neither a DNS name nor an IP address.
        case host(String)
        /// A time of validity that is not positive or ends after the year 9999.
        case validity(seconds: Int64)
        /// The authority's own certificate is not good now, so neither would be what it issues.
        case authorityExpired(notBefore: Int64, notAfter: Int64)
        /// The request is not signed with the key that it asks for.
        case noProofOfPossession
        /// Certificate and key are not a pair, or the certificate may not sign others.
        case notAnAuthority

        /// What happened and what to do.
        public var description: String {
            switch self {
            case .authorityName(let name):
                "\(name.debugDescription) cannot name an authority: use 1 to 64 characters"
            case .nodeName(let name):
                "\(name.debugDescription) cannot name a node: use 1 to 32 of A–Z, 0–9 and -"
            case .host(let host):
                "\(host.debugDescription) is neither a host name nor an IP address"
            case .validity(let seconds):
                "a certificate cannot be valid for \(seconds) seconds"
            case .authorityExpired(let notBefore, let notAfter):
                "the authority's certificate is good from \(notBefore) to \(notAfter) (Unix "
                    + "seconds) only: check this machine's clock, or make a new authority"
            case .noProofOfPossession:
                "the certificate request is not signed with its own key: make a new one"
            case .notAnAuthority:
                "the certificate is no authority's, or the key is not the one that belongs to it"
            }
        }
    }

    /// The certificate as text.
    public var certificatePEM: String { certificate.pem }

    /// SHA-256 of the certificate's DER bytes: what a one-time token carries.
    public var fingerprint: Digest { certificate.fingerprint }

    /// A new authority with a new key.
    ///
    /// - Parameters:
    ///   - name: who it is, for people.
    ///   - now: Unix seconds.
    ///   - validDays: at least one.
    /// - Throws: `Failure`, `OpenSSLFailure`.
    public static func create(
        name: String, now: Int64, validDays: Int
    ) throws -> CertificateAuthority {
        guard CertificateNames.isAuthority(name) else { throw Failure.authorityName(name) }
        let notAfter = try end(from: now, seconds: Int64(clamping: validDays) &* 86_400)
        let key = try KeyHandle.generate()
        let made = try CertificateHandle.blank()
        try made.fillIn(now: now, notAfter: notAfter)
        try made.setSubject(commonName: name)
        try made.setIssuer(made)
        try made.setPublicKey(key)
        try made.add(extension: NID_basic_constraints, "critical,CA:TRUE,pathlen:0", issuer: made)
        try made.add(extension: NID_key_usage, "critical,keyCertSign,cRLSign", issuer: made)
        try made.add(extension: NID_subject_key_identifier, "hash", issuer: made)
        try made.sign(with: key)
        return try CertificateAuthority(certificate: Certificate(made), key: key)
    }

    /// The authority that was created before.
    ///
    /// - Throws: `Failure.notAnAuthority`, `OpenSSLFailure`.
    public init(certificatePEM: String, keyPEM: String) throws {
        let certificate = try Certificate(pem: certificatePEM)
        let key = try KeyHandle.privateKey(pem: keyPEM)
        let handle = try CertificateHandle.read(der: certificate.der)
        guard unsafe X509_check_ca(handle.pointer) == 1,
            try handle.publicKey().publicBytes() == key.publicBytes()
        else {
            ERR_clear_error()
            throw Failure.notAnAuthority
        }
        try self.init(certificate: certificate, key: key)
    }

    private init(certificate: Certificate, key: KeyHandle) throws {
        self.certificate = certificate
        self.key = key
        keyPEM = try key.pem()
    }

    /// The last second of a validity that starts now. X.509 knows no year after 9999.
    static func end(from now: Int64, seconds: Int64) throws -> Int64 {
        let (end, overflow) = now.addingReportingOverflow(seconds)
        guard seconds > 0, !overflow, now >= 0, end <= 253_402_300_799 else {
            throw Failure.validity(seconds: seconds)
        }
        return end
    }
}
