/// A pair of places in the frame, `a` before `b`, and how they agree.
struct Candidate: Sendable {
    let a: UInt32
    let b: UInt32
    let pattern: UInt64
}

/// Finds the pairs worth scoring, rule by rule, each pair once.
struct CandidatePairs {
    /// The pairs worth scoring in the order in which they were found, in parts.
    private(set) var parts: [[Candidate]] = []
    private(set) var counts = PatternCounts()
    private(set) var compared = 0
    private(set) var rowsInOversizedBlocks = 0
    /// About so many pairs are one chunk of work.
    private static let chunkPairs = 200_000

    /// What one thread carries from chunk to chunk.
    private struct Hand: Sendable {
        var comparator: Comparator
        var counts = PatternCounts()
        var compared = 0
    }

    /// - Parameters:
    ///   - provisional: bits of each field and level before estimation, 16 levels a field; pairs
    ///     below `floor` are counted and forgotten.
    init(
        frame: Frame, rules: [BlockingRule], splitters: [BlockingAtom], between: Bool,
        provisional: [Double], floor: Double, comparator: Comparator, workers: Workers
    ) {
        var keys = BlockKeys(rules, frame: frame, workers: workers)
        for rule in rules.indices {
            let useful = splitters.filter { splitter in
                !rules[rule].atoms.contains { splitter.isImplied(by: $0) }
            }
            let blocks = RuleBlocks(rule: rule, keys: &keys, frame: frame, splitters: useful)
            rowsInOversizedBlocks += blocks.leftOut
            let known = keys
            for (rows, runs) in blocks.rounds {
                let chunks = Self.chunks(runs)
                let (found, hands) = workers.map(
                    chunks: chunks.count, state: { Hand(comparator: comparator) },
                    body: { hand, chunk in
                        var kept: [Candidate] = []
                        for run in runs[chunks[chunk]] {
                            Self.compare(
                                run, of: rows, rule, known, between, provisional, floor, &hand,
                                &kept)
                        }
                        return kept
                    })
                parts += found.filter { !$0.isEmpty }
                for hand in hands {
                    counts.add(hand.counts)
                    compared += hand.compared
                }
            }
        }
    }

    /// Compares all pairs of a block that no earlier rule has brought together.
    private static func compare(
        _ run: Range<Int>, of rows: KeyedRows, _ rule: Int, _ keys: BlockKeys, _ between: Bool,
        _ provisional: [Double], _ floor: Double, _ hand: inout Hand, _ kept: inout [Candidate]
    ) {
        let frame = hand.comparator.frame
        for i in run {
            let a = rows.row(i)
            for j in (i + 1)..<max(i + 1, run.upperBound) {
                // Rows of one key stay in ascending order.
                let b = rows.row(j)
                if frame.household[a] == frame.household[b]
                    || between && frame.source[a] == frame.source[b]
                    || keys.wereTogether(a, b, before: rule)
                {
                    continue
                }
                let pattern = hand.comparator.pattern(a, b)
                hand.compared += 1
                hand.counts.add(pattern)
                if bits(pattern, provisional, frame.fields.count) >= floor {
                    kept.append(Candidate(a: UInt32(a), b: UInt32(b), pattern: pattern))
                }
            }
        }
    }

    /// Stretches of runs with about as many pairs each.
    private static func chunks(_ runs: [Range<Int>]) -> [Range<Int>] {
        var chunks: [Range<Int>] = []
        var start = 0
        var pairs = 0
        for (index, run) in runs.enumerated() {
            pairs += run.count * (run.count - 1) / 2
            if pairs >= chunkPairs {
                chunks.append(start..<(index + 1))
                start = index + 1
                pairs = 0
            }
        }
        if start < runs.count { chunks.append(start..<runs.count) }
        return chunks
    }

    static func bits(_ pattern: UInt64, _ table: [Double], _ fields: Int) -> Double {
        var sum = 0.0
        for field in 0..<fields {
            sum += table[field << 4 | Int(pattern >> UInt64(4 * field) & 15)]
        }
        return sum
    }
}
