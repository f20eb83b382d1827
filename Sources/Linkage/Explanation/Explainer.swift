/// Explains pairs of rows by the model that scored the rest.
struct Explainer {
    let frame: Frame
    let scorer: Scorer
    let between: Bool

    /// Explains pairs of places, each with the evidence of households where `scored` holds it.
    func explain(
        _ wanted: [RowPair], scored: [ScoredPair], comparator: inout Comparator
    ) -> [PairExplanation] {
        var found: [RowPair: ScoredPair] = [:]
        let isWanted = Set(wanted)
        for pair in scored where !isWanted.isEmpty {
            let places = RowPair(Int(pair.a), Int(pair.b))
            if isWanted.contains(places) { found[places] = pair }
        }
        return wanted.map { explain($0, scored: found[$0], comparator: &comparator) }
    }

    /// - Parameter scored: the pair with the evidence of households, if there was any.
    private func explain(
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

/// Where the rows of a population stand in a frame.
struct RowPlaces {
    private var places: [UInt32] = []

    /// - Parameter needed: false for an empty table that nobody asks.
    init(_ frame: Frame, needed: Bool) {
        guard needed else { return }
        places = Array(repeating: 0, count: frame.count)
        for (place, row) in frame.originalRow.enumerated() { places[Int(row)] = UInt32(place) }
    }

    /// The places of two rows, the earlier place first; nil for rows that are not there, or one row.
    func pair(_ rows: RowPair) -> RowPair? {
        guard places.indices.contains(rows.a), places.indices.contains(rows.b), rows.a != rows.b
        else { return nil }
        let (a, b) = (Int(places[rows.a]), Int(places[rows.b]))
        return RowPair(min(a, b), max(a, b))
    }
}
