/// How certainly different members of one family agree: the third class beside match and chance.
///
/// Twins are a part of it with figures of their own: whoever is born on one day also tends to have
/// neighbouring numbers and like names, so the fields are not independent among kin as a whole.
struct KinTable: Sendable {
    /// Kin of different birth dates.
    private(set) var kin: ProbabilityTable
    /// Kin of one birth date; equal to `kin` where no dates are compared.
    private(set) var twins: ProbabilityTable
    /// The share of twins among pairs of kin.
    private(set) var twinShare: Double

    /// How many siblings a person has in the household on average, parents and children left aside.
    private(set) var siblings: Double

    /// log2 of the figures, for estimation.
    var weights: KinWeights {
        KinWeights(kin: kin.logarithms(), twins: twins.logarithms(), twinShare: twinShare)
    }

    private static let mostPairs = 1_000_000
    /// Twins among pairs of siblings, where a small population has seen none: about 1 in 85 births
    /// brings twins (Monden, Pison and Smits 2021), and a child of four has three siblings.
    private static let leastTwins = 0.004

    /// Pairs of kin that were seen.
    private struct Sample {
        var kin: ProbabilityTable
        var twins: ProbabilityTable
        var pairs = 0.0
        var twinPairs = 0.0
        var people = 0.0
        private let dates: [Int]

        init(levels: [Int], dates: [Int]) {
            kin = ProbabilityTable(levels: levels)
            twins = kin
            self.dates = dates
        }

        mutating func add(_ pattern: UInt64) {
            pairs += 1
            let areTwins = dates.contains { pattern >> UInt64(4 * $0) & 15 == Level.Date.exact }
            if areTwins {
                twinPairs += 1
                twins.add(pattern, 1)
            } else {
                kin.add(pattern, 1)
            }
        }
    }

    /// Measures kin inside households, who are certainly different; where no households are known,
    /// on those who share lineage, family and mother and bear different given names. Nil where
    /// nothing tells kin from strangers.
    static func measure(
        frame: Frame, match: ProbabilityTable, chance: ProbabilityTable,
        comparator: inout Comparator
    ) -> KinTable? {
        let lineage = frame.fields(of: .lineageName)
        let mothers = frame.fields(of: .motherName)
        guard frame.hasHouseholds || !lineage.isEmpty || !mothers.isEmpty else { return nil }
        var sample = Sample(levels: match.levels, dates: frame.fields(of: .birthDate))
        if frame.hasHouseholds {
            let shared = lineage.isEmpty ? frame.fields(of: .familyName) : lineage
            insideHouseholds(frame, sharing: shared, into: &sample, &comparator)
        } else {
            acrossRecords(
                frame, sharing: lineage + mothers + frame.fields(of: .familyName), into: &sample,
                &comparator)
        }
        return KinTable(frame, sample, match: match, chance: chance)
    }

    private static func insideHouseholds(
        _ frame: Frame, sharing shared: [Int], into sample: inout Sample,
        _ comparator: inout Comparator
    ) {
        for household in 0..<(frame.householdStart.count - 1) {
            if Int(sample.pairs) >= mostPairs { return }
            let members =
                Int(frame.householdStart[household])..<Int(frame.householdStart[household + 1])
            sample.people += Double(members.count)
            guard members.count > 1, members.count <= 40 else { continue }
            for a in members {
                for b in (a + 1)..<max(a + 1, members.upperBound) {
                    let areSiblings = shared.allSatisfy {
                        frame.cell(a, $0) != 0 && frame.cell(a, $0) == frame.cell(b, $0)
                    }
                    if areSiblings { sample.add(comparator.pattern(a, b)) }
                }
            }
        }
    }

    /// Without households: a double whose given name is written as another name is rare beside
    /// siblings, so those of different given names stand for kin.
    private static func acrossRecords(
        _ frame: Frame, sharing shared: [Int], into sample: inout Sample,
        _ comparator: inout Comparator
    ) {
        let given = frame.fields(of: .givenName)
        guard shared.count >= 3, !given.isEmpty else { return }
        KinPairs.forEachGroup(frame, sharing: shared) { group in
            guard group.count <= 40, Int(sample.pairs) < mostPairs else { return }
            for (index, a) in group.enumerated() {
                for b in group[(index + 1)...] {
                    let pattern = comparator.pattern(min(a, b), max(a, b))
                    let areDifferent = given.allSatisfy { field in
                        let level = Int(pattern >> UInt64(4 * field) & 15)
                        return level == Level.Name.different || level == Level.Name.bothEstablished
                    }
                    if areDifferent { sample.add(pattern) }
                }
            }
        }
    }

    private init(
        _ frame: Frame, _ sample: Sample, match: ProbabilityTable, chance: ProbabilityTable
    ) {
        var prior = ProbabilityTable(levels: match.levels)
        for (field, specification) in frame.fields.enumerated() {
            prior[field] = Level.priorKin(of: specification.type) ?? chance[field]
        }
        siblings = sample.people > 0 ? 2 * sample.pairs / sample.people : 0
        kin = sample.kin.normalised(prior: prior, weight: 20)
        let dates = frame.fields(of: .birthDate)
        for (field, specification) in frame.fields.enumerated() {
            prior[field] = Level.priorTwins(of: specification.type) ?? prior[field]
        }
        twins = sample.twins.normalised(prior: prior, weight: 10)
        twinShare =
            dates.isEmpty
            ? 0 : max(Self.leastTwins, (sample.twinPairs + 0.5) / (sample.pairs + 100))
        for (field, specification) in frame.fields.enumerated() {
            switch specification.type {
            case .lineageName:
                kin[field] = match[field]
                twins[field] = match[field]
            case .phone, .place, .postcode, .freeName, .category:
                // Shared within a household, but kin in another household may live elsewhere.
                kin[field] = zip(kin[field], chance[field]).map { 0.5 * $0 + 0.5 * $1 }
            case .motherName:
                // Siblings share her, but grandfather and grandson or cousins bear one name too.
                kin[field] = zip(kin[field], chance[field]).map { 0.75 * $0 + 0.25 * $1 }
            default: break
            }
        }
    }
}
