import COpenSSL

/// A file encrypted to one node: CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM and a key from
/// ECDH on P-256 with the X9.63 KDF over SHA-256 (RFC 5753).
///
/// The encrypted bytes lie in a file of their own, so that both ways need little memory however
/// large the file is.
///
/// The receiver's long-lived signing key is used, not the one of its TLS certificate: that one
/// is replaced every two months, and a stick may be on its way for longer. ECDSA and ECDH with one
/// key are safe together (Degabriele, Lehmann, Paterson, Smart, Strefler: On the Joint Security of
/// Encryption and Signature in EMV, CT-RSA 2012).
public struct FileEnvelope: Sendable, Hashable {
    /// The DER bytes that go with the encrypted file, about 400.
    public let der: [UInt8]

    /// Why a file is not opened.
    public enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// It is encrypted to another key, or was changed: nobody can tell the two apart.
        case cannotBeOpened

        public var description: String {
            "The file is encrypted to another key than this node's, or was changed."
        }
    }

    /// An envelope from a file.
    public init(der: [UInt8]) {
        self.der = der
    }

    /// Encrypts a file to the owner of `receiver`.
    ///
    /// - Parameters:
    ///   - plain: the path of the file.
    ///   - cipher: the path of the file to write.
    /// - Throws: `OpenSSLFailure`.
    public init(sealing plain: String, to cipher: String, for receiver: VerifyingKey) throws {
        let operation = "encrypt a file"
        let carrier = try CarrierCertificate.make(for: receiver.handle)
        let flags = UInt32(CMS_BINARY | CMS_STREAM | CMS_DETACHED)
        let cms = try unsafe need(
            CMS_encrypt(nil, nil, EVP_aes_256_gcm(), flags | UInt32(CMS_PARTIAL)), operation)
        defer { unsafe CMS_ContentInfo_free(cms) }
        let recipient = try unsafe need(
            CMS_add1_recipient_cert(
                cms, carrier.pointer, flags | UInt32(CMS_KEY_PARAM | CMS_USE_KEYID)), operation)
        let parameters = try unsafe need(CMS_RecipientInfo_get0_pkey_ctx(recipient), operation)
        guard unsafe EVP_PKEY_CTX_set_ecdh_kdf_md(parameters, EVP_sha256()) > 0 else {
            throw OpenSSLFailure.drained(operation)
        }
        let input = try unsafe need(BIO_new_file(plain, "rb"), operation)
        defer { unsafe BIO_free(input) }
        let output = try unsafe need(BIO_new_file(cipher, "wb"), operation)
        defer { unsafe BIO_free(output) }
        try unsafe need(CMS_final(cms, input, output, flags), operation)
        try unsafe need(shabaka_flush(output), operation)
        der = try unsafe derBytes(operation) { unsafe i2d_CMS_ContentInfo(cms, $0) }
    }

    /// Decrypts what lies in a file from `offset` on.
    ///
    /// The output is written before the whole is known to be unchanged: throw it away when this
    /// throws.
    ///
    /// - Throws: `Failure`, `OpenSSLFailure`.
    public func open(
        _ cipher: String, from offset: Int, to plain: String, with key: SigningKey
    ) throws {
        let operation = "decrypt a file"
        defer { ERR_clear_error() }
        let carrier = try CarrierCertificate.make(for: key.handle)
        let opened = try unsafe der.withUnsafeBufferPointer { buffer -> Bool in
            var place = buffer.baseAddress
            guard let cms = unsafe d2i_CMS_ContentInfo(nil, &place, buffer.count) else {
                return false
            }
            defer { unsafe CMS_ContentInfo_free(cms) }
            let input = try unsafe need(BIO_new_file(cipher, "rb"), operation)
            defer { unsafe BIO_free(input) }
            guard unsafe shabaka_seek(input, offset) >= 0 else {
                throw OpenSSLFailure.drained(operation)
            }
            let output = try unsafe need(BIO_new_file(plain, "wb"), operation)
            defer { unsafe BIO_free(output) }
            let result = unsafe CMS_decrypt(
                cms, key.handle.pointer, carrier.pointer, input, output, UInt32(CMS_BINARY))
            guard result == 1 else { return false }
            try unsafe need(shabaka_flush(output), operation)
            return true
        }
        guard opened else { throw Failure.cannotBeOpened }
    }
}
