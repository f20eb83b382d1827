import COpenSSL

/// Seals what others keep for a node and cannot read: AES-256 in GCM (NIST SP 800-38D) with a key
/// that comes from the node's signing key.
///
/// The nonce is drawn from key, name and text (as in RFC 8452's idea of a synthetic one), so that the
/// same text gives the same bytes and no nonce is ever used for two texts.
public struct SealingKey: Sendable {
    private let key: [UInt8]

    private static let nonceBytes = 12
    private static let tagBytes = 16

    /// The key of the node that has this signing key.
    public init(of signingKey: SigningKey) {
        key = sha256(Array("shabaka seal 1\n".utf8) + Array(signingKey.pem.utf8)).bytes
    }

    /// The sealed form of `text`, which opens under the same name only. Throws `OpenSSLFailure`.
    public func seal(_ text: [UInt8], name: [UInt8]) throws -> [UInt8] {
        let operation = "seal"
        let nonce = Array(
            sha256(key + sha256(name).bytes + text).bytes.prefix(Self.nonceBytes))
        let context = try unsafe need(EVP_CIPHER_CTX_new(), operation)
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        try unsafe need(
            EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce), operation)
        var count: Int32 = 0
        try unsafe need(
            EVP_EncryptUpdate(context, nil, &count, name, Int32(name.count)), operation)
        var sealed = [UInt8](repeating: 0, count: text.count + Self.tagBytes)
        try unsafe need(
            EVP_EncryptUpdate(context, &sealed, &count, text, Int32(text.count)), operation)
        var rest = [UInt8](repeating: 0, count: Self.tagBytes)
        try unsafe need(EVP_EncryptFinal_ex(context, &rest, &count), operation)
        var tag = [UInt8](repeating: 0, count: Self.tagBytes)
        try unsafe need(
            EVP_CIPHER_CTX_ctrl(
                context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagBytes), &tag), operation)
        sealed.replaceSubrange(text.count..., with: tag)
        return nonce + sealed
    }

    /// What was sealed under this name, or nil when the bytes are not, or were changed.
    public func open(_ sealed: [UInt8], name: [UInt8]) throws -> [UInt8]? {
        let operation = "open what was sealed"
        guard sealed.count >= Self.nonceBytes + Self.tagBytes else { return nil }
        let nonce = Array(sealed.prefix(Self.nonceBytes))
        let body = Array(sealed.dropFirst(Self.nonceBytes).dropLast(Self.tagBytes))
        var tag = Array(sealed.suffix(Self.tagBytes))
        let context = try unsafe need(EVP_CIPHER_CTX_new(), operation)
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        try unsafe need(
            EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce), operation)
        var count: Int32 = 0
        try unsafe need(
            EVP_DecryptUpdate(context, nil, &count, name, Int32(name.count)), operation)
        var text = [UInt8](repeating: 0, count: body.count + Self.tagBytes)
        try unsafe need(
            EVP_DecryptUpdate(context, &text, &count, body, Int32(body.count)), operation)
        try unsafe need(
            EVP_CIPHER_CTX_ctrl(
                context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagBytes), &tag), operation)
        var rest = [UInt8](repeating: 0, count: Self.tagBytes)
        guard unsafe EVP_DecryptFinal_ex(context, &rest, &count) == 1 else { return nil }
        return Array(text.prefix(body.count))
    }
}
