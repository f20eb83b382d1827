import COpenSSL

/// What an authority writes into a certificate that it makes.
extension CertificateHandle {
    /// Clocks differ: a certificate is good from five minutes before it was made.
    static let backdatingSeconds: Int64 = 300

    /// Version 3, a random serial number of 127 bits (positive, never short), the dates.
    func fillIn(now: Int64, notAfter: Int64) throws {
        let operation = "fill in the certificate"
        try unsafe need(X509_set_version(pointer, 2), operation)
        var serial = SecureRandom.bytes(16)
        serial[0] = serial[0] & 0x3F | 0x40
        let number = unsafe BN_bin2bn(serial, Int32(serial.count), nil)
        defer { unsafe BN_free(number) }
        _ = try unsafe need(
            BN_to_ASN1_INTEGER(number, X509_get_serialNumber(pointer)), operation)
        let start = Int(now - Self.backdatingSeconds)
        _ = try unsafe need(ASN1_TIME_set(X509_getm_notBefore(pointer), start), operation)
        _ = try unsafe need(ASN1_TIME_set(X509_getm_notAfter(pointer), Int(notAfter)), operation)
    }

    /// The subject, a common name only.
    func setSubject(commonName: String) throws {
        let operation = "name the certificate"
        let bytes = Array(commonName.utf8)
        let name = unsafe X509_get_subject_name(pointer)
        try unsafe need(shabaka_add_common_name(name, bytes, Int32(bytes.count)), operation)
    }

    /// Names the certificate after the subject of `issuer`.
    func setIssuer(_ issuer: CertificateHandle) throws {
        try unsafe need(
            X509_set_issuer_name(pointer, X509_get_subject_name(issuer.pointer)),
            "name the certificate's issuer")
    }

    func setPublicKey(_ key: KeyHandle) throws {
        try unsafe need(X509_set_pubkey(pointer, key.pointer), "put the key in the certificate")
    }

    /// Adds an extension from OpenSSL's configuration text, which must hold checked names only.
    func add(extension identifier: Int32, _ value: String, issuer: CertificateHandle) throws {
        let operation = "add an extension to the certificate"
        let made = try unsafe need(
            shabaka_extension(issuer.pointer, pointer, identifier, value), operation)
        defer { unsafe X509_EXTENSION_free(made) }
        try unsafe need(X509_add_ext(pointer, made, -1), operation)
    }

    func sign(with key: KeyHandle) throws {
        guard unsafe X509_sign(pointer, key.pointer, EVP_sha256()) > 0 else {
            throw OpenSSLFailure.drained("sign the certificate")
        }
    }
}
