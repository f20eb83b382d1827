public import Registry

/// Reads the Protocol Buffers wire format from bytes that anybody may have sent.
///
/// Every length is checked against what is left; nothing is read twice.
public struct WireReader: Sendable {
    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    /// What is wrong with the bytes.
    public enum Malformed: Error, Sendable, Equatable, CustomStringConvertible {
        case truncated(at: Int)
        case badNumber(at: Int)
        case badType(at: Int)
        case notText(at: Int)
        case missing(String)
        case tooLarge(String)
        case unexpected(String)

        public var description: String {
            switch self {
            case .truncated(let place):
                "The message ends in the middle of a field, at byte \(place)."
            case .badNumber(let place): "There is a number of more than 64 bits at byte \(place)."
            case .badType(let place): "There is an unknown wire type at byte \(place)."
            case .notText(let place): "The text at byte \(place) is not UTF-8."
            case .missing(let what): "The message lacks its \(what)."
            case .tooLarge(let what): "The \(what) is larger than the protocol allows."
            case .unexpected(let what): "The message holds an unexpected \(what)."
            }
        }
    }

    /// One field as it stands on the wire.
    public enum Content: Sendable {
        case number(UInt64)
        /// Where the bytes of a string, of bytes or of a message lie.
        case data(Range<Int>)
    }

    public init(_ bytes: [UInt8]) {
        self.init(bytes, in: 0..<bytes.count)
    }

    public init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next field, or nil at the end.
    public mutating func next() throws(Malformed) -> (field: Int, content: Content)? {
        guard position < end else { return nil }
        let start = position
        let key = try varint()
        guard key >> 3 != 0, key >> 3 < 1 << 29 else { throw .badType(at: start) }
        let field = Int(key >> 3)
        switch key & 7 {
        case 0: return (field, .number(try varint()))
        case 1: return (field, .number(try fixed(8)))
        case 5: return (field, .number(try fixed(4)))
        case 2:
            let count = try varint()
            guard count <= UInt64(end - position) else { throw .truncated(at: start) }
            let range = position..<(position + Int(count))
            position = range.upperBound
            return (field, .data(range))
        default: throw .badType(at: start)
        }
    }

    /// A number that is never negative; nobody writes one with the highest bit set.
    public static func integer(_ value: UInt64) -> Int {
        Int(truncatingIfNeeded: value & ~(1 << 63))
    }

    /// The number of a changeset in its branch; whoever wrote one a second would reach the bound in
    /// 35,000 years.
    public static func sequence(_ value: UInt64) throws(Malformed) -> UInt64 {
        guard value < 1 << 40 else { throw .tooLarge("number of a changeset") }
        return value
    }

    /// The text in a range that a field gave.
    public func text(_ range: Range<Int>) throws(Malformed) -> String {
        do {
            return String(copying: try UTF8Span(validating: bytes.span.extracting(range)))
        } catch {
            throw .notText(at: range.lowerBound)
        }
    }

    /// The bytes in a range that a field gave.
    public func data(_ range: Range<Int>) -> [UInt8] {
        Array(bytes[range])
    }

    /// The record id in a range that a field gave.
    public func id(_ range: Range<Int>) throws(Malformed) -> RecordID {
        guard range.count == 16 else { throw .unexpected("record id of \(range.count) bytes") }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for offset in 0..<8 {
            high = high << 8 | UInt64(bytes[range.lowerBound + offset])
            low = low << 8 | UInt64(bytes[range.lowerBound + 8 + offset])
        }
        return RecordID(high: high, low: low)
    }

    /// A reader of the message in a range that a field gave.
    public func message(_ range: Range<Int>) -> WireReader {
        WireReader(bytes, in: range)
    }

    private mutating func varint() throws(Malformed) -> UInt64 {
        let start = position
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while position < end {
            let byte = bytes[position]
            position += 1
            if shift == 63 && byte > 1 { throw .badNumber(at: start) }
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
            if shift > 63 { throw .badNumber(at: start) }
        }
        throw .truncated(at: start)
    }

    private mutating func fixed(_ count: Int) throws(Malformed) -> UInt64 {
        guard end - position >= count else { throw .truncated(at: position) }
        var result: UInt64 = 0
        for offset in 0..<count {
            result |= UInt64(bytes[position + offset]) << UInt64(8 * offset)
        }
        position += count
        return result
    }
}

extension UInt64 {
    /// The `sint64` that these zigzag bits mean.
    public var zigzag: Int64 {
        Int64(bitPattern: self >> 1) ^ -Int64(bitPattern: self & 1)
    }
}
