extension CaseNumber {
    /// The part of a case number that belongs to one node: three digits or capitals, without I and
    /// O, which look like 1 and 0.
    public struct Block: Hashable, Sendable, CustomStringConvertible {
        /// The three characters.
        public let text: String

        /// How many blocks there are.
        public static let count = alphabet.count * alphabet.count * alphabet.count

        private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)

        /// The block written with these three characters, in either case, or nil.
        public init?(_ text: some StringProtocol) {
            self.init(bytes: IdentifierText.compact(text)[...])
        }

        /// The block of this number, counted from 0, or nil from `count` on.
        public init?(number: Int) {
            guard (0..<Self.count).contains(number) else { return nil }
            let base = Self.alphabet.count
            let indices = [number / base / base, number / base % base, number % base]
            text = String(decoding: indices.map { Self.alphabet[$0] }, as: UTF8.self)
        }

        init?(bytes: ArraySlice<UInt8>) {
            guard bytes.count == 3, bytes.allSatisfy(Self.alphabet.contains) else { return nil }
            text = String(decoding: bytes, as: UTF8.self)
        }

        /// The three characters.
        public var description: String { text }
    }
}
