public import Registry
import Trust

/// The number of one attempt to pay one entitlement, unique for ever, and the same after any
/// restore: a bank that has seen it refuses a repetition.
public struct PaymentID: Hashable, Comparable, Sendable {
    /// 16 characters of `A` to `Z` and `2` to `7`; the EndToEndId of the payment.
    public let text: String

    /// The first 80 bits of SHA-256 over the 16 bytes of the entitlement's id and the attempt as
    /// 32 bits, most significant byte first, in base 32 (RFC 4648, 6).
    ///
    /// - Precondition: attempts count from 1.
    public init(entitlement: RecordID, attempt: Int) {
        precondition(attempt >= 1 && attempt <= UInt32.max, "attempts count from 1")
        var bytes = entitlement.bytes
        for shift in [24, 16, 8, 0] {
            bytes.append(UInt8(truncatingIfNeeded: attempt >> shift))
        }
        text = Base32.text(of: sha256(bytes).bytes.prefix(10))
    }

    /// The id in this text, or nil when it is none.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 16, text.utf8.allSatisfy(Base32.isDigit) else { return nil }
        self.text = String(text)
    }

    public static func < (left: PaymentID, right: PaymentID) -> Bool {
        left.text < right.text
    }
}

extension PaymentID: CustomStringConvertible {
    /// The 16 characters.
    public var description: String { text }
}

/// Bytes as base 32 without padding (RFC 4648, 6).
enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    /// - Precondition: a multiple of five bytes, so that no bits are left over.
    static func text(of bytes: some Collection<UInt8>) -> String {
        precondition(bytes.count.isMultiple(of: 5), "base 32 takes five bytes at a time")
        var text: [UInt8] = []
        var pending = 0
        var bits = 0
        for byte in bytes {
            pending = pending << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[pending >> bits & 31])
            }
            pending &= (1 << bits) - 1
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func isDigit(_ byte: UInt8) -> Bool { alphabet.contains(byte) }
}
