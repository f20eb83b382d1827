/// Finds records of one person among many: the way through the engine, step by step.
public enum Linker {
    /// Compares a population with itself.
    ///
    /// The order of its rows changes neither the pairs nor their bits.
    /// - Parameter progress: told the step and how far the whole is, 0 to 1.
    /// - Throws: `LinkageError` where the options do not fit the fields.
    public static func link(
        _ population: Population, options: LinkOptions = LinkOptions(),
        progress: (@Sendable (String, Double) -> Void)? = nil
    ) throws(LinkageError) -> LinkResult {
        try check(population, options)
        let workers = Workers(options.threads)
        progress?("prepare", 0)
        var frame = Frame(population)
        let generic = frame.blankGenericValues(limit: options.genericLimit)
        frame.markPlaceholderDates()
        var comparator = Comparator(frame: frame)
        let frequencies = TermFrequencies(frame: frame)
        let chance = ChanceTable.measure(
            frame: frame, frequencies: frequencies, comparator: &comparator)
        let estimator = ModelEstimator(frame: frame, frequencies: frequencies, chance: chance)

        progress?("compare", 0.2)
        var plan = BlockingPlan(frame: frame)
        var rules: [BlockingRule] = []
        for columns in options.blocking { rules.append(try plan.rule(columns)) }
        if rules.isEmpty { rules = plan.rules() }
        let provisional = zip(estimator.anchor.logarithms(), chance.logarithms()).map { $0 - $1 }
        let candidates = CandidatePairs(
            frame: frame, rules: rules, splitters: plan.splitters(), between: options.between,
            provisional: provisional, floor: 0, comparator: comparator, workers: workers)

        progress?("estimate", 0.6)
        let places = RowPlaces(frame, needed: !options.explain.isEmpty || !options.labels.isEmpty)
        var labelled: [LabelledPattern] = []
        for label in options.labels {
            guard let pair = places.pair(label.rows) else { continue }
            labelled.append(
                LabelledPattern(
                    pattern: comparator.pattern(pair.a, pair.b), isSame: label.isSame))
        }
        let model =
            options.model
            ?? estimator.estimate(
                patterns: candidates.counts.sorted(), labelled: labelled, rules: rules,
                possiblePairs: possiblePairs(frame, between: options.between),
                comparator: &comparator)

        progress?("score", 0.75)
        let scorer = Scorer(
            frame: frame, model: model, frequencies: frequencies,
            dependence: NameDependence(frame: frame, frequencies: frequencies))
        let review = Bits.odds(options.reviewThreshold)
        let floor = min(-6, review)
        var pairs = scored(candidates.parts, by: scorer, floor: floor, workers)

        progress?("households", 0.85)
        let explainer = Explainer(frame: frame, scorer: scorer, between: options.between)
        let wanted = options.explain.compactMap { places.pair($0) }
        let evidence = HouseholdEvidence(
            frame: frame, scorer: scorer, floor: review, wanted: Set(wanted))
        pairs = evidence.apply(to: pairs, comparator: &comparator)
        let explanations = explainer.explain(wanted, scored: pairs, comparator: &comparator)
        pairs = pairs.filter { pair in
            pair.bits >= review
                && !(options.between && frame.source[Int(pair.a)] == frame.source[Int(pair.b)])
        }
        if options.oneToOne { pairs = Clusters.oneToOne(pairs) }

        progress?("cluster", 0.95)
        let threshold = Bits.odds(options.threshold)
        let clusters = Clusters.make(pairs.filter { $0.bits >= threshold }, frame: frame)
        let linked = pairs.map { scorer.linked($0) }
            .sorted { ($0.a, $0.b) < ($1.a, $1.b) }
        progress?("done", 1)
        return LinkResult(
            pairs: linked, clusters: clusters, model: model, genericValues: generic,
            blocking: rules.map { $0.description(frame) }, comparedPairs: candidates.compared,
            rowsInOversizedBlocks: candidates.rowsInOversizedBlocks, explanations: explanations)
    }

    /// The candidates at or above `floor` with their bits, in the same order.
    private static func scored(
        _ candidates: [[Candidate]], by scorer: Scorer, floor: Double, _ workers: Workers
    ) -> [ScoredPair] {
        let parts = workers.map(chunks: candidates.count) { chunk in
            candidates[chunk].compactMap { candidate -> ScoredPair? in
                let bits = scorer.score(candidate.pattern, Int(candidate.a)).bits
                if bits < floor { return nil }
                return ScoredPair(
                    a: candidate.a, b: candidate.b, pattern: candidate.pattern, bits: bits,
                    householdBits: 0)
            }
        }
        return Array(parts.joined())
    }

    private static func check(
        _ population: Population, _ options: LinkOptions
    ) throws(LinkageError) {
        let fields = population.fields
        if fields.isEmpty { throw .noFields }
        if fields.count > 16 { throw .tooManyFields(fields.count) }
        for threshold in [options.threshold, options.reviewThreshold]
        where !(threshold > 0 && threshold < 1) {
            throw .badThreshold(threshold)
        }
        guard let model = options.model else { return }
        if model.version != LinkageModel.currentVersion {
            throw .unknownModelVersion(model.version)
        }
        let isForThese =
            model.fields.map(\.name) == fields.map(\.name)
            && model.fields.map(\.type) == fields.map(\.type)
        if !isForThese {
            throw .modelForOtherFields(
                expected: model.fields.map(\.name), found: fields.map(\.name))
        }
    }

    /// How many pairs of rows could be one person at all.
    private static func possiblePairs(_ frame: Frame, between: Bool) -> Double {
        let all = Double(frame.count) * Double(max(0, frame.count - 1)) / 2
        guard between else { return max(1, all) }
        var sizes: [UInt32: Double] = [:]
        for source in frame.source { sizes[source, default: 0] += 1 }
        let within = sizes.keys.sorted().reduce(0.0) { sum, source in
            let size = sizes[source] ?? 0
            return sum + size * (size - 1) / 2
        }
        return max(1, all - within)
    }
}
