import COpenSSL

/// Time-based one-time passwords: RFC 6238 with HMAC-SHA-1, six digits and steps of 30 seconds,
/// which every authenticator on a phone can do.
public struct OneTimePassword: Sendable, Hashable {
    /// The secret that the phone and this node share: 20 bytes.
    public let secret: [UInt8]

    /// How long a code is valid, in seconds.
    public static let stepSeconds: Int64 = 30

    public init(secret: [UInt8]) {
        self.secret = secret
    }

    /// A new secret.
    public static func make() -> OneTimePassword {
        OneTimePassword(secret: SecureRandom.bytes(20))
    }

    /// The number of the step in which a time lies.
    public static func step(atSeconds seconds: Int64) -> Int64 { seconds / stepSeconds }

    /// The code of a step: `digits` digits (RFC 4226, section 5.3).
    public func code(step: Int64, digits: Int = 6) -> String {
        var message = [UInt8](repeating: 0, count: 8)
        for index in 0..<8 {
            message[index] = UInt8(truncatingIfNeeded: step >> Int64(56 - index * 8))
        }
        var hash = [UInt8](repeating: 0, count: 20)
        var count: UInt32 = 20
        let made = unsafe HMAC(
            EVP_sha1(), secret, Int32(secret.count), message, message.count, &hash, &count)
        precondition(unsafe made != nil && count == 20, "OpenSSL has no HMAC-SHA-1")
        let offset = Int(hash[19] & 0x0F)
        let word =
            UInt32(hash[offset] & 0x7F) << 24 | UInt32(hash[offset + 1]) << 16
            | UInt32(hash[offset + 2]) << 8 | UInt32(hash[offset + 3])
        var modulus: UInt32 = 1
        for _ in 0..<digits { modulus *= 10 }
        let text = String(word % modulus)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// The step whose code this is, one step early or late allowed for clocks that differ; nil when
    /// it is none of them or was used before.
    ///
    /// - Parameter lastStep: the youngest step that was used; codes up to it are refused.
    public func verify(_ code: String, atSeconds seconds: Int64, lastStep: Int64?) -> Int64? {
        let now = Self.step(atSeconds: seconds)
        let given = Array(code.utf8)
        var found: Int64?
        for step in (now - 1)...(now + 1) {
            let expected = Array(self.code(step: step).utf8)
            guard expected.count == given.count else { continue }
            if unsafe CRYPTO_memcmp(expected, given, given.count) == 0, step > lastStep ?? -1 {
                found = step
            }
        }
        return found
    }

    /// The secret in base 32 without padding, as people type it (RFC 4648).
    public var base32: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var result: [UInt8] = []
        var buffer = 0
        var bits = 0
        for byte in secret {
            buffer = buffer << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                result.append(alphabet[buffer >> bits & 31])
            }
            buffer &= (1 << bits) - 1
        }
        if bits > 0 { result.append(alphabet[buffer << (5 - bits) & 31]) }
        return String(decoding: result, as: UTF8.self)
    }

    /// What an authenticator reads from a QR code.
    ///
    /// - Parameter account: letters, digits, `.`, `_`, `-` and `@` only; others are left out.
    public func uri(account: String, issuer: String) -> String {
        func plain(_ text: String) -> String {
            String(
                text.filter {
                    $0.isASCII && ($0.isLetter || $0.isNumber || "._-@".contains($0))
                })
        }
        return "otpauth://totp/\(plain(issuer)):\(plain(account))?secret=\(base32)"
            + "&issuer=\(plain(issuer))"
    }
}
