/// A pair of places in the frame, `a` before `b`, and how they agree.
struct Candidate: Sendable {
    let a: UInt32
    let b: UInt32
    let pattern: UInt64
}

/// How often each pattern of agreement occurred.
struct PatternCounts: Sendable {
    private var keys: [UInt64] = Array(repeating: 0, count: 4096)
    private var counts: [UInt32] = Array(repeating: 0, count: 4096)
    private var used = 0

    /// Pattern 0, two rows with nothing in common to compare, is not counted.
    mutating func add(_ pattern: UInt64, _ count: UInt32 = 1) {
        if pattern == 0 { return }
        if used * 2 > keys.count { grow() }
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: Mixing.finish(pattern)) & mask
        while keys[slot] != pattern {
            if keys[slot] == 0 {
                keys[slot] = pattern
                used += 1
                break
            }
            slot = (slot + 1) & mask
        }
        counts[slot] += count
    }

    /// All patterns in ascending order.
    func sorted() -> [(pattern: UInt64, count: Double)] {
        keys.indices.filter { keys[$0] != 0 }.map { (keys[$0], Double(counts[$0])) }
            .sorted { $0.0 < $1.0 }
    }

    private mutating func grow() {
        let old = (keys, counts)
        keys = Array(repeating: 0, count: old.0.count * 4)
        counts = Array(repeating: 0, count: keys.count)
        used = 0
        for slot in old.0.indices { add(old.0[slot], old.1[slot]) }
    }
}

/// Finds the pairs worth scoring, rule by rule, each pair once.
struct CandidatePairs {
    private(set) var kept: [Candidate] = []
    private(set) var counts = PatternCounts()
    private(set) var compared = 0
    private(set) var rowsInOversizedBlocks = 0
    private let rules: [BlockingRule]
    /// The keys of all rules, row by row.
    private var keys: [UInt64]
    private static let largestBlock = 400

    /// - Parameters:
    ///   - provisional: bits of each field and level before estimation, 16 levels a field; pairs
    ///     below `floor` are counted and forgotten.
    init(
        frame: Frame, rules: [BlockingRule], splitters: [BlockingAtom], between: Bool,
        provisional: [Double], floor: Double, comparator: inout Comparator
    ) {
        self.rules = rules
        keys = Array(repeating: 0, count: rules.count * frame.count)
        var sorter = KeySorter()
        for rule in rules.indices {
            for (row, key) in rules[rule].keys(frame).enumerated() {
                keys[row * rules.count + rule] = key
            }
            fill(&sorter, rule, frame.count)
            split(&sorter, rule, frame, splitters)
            let runs = sorter.runs()
            for run in runs where run.count <= Self.largestBlock {
                for i in run {
                    for j in (i + 1)..<max(i + 1, run.upperBound)
                    where sorter.keys[i] == sorter.keys[j] {
                        let a = Int(min(sorter.rows[i], sorter.rows[j]))
                        let b = Int(max(sorter.rows[i], sorter.rows[j]))
                        if frame.household[a] == frame.household[b]
                            || between && frame.source[a] == frame.source[b]
                            || wasFound(a, b, before: rule)
                        {
                            continue
                        }
                        let pattern = comparator.pattern(a, b)
                        compared += 1
                        counts.add(pattern)
                        if Self.bits(pattern, provisional, frame.fields.count) >= floor {
                            kept.append(Candidate(a: UInt32(a), b: UInt32(b), pattern: pattern))
                        }
                    }
                }
            }
        }
    }

    private func fill(_ sorter: inout KeySorter, _ rule: Int, _ rows: Int) {
        sorter.removeAll()
        for row in 0..<rows {
            let key = keys[row * rules.count + rule]
            if key != 0 { sorter.append(key: key, row: UInt32(row)) }
        }
        sorter.sort()
    }

    /// Splits blocks that are too large by further atoms; the keys are changed so that later rules
    /// see what this one really compared.
    private mutating func split(
        _ sorter: inout KeySorter, _ rule: Int, _ frame: Frame, _ splitters: [BlockingAtom]
    ) {
        let useful = splitters.filter { splitter in
            !rules[rule].atoms.contains { splitter.isImplied(by: $0) }
        }
        for attempt in 0...useful.count {
            let oversized = sorter.runs().filter { $0.count > Self.largestBlock }
            if oversized.isEmpty { return }
            for run in oversized {
                for index in run {
                    let row = Int(sorter.rows[index])
                    let value = attempt < useful.count ? useful[attempt].value(frame, row) : 0
                    keys[row * rules.count + rule] =
                        value == 0 ? 0 : Mixing.combine(sorter.keys[index], UInt64(value)) | 1
                    if value == 0 { rowsInOversizedBlocks += 1 }
                }
            }
            fill(&sorter, rule, frame.count)
        }
    }

    private func wasFound(_ a: Int, _ b: Int, before rule: Int) -> Bool {
        let first = a * rules.count
        let second = b * rules.count
        for earlier in 0..<rule
        where keys[first + earlier] == keys[second + earlier] && keys[first + earlier] != 0 {
            return true
        }
        return false
    }

    static func bits(_ pattern: UInt64, _ table: [Double], _ fields: Int) -> Double {
        var sum = 0.0
        for field in 0..<fields {
            sum += table[field << 4 | Int(pattern >> UInt64(4 * field) & 15)]
        }
        return sum
    }
}
