/// What a comparison of everybody with everybody has cost, and how good it was.
struct LinkBenchOutcome: Rendered {
    var records: Int
    /// Pairs at or above the review threshold.
    var pairs: Int
    var pairsAtThreshold: Int
    var clusters: Int
    var comparedPairs: Int
    /// One pass over the rows that keeps nothing.
    var baseline: Measured
    /// From the files to a population.
    var read: Measured
    /// From the population to scored pairs.
    var link: Measured
    /// From scored pairs to a file.
    var write: Measured
    /// Nil where only one size was measured.
    var growth: Growth?
    /// Nil where no truth was given.
    var accuracy: LinkAccuracy?

    /// How the cost grows with the records.
    struct Growth: Encodable, Sendable {
        /// Of the smaller list.
        var records: Int
        var cpuSeconds: Double
        /// CPU time a record of the whole list, over that of the smaller: 1 is in proportion.
        var timesLinear = 1.0

        init(from small: LinkBench.Pass) {
            records = small.records
            cpuSeconds = small.cpuSeconds.rounded(places: 3)
        }

        func compared(with large: LinkBench.Pass) -> Growth {
            let before = max(1e-9, cpuSeconds) / Double(max(1, records))
            let after = large.cpuSeconds / Double(max(1, large.records))
            var growth = self
            growth.timesLinear = (after / before).rounded(places: 3)
            return growth
        }

        var line: String {
            "the first \(records) alone: \(cpuSeconds.text(places: 2)) s of CPU; with all, a record "
                + "costs \(timesLinear.text(places: 2)) times as much"
        }
    }

    /// From the files to a file of pairs.
    private var whole: Measured {
        Measured(
            seconds: read.seconds + link.seconds + write.seconds,
            cpuSeconds: read.cpuSeconds + link.cpuSeconds + write.cpuSeconds,
            peakMegabytes: write.peakMegabytes)
    }

    var text: String {
        func line(_ name: String, _ cost: Measured) -> String {
            "\(name) \(cost.cpuSeconds.text(places: 2)) s of CPU, "
                + "\(cost.seconds.text(places: 2)) s, peak \(cost.peakMegabytes.text(places: 0)) MB"
        }
        let rate = Int(Double(records) / max(0.001, whole.cpuSeconds))
        var lines = [
            "\(records) records, \(comparedPairs) pairs compared, \(pairs) to look at, "
                + "\(pairsAtThreshold) at the threshold, \(clusters) groups",
            line("baseline (plain pass over the rows):", baseline),
            line("read and intern:                    ", read),
            line("compare and score:                  ", link),
            line("write the pairs:                    ", write),
            line("from CSV to pairs:                  ", whole)
                + ", \(rate) records per second of CPU",
        ]
        if let growth { lines.append(growth.line) }
        return (lines + (accuracy?.lines ?? [])).joined(separator: "\n")
    }
}
