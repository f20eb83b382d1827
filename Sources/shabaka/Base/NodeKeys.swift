import Sync
import Trust

/// The keys and certificates in a node's directory.
struct NodeKeys {
    private let directory: NodeDirectory

    init(of directory: NodeDirectory) {
        self.directory = directory
    }

    /// Makes the signing key, if there is none, and returns it.
    func ensureSigningKey() throws -> SigningKey {
        if let pem = try directory.text(of: directory.signingKey) {
            return try SigningKey(pem: pem)
        }
        let key = try SigningKey.generate()
        try directory.write(key.pem, to: directory.signingKey, isSecret: true)
        return key
    }

    /// Certificate, key and authority, or nil before the node has joined.
    func credentials() throws -> HTTPSClient.Identity? {
        guard let certificate = try directory.text(of: directory.certificate),
            let key = try directory.text(of: directory.tlsKey),
            let authority = try directory.text(of: directory.authority)
        else { return nil }
        return HTTPSClient.Identity(
            certificatePEM: certificate, keyPEM: key, caPEM: authority)
    }

    /// The federation's authority itself; nil everywhere but at the hub.
    func authority() throws -> CertificateAuthority? {
        guard let key = try directory.text(of: directory.authorityKey),
            let certificate = try directory.text(of: directory.authority)
        else { return nil }
        return try CertificateAuthority(certificatePEM: certificate, keyPEM: key)
    }

    /// The node's certificate, or nil before it has joined.
    func certificate() throws -> Certificate? {
        try directory.text(of: directory.certificate).map { try Certificate(pem: $0) }
    }

    /// Whether the certificate belongs to the key. It does not after a crash between the two writes
    /// of `keep`, or when the two come from backups of different days.
    func areAPair() throws -> Bool {
        // What cannot be read belongs to nothing.
        guard let credentials = try credentials(),
            let certificate = try? Certificate(pem: credentials.certificatePEM),
            let key = try? TLSKey(pem: credentials.keyPEM)
        else { return false }
        return certificate.fits(key)
    }

    /// Keeps a new certificate with its key and the authority that issued it.
    func keep(certificatePEM: String, key: TLSKey, authorityPEM: String) throws {
        try directory.write(authorityPEM, to: directory.authority)
        try directory.write(key.pem, to: directory.tlsKey, isSecret: true)
        try directory.write(certificatePEM, to: directory.certificate)
    }
}
