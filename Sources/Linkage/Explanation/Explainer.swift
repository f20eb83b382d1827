/// Explains pairs of rows by the model that scored the rest.
struct Explainer {
    let frame: Frame
    let scorer: Scorer
    let between: Bool

    /// The places of two rows in the frame, the earlier place first.
    func places(_ rows: RowPair) -> RowPair? {
        guard let a = frame.originalRow.firstIndex(of: UInt32(rows.a)),
            let b = frame.originalRow.firstIndex(of: UInt32(rows.b)), a != b
        else { return nil }
        return RowPair(min(a, b), max(a, b))
    }

    /// - Parameter scored: the pair with the evidence of households, if there was any.
    func explain(
        _ places: RowPair, scored: ScoredPair?, comparator: inout Comparator
    ) -> PairExplanation {
        let (a, b) = (places.a, places.b)
        let pattern = comparator.pattern(a, b)
        let alone = ScoredPair(
            a: UInt32(a), b: UInt32(b), pattern: pattern, bits: scorer.score(pattern, a).bits,
            householdBits: 0)
        let pair = scorer.linked(scored ?? alone)
        let relation: PairExplanation.Relation =
            frame.household[a] == frame.household[b]
            ? .sameHousehold
            : between && frame.source[a] == frame.source[b] ? .sameSource : .comparable
        var steps = [PairExplanation.Step(name: "prior", level: nil, bits: pair.priorBits)]
        for (field, specification) in frame.fields.enumerated() {
            let level = Int(pattern >> UInt64(4 * field) & 15)
            let names = Level.names(of: specification.type)
            steps.append(
                PairExplanation.Step(
                    name: specification.name, level: level == 0 ? nil : names[level - 1],
                    bits: pair.fieldBits[field]))
        }
        if frame.hasHouseholds {
            steps.append(
                PairExplanation.Step(name: "household", level: nil, bits: pair.householdBits))
        }
        return PairExplanation(
            relation: relation, pair: pair, kinShare: scorer.kinShare(scorer.score(pattern, a)),
            steps: steps)
    }
}

/// Two rows of a population.
public struct RowPair: Sendable, Hashable {
    public let a: Int
    public let b: Int

    public init(_ a: Int, _ b: Int) {
        self.a = a
        self.b = b
    }
}
