/// All pairs that agree exactly on some fields; the other fields are learnt from them.
///
/// What a session conditions on says nothing about its own fields (Winkler 1988; Splink calls this
/// an estimation session).
struct EstimationSession {
    let fields: [Int]
    /// Patterns of the session's pairs and how often they occurred.
    private(set) var patterns: [(pattern: UInt64, count: Double)] = []
    /// Shares of matches and of kin among the pairs.
    var matchShare = 0.3
    var kinShare = 0.2
    /// Weights of chance and kin by pattern, fixed while matches are learnt.
    private var chanceBits: [Double] = []
    private var kinBits: [Double] = []

    var total: Double { patterns.reduce(0) { $0 + $1.count } }
    var matches: Double { total * matchShare }

    init(fields: [Int]) { self.fields = fields }

    /// Levels that count as exact agreement for a type.
    static func exactLevels(of type: FieldType) -> ClosedRange<Int> {
        switch type {
        case .motherName: 1...3
        case .birthDate: 1...2
        default: 1...1
        }
    }

    /// Takes the patterns that lie in this session.
    mutating func fill(
        _ all: [(pattern: UInt64, count: Double)], types: [FieldType], chance: [Double],
        kin: KinWeights?
    ) {
        patterns = all.filter { entry in
            fields.allSatisfy { field in
                Self.exactLevels(of: types[field])
                    .contains(Int(entry.pattern >> UInt64(4 * field) & 15))
            }
        }
        chanceBits = patterns.map { bits($0.pattern, chance, types.count) }
        kinBits =
            kin.map { weights in
                patterns.map {
                    weights.sum($0.pattern, fields: types.count, excluding: fields)
                }
            } ?? []
        if kinBits.isEmpty { kinShare = 0 }
    }

    private func bits(_ pattern: UInt64, _ table: [Double], _ count: Int) -> Double {
        var sum = 0.0
        for field in 0..<count where !fields.contains(field) {
            sum += table[field << 4 | Int(pattern >> UInt64(4 * field) & 15)]
        }
        return sum
    }

    /// One round: shares out every pattern among match, kin and chance, adds the matches to
    /// `counts`, and sets the shares anew.
    mutating func step(match: [Double], types: [FieldType], counts: inout ProbabilityTable) {
        guard total > 0 else { return }
        let matchPrior = Bits.log2(matchShare)
        let chancePrior = Bits.log2(max(1e-9, 1 - matchShare - kinShare))
        let kinPrior = kinShare > 0 ? Bits.log2(kinShare) : 0
        var matched = 0.0
        var related = 0.0
        for (index, entry) in patterns.enumerated() {
            let own = matchPrior + bits(entry.pattern, match, types.count)
            let byChance = Bits.exp2(chancePrior + chanceBits[index] - own)
            let byKin = kinBits.isEmpty ? 0 : Bits.exp2(kinPrior + kinBits[index] - own)
            let share = 1 / (1 + byChance + byKin)
            matched += share * entry.count
            related += share * byKin * entry.count
            let weight = share * entry.count
            if weight < 1e-6 { continue }
            for field in types.indices where !fields.contains(field) {
                let level = Int(entry.pattern >> UInt64(4 * field) & 15)
                if level > 0 { counts[field, level] += weight }
            }
        }
        let all = total
        matchShare = min(0.9999, max(1e-7, matched / all))
        kinShare = kinBits.isEmpty ? 0 : min(0.9999 - matchShare, max(1e-7, related / all))
        if kinShare < 0 { kinShare = 0 }
    }
}
