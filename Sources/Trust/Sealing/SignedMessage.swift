import COpenSSL

/// A short message that a node signed with its signing key: CMS SignedData (RFC 5652) with the
/// content in it.
public struct SignedMessage: Sendable, Hashable {
    /// The DER bytes, as they stand in a file.
    public let der: [UInt8]

    /// The longest message in bytes that is read.
    public static let maximumBytes = 1 << 20

    /// Signs `content`. Throws `OpenSSLFailure`.
    public init(signing content: [UInt8], with key: SigningKey) throws {
        let operation = "sign a message"
        let carrier = try CarrierCertificate.make(for: key.handle)
        der = try unsafe content.withUnsafeBytes { buffer in
            let bio = try unsafe need(
                BIO_new_mem_buf(buffer.baseAddress, Int32(buffer.count)), operation)
            defer { unsafe BIO_free(bio) }
            let flags = UInt32(CMS_BINARY | CMS_NOCERTS | CMS_USE_KEYID)
            let cms = try unsafe need(
                CMS_sign(carrier.pointer, key.handle.pointer, nil, bio, flags), operation)
            defer { unsafe CMS_ContentInfo_free(cms) }
            return try unsafe derBytes(operation) { unsafe i2d_CMS_ContentInfo(cms, $0) }
        }
    }

    /// A message from a file; nothing is checked yet.
    public init(der: [UInt8]) {
        self.der = der
    }

    /// What it says; nobody knows yet who says it. Nil when it is no signed message.
    public func unverifiedContent() -> [UInt8]? {
        // What cannot be read has no content.
        try? unsafe read { cms in
            guard let place = unsafe CMS_get0_content(cms), let content = unsafe place.pointee
            else { return nil }
            let count = Int(unsafe ASN1_STRING_length(content))
            guard let start = unsafe ASN1_STRING_get0_data(content) else { return [] }
            return unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
        }
    }

    /// Whether the owner of `key` signed exactly this.
    public func isSigned(by key: VerifyingKey) -> Bool {
        defer { ERR_clear_error() }
        let operation = "verify a message"
        // Nothing that fails on the way was signed by anybody.
        let result = try? unsafe read { cms -> Bool in
            let carrier = try CarrierCertificate.make(for: key.handle)
            let stack = try unsafe need(shabaka_stack_of_one(carrier.pointer), operation)
            defer { unsafe shabaka_stack_free(stack) }
            let out = try unsafe need(BIO_new(BIO_s_mem()), operation)
            defer { unsafe BIO_free(out) }
            // The key is known from the registry: there is no chain to be followed.
            let flags = UInt32(CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY | CMS_NOINTERN)
            return unsafe CMS_verify(cms, stack, nil, nil, out, flags) == 1
        }
        return result ?? false
    }

    private func read<Value>(_ body: (OpaquePointer) throws -> Value?) throws -> Value? {
        guard der.count <= Self.maximumBytes else { return nil }
        return try unsafe der.withUnsafeBufferPointer { buffer in
            var place = buffer.baseAddress
            guard let cms = unsafe d2i_CMS_ContentInfo(nil, &place, buffer.count) else {
                ERR_clear_error()
                return nil
            }
            defer { unsafe CMS_ContentInfo_free(cms) }
            return try unsafe body(cms)
        }
    }
}
