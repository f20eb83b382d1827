/// The blocks of one rule, none too large to be compared.
///
/// A rule may cost so many pairs; where common values would cost more, the largest blocks are
/// split by further fields. Work thus grows with the number of rows and not with its square.
struct RuleBlocks {
    /// Sorted rows, and the runs of them to be compared; one entry a round of splitting.
    private(set) var rounds: [(rows: KeyedRows, runs: [Range<Int>])] = []
    /// How many rows lay in blocks that stayed too large.
    private(set) var leftOut = 0
    private static let largestBlock = 400
    private static let smallestLimit = 6

    /// How many pairs a rule may cost in a population of so many rows.
    static func budget(rows: Int) -> Int { rows / 2 + 500_000 }

    /// - Parameter keys: changed where blocks are split, so that later rules see what this one
    ///   has really compared.
    init(
        rule: Int, keys: inout BlockKeys, frame: Frame, splitters: [BlockingAtom]
    ) {
        var rows = KeyedRows()
        rows.reserve(frame.count)
        for row in 0..<frame.count where keys[row, rule] != 0 {
            rows.append(key: keys[row, rule], row: row)
        }
        rows.sort()
        for splitter in splitters.map(Optional.some) + [nil] {
            let runs = rows.runs()
            let limit = Self.limit(runs, budget: Self.budget(rows: frame.count))
            var narrower = KeyedRows()
            for run in runs where run.count > limit {
                for index in run {
                    let row = rows.row(index)
                    guard let splitter else {
                        keys[row, rule] = 0
                        leftOut += 1
                        continue
                    }
                    // Those whose value is missing form a block of their own.
                    let hash = Mixing.combine(
                        UInt64(rows.key(index)), UInt64(splitter.value(frame, row)))
                    keys[row, rule] = BlockKeys.key(hash)
                    narrower.append(key: keys[row, rule], row: row)
                }
            }
            let fitting = runs.filter { $0.count <= limit }
            if !fitting.isEmpty { rounds.append((rows, fitting)) }
            if narrower.isEmpty { break }
            narrower.sort()
            rows = narrower
        }
    }

    /// The largest size of a block such that all blocks up to it cost no more than the budget.
    private static func limit(_ runs: [Range<Int>], budget: Int) -> Int {
        var sizes = [Int](repeating: 0, count: largestBlock + 1)
        for run in runs where run.count <= largestBlock { sizes[run.count] += 1 }
        var pairs = 0
        var limit = smallestLimit
        for size in 2...largestBlock {
            pairs += sizes[size] * (size * (size - 1) / 2)
            if pairs > budget { break }
            limit = max(limit, size)
        }
        return limit
    }
}
