/// The number on a family's paper, given out by a laptop without a network:
/// `BBB-NNNNNNN-C` — the block of a node, a counter within it, a check character.
///
/// The hub gives each node a block, so two nodes never give out one number. The check character
/// is that of ISO 7064 MOD 37,36 over block and counter. That system finds every wrong character
/// and nearly every swap of two neighbours; the few numbers that would survive a swap are never
/// given out and never read, so every swap is found too.
public struct CaseNumber: Hashable, Sendable {
    /// Which node gave the number out.
    public let block: Block
    /// The how-manieth number of the block.
    public let counter: Int

    /// The counters of one block, before those left out because a swap in them would not be seen.
    public static let counters = 0...9_999_999

    /// Why a text is not a case number, or a counter gives none.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// Not 11 characters, apart from hyphens and spaces.
        case length(Int)
        /// The block has other characters than digits and capitals without I and O.
        case block
        /// The counter is not seven digits.
        case counter
        /// The check character does not agree with the rest.
        case checkCharacter
        /// A number that is never given out, since two swapped characters in it would not be seen.
        case neverIssued

        public var description: String {
            switch self {
            case .length(let count): "has \(count) characters; a case number has 11"
            case .block: "does not begin with the block of a node"
            case .counter: "has no seven digits after the block"
            case .checkCharacter: "has a wrong or swapped character: its last one does not agree"
            case .neverIssued: "is a number that is never given out"
            }
        }
    }

    /// The number with this counter in that block; throws `counter` and `neverIssued`.
    public init(block: Block, counter: Int) throws(Problem) {
        guard Self.counters.contains(counter) else { throw .counter }
        let payload = Self.payload(block, counter)
        guard !Self.hidesSwap(payload + [Self.checkCharacter(payload)]) else { throw .neverIssued }
        self.block = block
        self.counter = counter
    }

    /// The number as printed or typed; small letters, spaces, hyphens, Arabic digits are accepted.
    public init(_ text: some StringProtocol) throws(Problem) {
        let bytes = IdentifierText.compact(text)
        guard bytes.count == 11 else { throw .length(bytes.count) }
        guard let block = Block(bytes: bytes[..<3]) else { throw .block }
        guard let counter = DecimalText.number(bytes[3..<10]) else { throw .counter }
        guard Self.agrees(bytes) else { throw .checkCharacter }
        try self.init(block: block, counter: counter)
    }

    /// The next number of the block, with a counter of at least that; nil when the block is used up.
    public static func next(in block: Block, from counter: Int) -> CaseNumber? {
        for candidate in max(0, counter)...max(counters.upperBound, counter) {
            guard counters.contains(candidate) else { return nil }
            // What is thrown is `neverIssued`: that counter is left out.
            if let number = try? CaseNumber(block: block, counter: candidate) { return number }
        }
        return nil
    }

    /// The last character of the number.
    public var checkCharacter: Character {
        Character(Unicode.Scalar(Self.checkCharacter(Self.payload(block, counter))))
    }

    static func payload(_ block: Block, _ counter: Int) -> [UInt8] {
        Array((block.text + DecimalText.padded(counter, 7)).utf8)
    }
}

extension CaseNumber: CustomStringConvertible {
    /// The number as stored and printed: `B01-0000042-X`.
    public var description: String {
        "\(block.text)-\(DecimalText.padded(counter, 7))-\(checkCharacter)"
    }
}
