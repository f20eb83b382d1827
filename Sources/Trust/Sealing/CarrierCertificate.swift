import COpenSSL

/// The form in which OpenSSL's CMS wants a bare public key: a certificate.
///
/// It says nothing and nobody trusts it: signer and receiver are found by the identifier of their
/// key (RFC 5652, 5.3), and whose key it is stands in the replicated `node` record. It is signed
/// with a key that is thrown away, since an unsigned certificate cannot be handled.
enum CarrierCertificate {
    static func make(for key: KeyHandle) throws -> CertificateHandle {
        let made = try CertificateHandle.blank()
        try made.fillIn(now: 300, notAfter: 4_102_444_800)
        try made.setSubject(commonName: "shabaka node key")
        try made.setIssuer(made)
        try made.setPublicKey(key)
        try made.add(extension: NID_subject_key_identifier, "hash", issuer: made)
        try made.sign(with: try KeyHandle.generate())
        return made
    }
}
