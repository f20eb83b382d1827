/// Probabilities of each level of each field; level 0, missing, is left out of the sums.
struct ProbabilityTable: Sendable {
    /// By field and level, 16 levels a field.
    private(set) var values: [Double]
    let levels: [Int]

    init(levels: [Int]) {
        self.levels = levels
        values = Array(repeating: 0, count: levels.count * 16)
    }

    subscript(field: Int, level: Int) -> Double {
        get { values[field << 4 | level] }
        set { values[field << 4 | level] = newValue }
    }

    /// The probabilities of a field from level 1.
    subscript(field: Int) -> [Double] {
        get { (1...levels[field]).map { self[field, $0] } }
        set { for level in 1...levels[field] { self[field, level] = newValue[level - 1] } }
    }

    mutating func add(_ pattern: UInt64, _ weight: Double) {
        for field in levels.indices {
            values[field << 4 | Int(pattern >> UInt64(4 * field) & 15)] += weight
        }
    }

    /// Counts turned to probabilities, with `weight` observations' worth of `prior` mixed in.
    func normalised(prior: ProbabilityTable, weight: Double) -> ProbabilityTable {
        var table = ProbabilityTable(levels: levels)
        for field in levels.indices {
            let counts = self[field]
            let total = counts.reduce(0, +)
            for level in 1...levels[field] {
                table[field, level] =
                    (counts[level - 1] + weight * prior[field, level]) / (total + weight)
            }
        }
        return table
    }

    /// log2 of each probability, 0 for level 0.
    func logarithms() -> [Double] { values.map { $0 > 0 ? Bits.log2($0) : 0 } }
}
