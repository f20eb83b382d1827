import Linkage

/// The evidence for one pair, for people and programs.
struct ExplanationDocument: Encodable, Sendable {
    /// One part of the evidence.
    struct Part: Encodable, Sendable {
        var name: String
        /// What the two records say, as written; nil for parts that are no fields.
        var valueA: String?
        var valueB: String?
        /// How the two values agree.
        var level: String?
        var bits: Double
    }

    var idA: String
    var idB: String
    var bits: Double
    var probability: Double
    var relation: PairExplanation.Relation
    /// How far the bits are weighed against relatives instead of strangers.
    var kinShare: Double
    var parts: [Part]

    /// - Parameter values: what the two rows say, in the order of the fields.
    init(
        _ explanation: PairExplanation, ids: (String, String), values: ([String], [String])
    ) {
        idA = ids.0
        idB = ids.1
        bits = explanation.pair.bits
        probability = explanation.pair.probability
        relation = explanation.relation
        kinShare = explanation.kinShare.rounded(places: 4)
        let fields = 1...max(1, values.0.count)
        parts = explanation.steps.enumerated().map { index, step in
            let isField = fields.contains(index) && index <= values.0.count
            return Part(
                name: step.name, valueA: isField ? values.0[index - 1] : nil,
                valueB: isField ? values.1[index - 1] : nil,
                level: step.level ?? (isField ? "missing" : nil), bits: step.bits)
        }
    }

    /// What the bits come to, in a sentence.
    var verdict: String {
        switch relation {
        case .sameHousehold:
            "They are members of one household and so known to be different people."
        case .sameSource: "They stand in one file, and only pairs across files were looked for."
        case .comparable:
            "\(bits.text(places: 1)) bits: one person with probability "
                + "\(probability.text(places: 4)), weighed against "
                + (kinShare > 0.5 ? "relatives." : "strangers.")
        }
    }

    /// A waterfall in the terminal, with what the records say under it.
    var text: String {
        let bars = Waterfall(parts.map { ($0.name, $0.bits) }).lines
        let widest = parts.map(\.name.count).max() ?? 0
        var lines = ["\(idA) and \(idB)"] + bars + [verdict]
        for part in parts {
            guard let level = part.level, let a = part.valueA, let b = part.valueB else { continue }
            let name = part.name + String(repeating: " ", count: widest - part.name.count)
            lines.append("  \(name)  \(a.isEmpty ? "–" : a) | \(b.isEmpty ? "–" : b)  (\(level))")
        }
        return lines.joined(separator: "\n")
    }
}
