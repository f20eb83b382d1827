import COpenSSL

/// Computes SHA-256 (FIPS 180-4) over bytes given piece by piece.
///
/// One hasher serves many digests one after the other: `finish` resets it. It owns one OpenSSL
/// context, so keep it outside the loop.
@safe public struct SHA256Hasher: ~Copyable, @unchecked Sendable {
    // Nobody else can hold the context, so the hasher may move between threads.
    private let context: OpaquePointer

    /// A hasher that has seen no bytes yet.
    public init() {
        guard let context = unsafe EVP_MD_CTX_new(),
            unsafe EVP_DigestInit_ex(context, SHA256Algorithm.shared.pointer, nil) == 1
        else { preconditionFailure("OpenSSL has no memory for a SHA-256 context") }
        unsafe self.context = context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Adds bytes that the caller keeps in memory during the call.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        let result = unsafe EVP_DigestUpdate(context, base, bytes.count)
        precondition(result == 1, "OpenSSL refused bytes for SHA-256")
    }

    /// Adds the bytes of a span.
    public mutating func update(_ bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// Adds bytes.
    public mutating func update(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// Adds bytes.
    public mutating func update(_ bytes: ArraySlice<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// Adds a number as eight bytes, most significant first.
    public mutating func update(_ word: UInt64) {
        unsafe withUnsafeBytes(of: word.bigEndian) { unsafe update($0) }
    }

    /// Adds the 32 bytes of a digest.
    public mutating func update(_ digest: Digest) {
        unsafe digest.withBytes { unsafe update($0) }
    }

    /// The digest of everything added since the start or the last `finish`.
    public mutating func finish() -> Digest {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        let result = unsafe withUnsafeMutableBytes(of: &words) { output in
            let bytes = unsafe output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return unsafe EVP_DigestFinal_ex(context, bytes, nil) == 1
                && EVP_DigestInit_ex(context, nil, nil) == 1
        }
        precondition(result, "OpenSSL could not finish SHA-256")
        return Digest(
            words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
    }
}

/// The SHA-256 digest of `bytes`. In loops keep a `SHA256Hasher` instead: it is faster.
public func sha256(_ bytes: [UInt8]) -> Digest {
    var hasher = SHA256Hasher()
    hasher.update(bytes)
    return hasher.finish()
}

/// The algorithm, fetched once: looking it up anew for each digest takes longer than the digest.
@safe private final class SHA256Algorithm: @unchecked Sendable {
    static let shared = SHA256Algorithm()

    let pointer: OpaquePointer

    private init() {
        guard let pointer = unsafe EVP_MD_fetch(nil, "SHA256", nil)
        else { preconditionFailure("this OpenSSL has no SHA-256") }
        unsafe self.pointer = pointer
    }
}
