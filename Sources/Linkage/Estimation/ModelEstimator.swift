/// Learns a model from the population itself, without labels.
struct ModelEstimator {
    let frame: Frame
    let frequencies: TermFrequencies
    let chance: ProbabilityTable
    private let types: [FieldType]
    private static let rounds = 30
    /// The anchor weighs as much as so many matches: it rules where few are seen.
    private static let anchorWeight = 30.0

    init(frame: Frame, frequencies: TermFrequencies, chance: ProbabilityTable) {
        self.frame = frame
        self.frequencies = frequencies
        self.chance = chance
        types = frame.fields.map(\.type)
    }

    /// What matches look like before any was seen.
    var anchor: ProbabilityTable {
        var table = ProbabilityTable(levels: chance.levels)
        for (field, type) in types.enumerated() { table[field] = Level.priorMatch(of: type) }
        return table
    }

    /// The model that explains the counted patterns best.
    ///
    /// - Parameters:
    ///   - labelled: pairs of which it is known whether they are one person.
    ///   - possiblePairs: all pairs of rows that could be one person.
    func estimate(
        patterns: [(pattern: UInt64, count: Double)], labelled: [LabelledPattern],
        rules: [BlockingRule],
        possiblePairs: Double, comparator: inout Comparator
    ) -> LinkageModel {
        var match = anchor
        let kin = KinTable.measure(
            frame: frame, match: match, chance: chance, comparator: &comparator)
        var sessions = sessions(rules)
        for index in sessions.indices {
            sessions[index].fill(
                patterns, labelled: labelled, types: types, chance: chance.logarithms(),
                kin: kin?.weights)
        }
        sessions.removeAll { $0.total == 0 }
        for round in 0..<Self.rounds {
            let logarithms = match.logarithms()
            var counts = ProbabilityTable(levels: chance.levels)
            for index in sessions.indices {
                var own = ProbabilityTable(levels: chance.levels)
                sessions[index].step(match: logarithms, types: types, counts: &own)
                // A session with hardly any match teaches the quirks of strangers.
                if round > 2, sessions[index].matchShare < 0.05 { continue }
                for field in types.indices {
                    for level in 1...chance.levels[field] {
                        counts[field, level] += own[field, level]
                    }
                }
            }
            match = counts.normalised(prior: anchor, weight: Self.anchorWeight)
        }
        return model(
            match: match, sessions: sessions, possiblePairs: possiblePairs, comparator: &comparator)
    }

    /// The sets of fields to condition on: each rule with years made dates and skeletons names.
    private func sessions(_ rules: [BlockingRule]) -> [EstimationSession] {
        var seen: Set<[Int]> = []
        var sessions: [EstimationSession] = []
        for rule in rules {
            let fields = Array(Set(rule.atoms.map(\.field))).sorted()
            if fields.count < types.count, seen.insert(fields).inserted {
                sessions.append(EstimationSession(fields: fields))
            }
        }
        return sessions
    }

    private func model(
        match: ProbabilityTable, sessions: [EstimationSession], possiblePairs: Double,
        comparator: inout Comparator
    ) -> LinkageModel {
        // Each session saw its matches times the share of matches that it can see.
        var found = 0.5
        var visible = 0.5
        for session in sessions where session.matchShare >= 0.05 {
            var share = 1.0
            for field in session.fields {
                let exact = EstimationSession.exactLevels(of: types[field])
                    .reduce(0.0) { $0 + match[field, $1] }
                share *= exact * frequencies.coverage[field] * frequencies.coverage[field]
            }
            found += session.matches
            visible += share
        }
        let expected = min(max(found / max(visible, 1e-3), 0.5), possiblePairs / 2)
        let kin = KinTable.measure(
            frame: frame, match: match, chance: chance, comparator: &comparator)
        let kinPairs = KinPairs.estimate(
            frame: frame, match: match, matches: expected, siblings: kin?.siblings ?? 0)
        return LinkageModel(
            version: LinkageModel.currentVersion,
            fields: frame.fields.enumerated().map { field, specification in
                LinkageModel.Field(
                    name: specification.name, type: specification.type,
                    levels: Level.names(of: specification.type), match: match[field],
                    chance: chance[field], kin: (kin?.kin ?? chance)[field],
                    twins: (kin?.twins ?? chance)[field],
                    usesTermFrequency: specification.type.usesTermFrequency)
            },
            priorBits: Bits.rounded(Bits.log2(expected / max(1, possiblePairs))),
            kinPriorBits: Bits.rounded(Bits.log2(expected / kinPairs)),
            twinShare: kin?.twinShare ?? 0, recordCount: frame.count,
            expectedMatches: Bits.rounded(expected), hasKin: kin != nil)
    }
}
