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
    /// Nil where no truth was given.
    var accuracy: LinkAccuracy?

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
        return
            ([
                "\(records) records, \(comparedPairs) pairs compared, \(pairs) to look at, "
                    + "\(pairsAtThreshold) at the threshold, \(clusters) groups",
                line("baseline (plain pass over the rows):", baseline),
                line("read and intern:                    ", read),
                line("compare and score:                  ", link),
                line("write the pairs:                    ", write),
                line("from CSV to pairs:                  ", whole)
                    + ", \(rate) records per second of CPU",
            ] + (accuracy?.lines ?? [])).joined(separator: "\n")
    }
}
