import COpenSSL
import Synchronization

/// The public half of a `SigningKey`, as it stands in the replicated `node` record.
public struct VerifyingKey: Sendable, Hashable {
    let handle: KeyHandle

    /// DER SubjectPublicKeyInfo, 91 bytes.
    public let bytes: [UInt8]

    /// The key in `bytes`. Throws `OpenSSLFailure` unless they are exactly one P-256 key in its
    /// usual form, so that one key has one spelling.
    ///
    /// The keys that were read last are kept: a node meets the same few again and again, and reading
    /// one takes longer than verifying with it.
    public init(bytes: [UInt8]) throws {
        if let handle = Self.known.withLock({ $0[bytes] }) {
            self.handle = handle
            self.bytes = bytes
            return
        }
        let operation = "read the public key"
        let handle = try unsafe bytes.withUnsafeBufferPointer { buffer in
            var place = buffer.baseAddress
            let key = unsafe d2i_PUBKEY(nil, &place, buffer.count)
            return try unsafe KeyHandle(owning: need(key, operation), operation)
        }
        guard bytes.count == 91, try handle.publicBytes() == bytes else {
            throw OpenSSLFailure(operation: operation, reasons: ["it is not in its usual form"])
        }
        self.handle = handle
        self.bytes = bytes
        Self.known.withLock { known in
            if known.count >= Self.mostKnown { known.removeAll() }
            known[bytes] = handle
        }
    }

    private static let known = Mutex<[[UInt8]: KeyHandle]>([:])
    /// A nation has some hundred nodes.
    private static let mostKnown = 512

    /// Whether `signature` (DER) was made over `bytes` by the other half of this key.
    public func verifies(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        guard let context = unsafe EVP_MD_CTX_new() else { return false }
        defer {
            unsafe EVP_MD_CTX_free(context)
            // A bad signature leaves its reason in the queue, where the next failure would find it.
            ERR_clear_error()
        }
        guard unsafe EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, handle.pointer) == 1
        else { return false }
        return unsafe EVP_DigestVerify(
            context, signature, signature.count, bytes, bytes.count) == 1
    }

    public static func == (left: VerifyingKey, right: VerifyingKey) -> Bool {
        left.bytes == right.bytes
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(bytes)
    }
}
