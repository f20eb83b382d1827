/// Codes as packed figures, so that two of them are compared in a few instructions.
struct CodeShapes: Sendable {
    /// Sixteen figures of four bits; 0 for a code with letters or with more figures.
    private let packed: [UInt64]
    private let texts: TokenTexts

    init(_ texts: TokenTexts) {
        self.texts = texts
        packed = (0..<texts.count).map { token in
            let range = texts.range(UInt32(token))
            guard range.count <= 15 else { return 0 }
            var word = UInt64(1)
            for unit in texts.units[range] {
                guard unit >= 0x30, unit <= 0x39 else { return 0 }
                word = word << 4 | UInt64(unit - 0x30)
            }
            return word
        }
    }

    /// The level of agreement of two codes.
    func level(_ a: UInt32, _ b: UInt32) -> Int {
        if a == b { return Level.Code.exact }
        let left = packed[Int(a)]
        let right = packed[Int(b)]
        // A leading one marks the length, so equal lengths have equal leading zeros.
        guard left != 0, right != 0, left.leadingZeroBitCount == right.leadingZeroBitCount else {
            return levelOfTexts(a, b)
        }
        var differing = left ^ right
        differing |= differing >> 2
        differing |= differing >> 1
        differing &= 0x1111_1111_1111_1111
        switch differing.nonzeroBitCount {
        case 1: return Level.Code.oneEdit
        case 2:
            let low = differing.trailingZeroBitCount
            let isNeighbour = differing >> UInt64(low) == 0x11
            let x = left >> UInt64(low)
            let y = right >> UInt64(low)
            let areSwapped = x & 15 == y >> 4 & 15 && x >> 4 & 15 == y & 15
            return isNeighbour && areSwapped ? Level.Code.oneEdit : Level.Code.twoPlaces
        default: return Level.Code.different
        }
    }

    private func levelOfTexts(_ a: UInt32, _ b: UInt32) -> Int {
        let units = texts.units.span
        let first = texts.range(a)
        let second = texts.range(b)
        if TextSimilarity.isWithinOneEdit(units, first, second) { return Level.Code.oneEdit }
        return TextSimilarity.differingPlaces(units, first, second) == 2
            ? Level.Code.twoPlaces : Level.Code.different
    }
}
