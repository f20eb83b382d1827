/// The private key (P-256) behind a node's TLS certificate, replaced with it about every 90 days.
public struct TLSKey: Sendable {
    let handle: KeyHandle

    /// The key as PKCS #8 text. Keep it in a file that only the node's user can read.
    public let pem: String

    private init(_ handle: KeyHandle) throws {
        self.handle = handle
        pem = try handle.pem()
    }

    /// A new random key. Throws `OpenSSLFailure`.
    public static func generate() throws -> TLSKey {
        try TLSKey(KeyHandle.generate())
    }

    /// The key that `pem` wrote. Throws `OpenSSLFailure` for anything but an unencrypted P-256 key.
    public init(pem: String) throws {
        try self.init(KeyHandle.privateKey(pem: pem))
    }
}
