/// How certainly different members of one family agree, measured inside households.
enum KinTable {
    private static let mostPairs = 1_000_000
    /// Twins among pairs of siblings, where a small population has seen none: about 1 in 85 births
    /// brings twins (Monden, Pison and Smits 2021), and a child of four has three siblings.
    private static let leastTwins = 0.004

    /// The third class beside match and chance; nil where nothing tells kin from strangers.
    ///
    /// Lineage says nothing between kin, so there the table holds `match` and the weight is 0.
    static func measure(
        frame: Frame, match: ProbabilityTable, chance: ProbabilityTable,
        comparator: inout Comparator
    ) -> ProbabilityTable? {
        let lineage = frame.fields(of: .lineageName)
        let mothers = frame.fields(of: .motherName)
        guard frame.hasHouseholds || !lineage.isEmpty || !mothers.isEmpty else { return nil }
        let shared = lineage.isEmpty ? frame.fields(of: .familyName) : lineage
        let levels = match.levels
        var counts = ProbabilityTable(levels: levels)
        var pairs = 0
        for household in 0..<(frame.householdStart.count - 1) where pairs < mostPairs {
            let members =
                Int(frame.householdStart[household])..<Int(frame.householdStart[household + 1])
            guard members.count > 1, members.count <= 40 else { continue }
            for a in members {
                for b in (a + 1)..<max(a + 1, members.upperBound) {
                    let areSiblings = shared.allSatisfy {
                        frame.cell(a, $0) != 0 && frame.cell(a, $0) == frame.cell(b, $0)
                    }
                    if areSiblings {
                        counts.add(comparator.pattern(a, b), 1)
                        pairs += 1
                    }
                }
            }
        }
        return table(frame, counts: counts, match: match, chance: chance)
    }

    private static func table(
        _ frame: Frame, counts: ProbabilityTable, match: ProbabilityTable, chance: ProbabilityTable
    ) -> ProbabilityTable {
        var prior = ProbabilityTable(levels: match.levels)
        for (field, specification) in frame.fields.enumerated() {
            prior[field] = Level.priorKin(of: specification.type) ?? chance[field]
        }
        var kin = counts.normalised(prior: prior, weight: 20)
        for (field, specification) in frame.fields.enumerated() {
            switch specification.type {
            case .lineageName: kin[field] = match[field]
            case .phone, .place, .postcode, .freeName, .category:
                // Shared within a household, but kin in another household may live elsewhere.
                kin[field] = zip(kin[field], chance[field]).map { 0.5 * $0 + 0.5 * $1 }
            case .motherName:
                // Siblings share her, but grandfather and grandson or cousins bear one name too.
                kin[field] = zip(kin[field], chance[field]).map { 0.75 * $0 + 0.25 * $1 }
            case .birthDate:
                let exact = Level.Date.exact
                let missing = max(0, leastTwins - kin[field, exact])
                kin[field, exact] += missing
                kin[field, Level.Date.different] = max(
                    1e-3, kin[field, Level.Date.different] - missing)
            default: break
            }
        }
        return kin
    }
}
