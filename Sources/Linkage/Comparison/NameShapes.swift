/// What is needed of a name token to compare it, in one place of memory.
struct NameShape: Sendable {
    let skeleton: UInt32
    /// One bit for each letter that occurs, by its code modulo 32.
    let letters: UInt32
    let start: UInt32
    let length: UInt16
    /// Whether many people bear the name.
    let isEstablished: Bool
    let isLatin: Bool

    var range: Range<Int> { Int(start)..<(Int(start) + Int(length)) }
}

/// The shapes of all name tokens of a frame.
struct NameShapes: Sendable {
    private let shapes: [NameShape]
    private let units: [UInt16]

    /// - Parameter isEstablished: by name token, whether many bear it; counted here when nil.
    init(frame: Frame, isEstablished: [Bool]? = nil) {
        let isEstablished = isEstablished ?? Self.establishedNames(frame)
        units = frame.names.units
        shapes = (0..<frame.names.count).map { token in
            let range = frame.names.range(UInt32(token))
            let text = frame.names.units[range]
            return NameShape(
                skeleton: frame.skeletons[token],
                letters: text.reduce(0) { $0 | 1 << UInt32($1 & 31) },
                start: UInt32(range.lowerBound), length: UInt16(min(range.count, 0xFFFF)),
                isEstablished: isEstablished[token], isLatin: (text.first ?? 0) < 0x250)
        }
    }

    /// Whether many people bear the name.
    func isEstablished(_ token: UInt32) -> Bool { shapes[Int(token)].isEstablished }

    /// Names seen in at least 1 in 20,000 rows and more than four times.
    private static func establishedNames(_ frame: Frame) -> [Bool] {
        var counts = [Int32](repeating: 0, count: frame.names.count)
        for field in frame.fields(of: .givenName, .lineageName, .familyName, .motherName, .place) {
            for row in 0..<frame.count { counts[Int(frame.cell(row, field))] += 1 }
        }
        let least = least(among: frame.count)
        return counts.map { $0 >= least }
    }

    /// How often a name occurs at least that is established among so many rows.
    static func least(among rows: Int) -> Int32 { max(5, Int32(rows / 20_000)) }

    /// The types of fields whose names count for one another.
    static let established: [FieldType] = [
        .givenName, .lineageName, .familyName, .motherName, .place,
    ]

    /// The level of agreement of two different tokens.
    func level(_ a: UInt32, _ b: UInt32) -> Int {
        let first = shapes[Int(a)]
        let second = shapes[Int(b)]
        let sharesSkeleton = first.skeleton == second.skeleton
        if first.isLatin != second.isLatin {
            // Two scripts: only the skeletons can be compared.
            return sharesSkeleton ? Level.Name.sameSkeleton : Level.Name.different
        }
        let level: Int
        if sharesSkeleton {
            level = Level.Name.sameSkeleton
        } else if isOneEdit(first, second) {
            level = Level.Name.oneEdit
        } else if isSimilar(first, second) {
            level = Level.Name.similar
        } else {
            return Level.Name.different
        }
        return first.isEstablished && second.isEstablished ? Level.Name.bothEstablished : level
    }

    private func isOneEdit(_ a: NameShape, _ b: NameShape) -> Bool {
        guard min(a.length, b.length) >= 3 else { return false }
        // One edit takes at most one letter away and brings at most one in.
        if (a.letters ^ b.letters).nonzeroBitCount > 2 { return false }
        return TextSimilarity.isWithinOneEdit(units.span, a.range, b.range)
    }

    /// Jaro–Winkler of 0.85 and more, reckoned only where the letters allow it.
    private func isSimilar(_ a: NameShape, _ b: NameShape) -> Bool {
        let n = Int(a.length)
        let m = Int(b.length)
        guard n > 0, m > 0 else { return false }
        // Letters that the other lacks cannot be matched; c is a bound on common letters.
        let c = min(
            n - (a.letters & ~b.letters).nonzeroBitCount,
            m - (b.letters & ~a.letters).nonzeroBitCount)
        // Without a common first letter there is no prefix bonus; with one, Jaro must reach 0.75.
        let isSameStart = units[Int(a.start)] == units[Int(b.start)]
        let least = isSameStart ? 1.25 : 1.55
        if Double(c) / Double(n) + Double(c) / Double(m) < least - 1e-9 { return false }
        return TextSimilarity.jaroWinkler(units.span, a.range, b.range) >= 0.85
    }
}
