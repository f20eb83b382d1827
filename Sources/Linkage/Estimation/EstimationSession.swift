/// All pairs that agree exactly on some fields; the other fields are learnt from them.
///
/// What a session conditions on says nothing about its own fields (Winkler 1988; Splink calls this
/// an estimation session).
struct EstimationSession {
    let fields: [Int]
    /// Patterns of the session's pairs and how often they occurred.
    private(set) var patterns: [Entry] = []
    /// Shares of matches and of kin among the pairs.
    var matchShare = 0.3
    var kinShare = 0.2
    /// Weights of chance and kin by pattern, fixed while matches are learnt.
    private var chanceBits: [Double] = []
    private var kinBits: [Double] = []

    /// A pattern with how often it occurred, and how many of these pairs humans have decided.
    struct Entry {
        let pattern: UInt64
        var count: Double
        var same = 0.0
        var different = 0.0
        var undecided: Double { count - same - different }
    }

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
        _ all: [(pattern: UInt64, count: Double)], labelled: [LabelledPattern],
        types: [FieldType], chance: [Double], kin: KinWeights?
    ) {
        patterns = all.filter { holds($0.pattern, types) }.map {
            Entry(pattern: $0.pattern, count: $0.count)
        }
        add(labelled.filter { holds($0.pattern, types) })
        chanceBits = patterns.map { bits($0.pattern, chance, types.count) }
        kinBits =
            kin.map { weights in
                patterns.map {
                    weights.sum($0.pattern, fields: types.count, excluding: fields)
                }
            } ?? []
        if kinBits.isEmpty { kinShare = 0 }
    }

    private func holds(_ pattern: UInt64, _ types: [FieldType]) -> Bool {
        fields.allSatisfy { field in
            Self.exactLevels(of: types[field]).contains(Int(pattern >> UInt64(4 * field) & 15))
        }
    }

    /// Notes what humans said. Their pairs are among the counted ones, or become so.
    private mutating func add(_ labelled: [LabelledPattern]) {
        guard !labelled.isEmpty else { return }
        var places: [UInt64: Int] = [:]
        for (place, entry) in patterns.enumerated() { places[entry.pattern] = place }
        for label in labelled {
            let place = places[label.pattern] ?? patterns.count
            if place == patterns.count {
                patterns.append(Entry(pattern: label.pattern, count: 0))
                places[label.pattern] = place
            }
            if label.isSame { patterns[place].same += 1 } else { patterns[place].different += 1 }
            let decided = patterns[place].same + patterns[place].different
            patterns[place].count = max(patterns[place].count, decided)
        }
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
            let weight = share * entry.undecided + entry.same
            matched += weight
            related += share * byKin * entry.undecided
            if entry.different > 0, byKin > 0 {
                related += entry.different * byKin / (byKin + byChance)
            }
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

/// How two records agree of which a human said whether they are one person.
struct LabelledPattern: Sendable {
    let pattern: UInt64
    let isSame: Bool
}
