/// How strangers agree: measured on random pairs, and reckoned where those are too few to see it.
enum ChanceTable {
    /// The u-probabilities of Fellegi and Sunter for every field and level.
    static func measure(
        frame: Frame, frequencies: TermFrequencies, comparator: inout Comparator
    ) -> ProbabilityTable {
        let levels = frame.fields.map { Level.names(of: $0.type).count }
        var counts = ProbabilityTable(levels: levels)
        var generator = FixedGenerator(seed: 20_260_101)
        let draws = min(400_000, max(100_000, 20 * frame.count))
        if frame.count > 1 {
            for _ in 0..<draws {
                let a = Int.random(in: 0..<frame.count, using: &generator)
                let b = Int.random(in: 0..<frame.count, using: &generator)
                if frame.household[a] != frame.household[b] {
                    counts.add(comparator.pattern(a, b), 1)
                }
            }
        }
        var table = ProbabilityTable(levels: levels)
        for (field, specification) in frame.fields.enumerated() {
            var observed = counts[field].map { $0 + 0.3 }
            let total = observed.reduce(0, +)
            observed = observed.map { $0 / total }
            switch specification.type {
            case .identifier, .phone:
                observed = codeChances(frame, field, observed, specification.type)
            case .givenName, .lineageName, .familyName, .freeName, .place:
                // Exact agreement follows from the frequencies, more exactly than from draws.
                observed[0] = max(frequencies.collision[field], 1e-7)
            default: break
            }
            let sum = observed.reduce(0, +)
            table[field] = observed.map { $0 / sum }
        }
        return table
    }

    /// Random numbers of n digits agree in all but k places with C(n,k) 9^k of 10^n; eight digits are
    /// taken to be random, since the rest is often a year or a region.
    private static func codeChances(
        _ frame: Frame, _ field: Int, _ observed: [Double], _ type: FieldType
    ) -> [Double] {
        var lengths = 0
        var known = 0
        for row in 0..<frame.count where frame.cell(row, field) != 0 {
            lengths += frame.codes.range(frame.cell(row, field)).count
            known += 1
        }
        let digits = min(8, max(3, known == 0 ? 8 : (lengths + known / 2) / known))
        let exact = Bits.exp2(-3.321928094887362 * Double(digits))
        let reckoned = [
            exact, 10 * exact * Double(digits),
            81 * exact * Double(digits * (digits - 1) / 2),
        ]
        var chances = observed
        // Phones are shared by strangers too: what was drawn counts if it is more.
        for level in 0..<3 {
            chances[level] =
                type == .phone ? max(reckoned[level], observed[level] * 0.5) : reckoned[level]
        }
        chances[3] = 1 - chances[0] - chances[1] - chances[2]
        return chances
    }
}
