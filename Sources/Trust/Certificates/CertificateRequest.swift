import COpenSSL

/// What a node sends to get a certificate: its public key, signed with the private one (PKCS #10).
/// It names nobody: the authority knows from the token who asks.
public enum CertificateRequest {
    /// The request for `key` as PEM text. Throws `OpenSSLFailure`.
    public static func create(key: TLSKey) throws -> String {
        let operation = "make a certificate request"
        let request = try unsafe need(X509_REQ_new(), operation)
        defer { unsafe X509_REQ_free(request) }
        try unsafe need(X509_REQ_set_version(request, 0), operation)
        try unsafe need(X509_REQ_set_pubkey(request, key.handle.pointer), operation)
        guard unsafe X509_REQ_sign(request, key.handle.pointer, EVP_sha256()) > 0 else {
            throw OpenSSLFailure.drained(operation)
        }
        return try unsafe PEM.writing(operation) { unsafe PEM_write_bio_X509_REQ($0, request) }
    }

    /// The public key in a request whose sender has shown to own the private half; nothing else
    /// in it is looked at.
    static func provenKey(in pem: String) throws -> KeyHandle {
        let operation = "read the certificate request"
        return try unsafe PEM.reading(pem, operation) { bio in
            let request = try unsafe need(
                PEM_read_bio_X509_REQ(bio, nil, { _, _, _, _ in -1 }, nil), operation)
            defer { unsafe X509_REQ_free(request) }
            let key = try unsafe KeyHandle(
                owning: need(X509_REQ_get_pubkey(request), operation), operation)
            guard unsafe X509_REQ_verify(request, key.pointer) == 1 else {
                ERR_clear_error()
                throw CertificateAuthority.Failure.noProofOfPossession
            }
            return key
        }
    }
}
