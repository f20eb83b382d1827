/// A SHA-256 digest: 32 bytes kept in four words, so that millions of them cost no allocation.
///
/// Digests are ordered as their bytes are.
public struct Digest: Hashable, Sendable, Comparable, CustomStringConvertible {
    @usableFromInline let word0: UInt64
    @usableFromInline let word1: UInt64
    @usableFromInline let word2: UInt64
    @usableFromInline let word3: UInt64

    /// How many bytes a digest has.
    public static let byteCount = 32

    /// 32 bytes of zero: the digest before the first entry of a chain. No text is known to hash
    /// to it.
    public static let zero = Digest(0, 0, 0, 0)

    /// A digest from its four words, the first of which holds the first eight bytes, most
    /// significant byte first.
    @inlinable
    public init(_ word0: UInt64, _ word1: UInt64, _ word2: UInt64, _ word3: UInt64) {
        self.word0 = word0
        self.word1 = word1
        self.word2 = word2
        self.word3 = word3
    }

    /// A digest from its bytes; nil unless there are exactly 32.
    @inlinable
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Digest.byteCount else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var index = 0
        for byte in bytes {
            let value = UInt64(byte)
            switch index >> 3 {
            case 0: words.0 = words.0 << 8 | value
            case 1: words.1 = words.1 << 8 | value
            case 2: words.2 = words.2 << 8 | value
            default: words.3 = words.3 << 8 | value
            }
            index += 1
        }
        self.init(words.0, words.1, words.2, words.3)
    }

    /// The first eight bytes as a number, most significant byte first: the tag that a version
    /// carries beside its sequence.
    @inlinable public var firstWord: UInt64 { word0 }

    /// The 32 bytes.
    public var bytes: [UInt8] { unsafe withBytes { bytes in unsafe [UInt8](bytes) } }

    /// Calls `body` with the 32 bytes, which are valid only during the call.
    @inlinable
    public func withBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        let ordered = (
            word0.bigEndian, word1.bigEndian, word2.bigEndian, word3.bigEndian
        )
        return try unsafe withUnsafeBytes(of: ordered, body)
    }

    /// Appends the 32 bytes to `buffer`.
    @inlinable
    public func append(to buffer: inout [UInt8]) {
        unsafe withBytes { bytes in unsafe buffer.append(contentsOf: bytes) }
    }

    @inlinable
    public static func < (left: Digest, right: Digest) -> Bool {
        if left.word0 != right.word0 { return left.word0 < right.word0 }
        if left.word1 != right.word1 { return left.word1 < right.word1 }
        if left.word2 != right.word2 { return left.word2 < right.word2 }
        return left.word3 < right.word3
    }
}

extension Digest {
    /// A digest from 64 hexadecimal digits, in either case; nil for anything else.
    public init?(hex: some StringProtocol) {
        guard let bytes = Hexadecimal.bytes(of: hex) else { return nil }
        self.init(bytes: bytes)
    }

    /// 64 hexadecimal digits in lower case.
    public var hex: String { Hexadecimal.text(of: bytes) }

    /// The same as `hex`.
    public var description: String { hex }
}
