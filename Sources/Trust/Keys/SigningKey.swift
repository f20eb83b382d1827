import COpenSSL

/// A node's long-lived private key (ECDSA on P-256 with SHA-256, FIPS 186-4): it signs the tip of
/// the log, receipts and bundles, and asks for a new certificate when the old one has expired.
public struct SigningKey: Sendable {
    let handle: KeyHandle

    /// The key as PKCS #8 text. Whoever has it can sign in the node's name: keep it in a file
    /// that only the node's user can read.
    public let pem: String

    /// The half that everybody may know.
    public let publicKey: VerifyingKey

    private init(_ handle: KeyHandle) throws {
        self.handle = handle
        pem = try handle.pem()
        publicKey = try VerifyingKey(bytes: handle.publicBytes())
    }

    /// A new random key. Throws `OpenSSLFailure`.
    public static func generate() throws -> SigningKey {
        try SigningKey(KeyHandle.generate())
    }

    /// The key that `pem` wrote. Throws `OpenSSLFailure` for anything but an unencrypted P-256 key.
    public init(pem: String) throws {
        try self.init(KeyHandle.privateKey(pem: pem))
    }

    /// The signature of `bytes` in DER, 70 to 72 bytes. Two signatures of the same bytes differ.
    /// Throws `OpenSSLFailure`.
    public func sign(_ bytes: [UInt8]) throws -> [UInt8] {
        let operation = "sign"
        let context = try unsafe need(EVP_MD_CTX_new(), operation)
        defer { unsafe EVP_MD_CTX_free(context) }
        try unsafe need(
            EVP_DigestSignInit(context, nil, EVP_sha256(), nil, handle.pointer), operation)
        var signature = [UInt8](repeating: 0, count: 128)
        var count = signature.count
        try unsafe need(
            EVP_DigestSign(context, &signature, &count, bytes, bytes.count), operation)
        signature.removeLast(signature.count - count)
        return signature
    }
}
