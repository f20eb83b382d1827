import COpenSSL

/// Bytes that only a passphrase opens: scrypt (RFC 7914) makes the key, AES-256-GCM (NIST SP
/// 800-38D) hides the bytes and notices every change of them.
///
/// The sealed form is `shabaka-seal-1`, log2 of the cost, r and p (one byte each), 16 bytes of salt,
/// 12 of nonce, the hidden bytes and 16 of tag. Everything before the hidden bytes is protected by
/// the tag, too.
public enum PassphraseSeal {
    /// 128 MiB and about half a second for each guess: it is done once a night, not at every sign-in.
    public static let standardCost = PasswordHash.Cost(logN: 17, r: 8, p: 1) ?? .standard

    /// The shortest passphrase that is taken, in characters.
    public static let minimumCharacters = 12

    private static let magic = Array("shabaka-seal-1".utf8)
    private static let headerCount = magic.count + 3 + 16 + 12
    private static let tagCount = 16

    /// Why something is not sealed or opened.
    public enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
        case tooShort
        /// The bytes were not sealed by this program, or are cut.
        case notSealed
        /// Another passphrase, or the bytes were changed: nobody can tell the two apart.
        case wrongPassphrase

        public var description: String {
            switch self {
            case .tooShort:
                "A passphrase has at least \(minimumCharacters) characters. Choose a longer one."
            case .notSealed: "What should be sealed keys is not, or it was cut."
            case .wrongPassphrase:
                "The passphrase does not open the keys. Check it; if it is right, the file was "
                    + "changed."
            }
        }
    }

    /// Seals bytes under a passphrase. Throws `Failure.tooShort`, `OpenSSLFailure`.
    public static func seal(
        _ bytes: [UInt8], passphrase: String, cost: PasswordHash.Cost = standardCost
    ) throws -> [UInt8] {
        guard passphrase.count >= minimumCharacters else { throw Failure.tooShort }
        let operation = "seal under a passphrase"
        let salt = SecureRandom.bytes(16)
        let nonce = SecureRandom.bytes(12)
        let header =
            magic + [UInt8(cost.logN), UInt8(cost.r), UInt8(cost.p)] + salt + nonce
        let key = try PasswordHash.derive(
            password: passphrase, salt: salt, cost: cost, count: 32)
        let context = try unsafe need(EVP_CIPHER_CTX_new(), operation)
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        try unsafe need(
            EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce), operation)
        var count: Int32 = 0
        try unsafe need(
            EVP_EncryptUpdate(context, nil, &count, header, Int32(header.count)), operation)
        var hidden = [UInt8](repeating: 0, count: bytes.count)
        try unsafe need(
            EVP_EncryptUpdate(context, &hidden, &count, bytes, Int32(bytes.count)), operation)
        var rest = [UInt8](repeating: 0, count: 16)
        try unsafe need(EVP_EncryptFinal_ex(context, &rest, &count), operation)
        var tag = [UInt8](repeating: 0, count: tagCount)
        try unsafe need(
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tagCount), &tag), operation)
        return header + hidden + tag
    }

    /// Opens what `seal` made. Throws `Failure`, `OpenSSLFailure`.
    public static func open(_ sealed: [UInt8], passphrase: String) throws -> [UInt8] {
        let operation = "open under a passphrase"
        guard sealed.count >= headerCount + tagCount, sealed.starts(with: magic),
            let cost = PasswordHash.Cost(
                logN: Int(sealed[magic.count]), r: Int(sealed[magic.count + 1]),
                p: Int(sealed[magic.count + 2]))
        else { throw Failure.notSealed }
        let header = Array(sealed.prefix(headerCount))
        let hidden = Array(sealed[headerCount..<sealed.count - tagCount])
        var tag = Array(sealed.suffix(tagCount))
        let key = try PasswordHash.derive(
            password: passphrase, salt: Array(header[magic.count + 3..<magic.count + 19]),
            cost: cost, count: 32)
        let context = try unsafe need(EVP_CIPHER_CTX_new(), operation)
        defer {
            unsafe EVP_CIPHER_CTX_free(context)
            ERR_clear_error()
        }
        try unsafe need(
            EVP_DecryptInit_ex(
                context, EVP_aes_256_gcm(), nil, key, Array(header.suffix(12))), operation)
        var count: Int32 = 0
        try unsafe need(
            EVP_DecryptUpdate(context, nil, &count, header, Int32(header.count)), operation)
        var bytes = [UInt8](repeating: 0, count: hidden.count)
        try unsafe need(
            EVP_DecryptUpdate(context, &bytes, &count, hidden, Int32(hidden.count)), operation)
        try unsafe need(
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagCount), &tag), operation)
        var rest = [UInt8](repeating: 0, count: 16)
        guard unsafe EVP_DecryptFinal_ex(context, &rest, &count) == 1 else {
            throw Failure.wrongPassphrase
        }
        return bytes
    }
}
