/// Eight bytes of a buffer looked at together, which is several times faster than one by one.
///
/// The tricks are those of "Bit Twiddling Hacks" (S. E. Anderson): a subtraction in all eight lanes
/// at once leaves the high bit where a lane was too small. A borrow can spoil lanes after the first
/// such one, never before it, so only the first is asked for.
struct EightBytes {
    /// The first byte is the lowest.
    private let word: UInt64

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The bytes from that index on, of which there must be eight.
    init(_ buffer: [UInt8], at index: Int) {
        precondition(index >= 0 && index + 8 <= buffer.count, "eight bytes lie in the buffer")
        word = unsafe buffer.withUnsafeBytes {
            unsafe UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        }
    }

    /// Whether all are below 0x80.
    var isASCII: Bool { word & Self.highs == 0 }

    /// How many come before the first one that is at most `limit`, which is below 0x7F; 8 when
    /// there is none.
    func countBefore(atMost limit: UInt8) -> Int {
        let small = (word &- Self.ones &* (UInt64(limit) + 1)) & ~word & Self.highs
        return small.trailingZeroBitCount / 8
    }

    /// 0x80 when one of the first `count` bytes is not ASCII, otherwise 0.
    func union(ofFirst count: Int) -> UInt8 {
        let kept = count == 8 ? word : word & ((1 << UInt64(count * 8)) - 1)
        return kept & Self.highs == 0 ? 0 : 0x80
    }
}
