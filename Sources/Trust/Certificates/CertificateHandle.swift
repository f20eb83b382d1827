import COpenSSL

/// One of OpenSSL's certificates, freed with its last owner.
@safe final class CertificateHandle {
    let pointer: OpaquePointer

    /// Takes over `pointer` and frees it in the end.
    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit { unsafe X509_free(pointer) }

    /// A certificate that is still to be filled in.
    static func blank() throws -> CertificateHandle {
        try unsafe CertificateHandle(owning: need(X509_new(), "make a certificate"))
    }

    /// The certificate in DER bytes; nothing may follow it.
    static func read(der: [UInt8]) throws -> CertificateHandle {
        let operation = "read the certificate"
        return try unsafe der.withUnsafeBufferPointer { buffer in
            var place = buffer.baseAddress
            let handle = try unsafe CertificateHandle(
                owning: need(d2i_X509(nil, &place, buffer.count), operation))
            guard let start = buffer.baseAddress, let place = unsafe place,
                unsafe place == start + buffer.count
            else {
                throw OpenSSLFailure(operation: operation, reasons: ["bytes follow it"])
            }
            return handle
        }
    }

    /// The first certificate in the text.
    static func read(pem: String) throws -> CertificateHandle {
        let operation = "read the certificate"
        return try unsafe PEM.reading(pem, operation) { bio in
            let certificate = unsafe PEM_read_bio_X509(bio, nil, { _, _, _, _ in -1 }, nil)
            return try unsafe CertificateHandle(owning: need(certificate, operation))
        }
    }

    func der() throws -> [UInt8] {
        try unsafe derBytes("encode the certificate") { unsafe i2d_X509(pointer, $0) }
    }

    func pem() throws -> String {
        try unsafe PEM.writing("write the certificate") { unsafe PEM_write_bio_X509($0, pointer) }
    }

    /// The public key, which must lie on P-256.
    func publicKey() throws -> KeyHandle {
        let operation = "read the certificate's key"
        return try unsafe KeyHandle(owning: need(X509_get_pubkey(pointer), operation), operation)
    }
}
