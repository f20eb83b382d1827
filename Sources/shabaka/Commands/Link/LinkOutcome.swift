import Linkage

/// What a linkage found, in numbers.
struct LinkOutcome: Rendered {
    var records: Int
    /// Pairs at or above the review threshold.
    var pairs: Int
    /// Those of them at or above the threshold.
    var pairsAtThreshold: Int
    var clusters: Int
    var comparedPairs: Int
    var seconds = 0.0
    var cpuSeconds = 0.0
    var model: String
    var blocking: [String]
    /// Numbers that so many share that they identify nobody.
    var genericValues: [GenericValue]
    var refusedRows: Int
    var shortRows: Int
    /// The pair that was asked for.
    var explanation: ExplanationDocument?

    var exitCode: Int32 { refusedRows > 0 ? 1 : 0 }

    var text: String {
        var lines = [
            "\(records) records, \(comparedPairs) pairs compared in "
                + "\(seconds.text(places: 1)) s (\(cpuSeconds.text(places: 1)) s of CPU)",
            "\(pairs) pairs to look at, \(pairsAtThreshold) of them at or above the threshold",
            "\(clusters) groups of records held to be one person",
        ]
        if !genericValues.isEmpty {
            lines.append(
                "\(genericValues.count) numbers are shared by too many to identify anybody:")
            let widest = genericValues.sorted {
                ($1.households, $0.value) < ($0.households, $1.value)
            }
            lines += widest.prefix(5).map { "  \($0.field) \($0.value): \($0.households)" }
        }
        if shortRows > 0 { lines.append("\(shortRows) rows lacked columns at their end") }
        if refusedRows > 0 { lines.append("\(refusedRows) rows were left out") }
        if let explanation { lines += ["", explanation.text] }
        return lines.joined(separator: "\n")
    }
}
