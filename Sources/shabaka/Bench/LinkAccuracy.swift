import Linkage

/// How good pairs are, beside the truth.
struct LinkAccuracy: Encodable, Sendable {
    /// Pairs of records of one person, of different households and, with `--between`, files.
    var truePairs = 0
    /// The share of them that is among the pairs at all.
    var found = 0.0
    /// At the threshold that was asked for.
    var precision = 0.0
    var recall = 0.0
    var f1 = 0.0
    var falsePositives = 0
    /// At the threshold, in bits, with the best F1.
    var bestF1 = 0.0
    var bestBits = 0.0
    var bestPrecision = 0.0
    var bestRecall = 0.0
    var recallAtPrecision99 = 0.0
    var recallAtPrecision999 = 0.0
    /// Among the pairs with p ≥ 0.95: the share that is true, and what the engine expected.
    var trueAboveP95 = 0.0
    var expectedAboveP95 = 0.0

    /// - Parameter pairs: as the engine returned them, with as low a review threshold as makes sense.
    init(
        _ pairs: [LinkedPair], _ truth: TruePersons, of population: Population, between: Bool,
        threshold: Double
    ) {
        truePairs = Self.countPairs(truth, population, between: between)
        let ordered = pairs.sorted { $0.bits > $1.bits }
        var right = 0
        var likely = (right: 0, all: 0, expected: 0.0)
        for (index, pair) in ordered.enumerated() {
            let isTrue =
                truth.personOfRow[pair.a] >= 0
                && truth.personOfRow[pair.a] == truth.personOfRow[pair.b]
            if isTrue { right += 1 }
            if pair.probability >= 0.95 {
                likely.all += 1
                likely.right += isTrue ? 1 : 0
                likely.expected += pair.probability
            }
            // A threshold takes all pairs of equal bits or none.
            if index + 1 < ordered.count, ordered[index + 1].bits == pair.bits { continue }
            take(right, of: index + 1, at: pair, threshold)
        }
        found = Double(right) / Double(max(1, truePairs))
        trueAboveP95 = Double(likely.right) / Double(max(1, likely.all))
        expectedAboveP95 = likely.expected / Double(max(1, likely.all))
    }

    private mutating func take(_ right: Int, of all: Int, at pair: LinkedPair, _ threshold: Double)
    {
        let precision = Double(right) / Double(all)
        let recall = Double(right) / Double(max(1, truePairs))
        let f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
        if f1 > bestF1 {
            (bestF1, bestBits, bestPrecision, bestRecall) = (f1, pair.bits, precision, recall)
        }
        if precision >= 0.99 { recallAtPrecision99 = max(recallAtPrecision99, recall) }
        if precision >= 0.999 { recallAtPrecision999 = max(recallAtPrecision999, recall) }
        if pair.probability >= threshold {
            (self.precision, self.recall, self.f1) = (precision, recall, f1)
            falsePositives = all - right
        }
    }

    /// Pairs of one person, those of one file left out where only pairs between files count.
    private static func countPairs(
        _ truth: TruePersons, _ population: Population, between: Bool
    ) -> Int {
        var rows: [Int: [Int]] = [:]
        for (row, person) in truth.personOfRow.enumerated() where person >= 0 {
            rows[person, default: []].append(row)
        }
        var pairs = 0
        for group in rows.values where group.count > 1 {
            for (index, a) in group.enumerated() {
                for b in group[(index + 1)...] {
                    if !between || population.source(of: a) != population.source(of: b) {
                        pairs += 1
                    }
                }
            }
        }
        return pairs
    }

    var lines: [String] {
        func share(_ value: Double) -> String { value.text(places: 4) }
        return [
            "true pairs \(truePairs), found at all \(share(found))",
            "at the threshold: precision \(share(precision)), recall \(share(recall)), "
                + "F1 \(share(f1)), \(falsePositives) false",
            "best: F1 \(share(bestF1)) at \(bestBits.text(places: 1)) bits (precision "
                + "\(share(bestPrecision)), recall \(share(bestRecall)))",
            "recall at precision .99 \(share(recallAtPrecision99)), at .999 "
                + share(recallAtPrecision999),
            "calibration at p ≥ .95: \(share(trueAboveP95)) true, \(share(expectedAboveP95)) expected",
        ]
    }
}
