/// A population whose pairs have been compared: what of a linkage depends on no model. Models are
/// learnt from it, and its pairs scored, as often as one likes.
struct ComparedPopulation {
    private let frame: Frame
    private let frequencies: TermFrequencies
    private let dependence: NameDependence
    private let estimator: ModelEstimator
    private let candidates: CandidatePairs
    private let rules: [BlockingRule]
    private let generic: [GenericValue]
    private let places: RowPlaces
    private let workers: Workers
    private let between: Bool
    private var comparator: Comparator

    /// - Parameters:
    ///   - options: what they say of models, labels and thresholds is passed over.
    ///   - looksUpRows: whether pairs of rows will be asked about: labels, explanations.
    ///   - progress: told the step and how far the comparison is, 0 to 1.
    /// - Throws: `LinkageError` where the options do not fit the fields.
    init(
        _ population: Population, options: LinkOptions, looksUpRows: Bool,
        progress: (@Sendable (String, Double) -> Void)?
    ) throws(LinkageError) {
        workers = Workers(options.threads)
        between = options.between
        progress?("prepare", 0)
        var frame = Frame(population)
        generic = frame.blankGenericValues(limit: options.genericLimit)
        frame.markPlaceholderDates()
        self.frame = frame
        comparator = Comparator(frame: frame)
        frequencies = TermFrequencies(frame: frame)
        let chance = ChanceTable.measure(
            frame: frame, frequencies: frequencies, comparator: &comparator)
        estimator = ModelEstimator(frame: frame, frequencies: frequencies, chance: chance)

        progress?("compare", 0.3)
        var plan = BlockingPlan(frame: frame)
        var rules: [BlockingRule] = []
        for columns in options.blocking { rules.append(try plan.rule(columns)) }
        if rules.isEmpty { rules = plan.rules() }
        self.rules = rules
        let provisional = zip(estimator.anchor.logarithms(), chance.logarithms()).map { $0 - $1 }
        candidates = CandidatePairs(
            frame: frame, rules: rules, splitters: plan.splitters(), between: options.between,
            provisional: provisional, floor: 0, comparator: comparator, workers: workers)
        dependence = NameDependence(frame: frame, frequencies: frequencies)
        places = RowPlaces(frame, needed: looksUpRows)
        progress?("compare", 1)
    }

    /// The model that explains the counted patterns and what humans said best.
    mutating func model(learningFrom labels: [PairLabel]) -> LinkageModel {
        var labelled: [LabelledPattern] = []
        for label in labels {
            guard let pair = places.pair(label.rows) else { continue }
            labelled.append(
                LabelledPattern(
                    pattern: comparator.pattern(pair.a, pair.b), isSame: label.isSame))
        }
        return estimator.estimate(
            patterns: candidates.counts.sorted(), labelled: labelled, rules: rules,
            possiblePairs: Linker.possiblePairs(frame, between: between), comparator: &comparator)
    }

    /// The bits that a model gives to pairs of rows, with the evidence of households; the other
    /// pairs are scored for the sake of that evidence and forgotten.
    mutating func bits(
        of rows: [RowPair], by model: LinkageModel, review: Double
    ) -> [Double] {
        score(model, review: Bits.odds(review), explaining: rows).explanations.map(\.pair.bits)
    }

    /// What a model finds: the last steps of a linkage.
    ///
    /// - Parameter progress: told the step and how far the scoring is, 0 to 1.
    mutating func result(
        of model: LinkageModel, options: LinkOptions,
        progress: (@Sendable (String, Double) -> Void)?
    ) -> LinkResult {
        let review = Bits.odds(options.reviewThreshold)
        progress?("score", 0)
        let scoring = score(model, review: review, explaining: options.explain)
        var pairs = scoring.pairs.filter { pair in
            pair.bits >= review
                && !(between && frame.source[Int(pair.a)] == frame.source[Int(pair.b)])
        }
        if options.oneToOne { pairs = Clusters.oneToOne(pairs) }
        progress?("cluster", 0.8)
        let threshold = Bits.odds(options.threshold)
        let clusters = Clusters.make(pairs.filter { $0.bits >= threshold }, frame: frame)
        let linked = pairs.map { scoring.scorer.linked($0) }.sorted { ($0.a, $0.b) < ($1.a, $1.b) }
        progress?("done", 1)
        return LinkResult(
            pairs: linked, clusters: clusters, model: model, genericValues: generic,
            blocking: rules.map { $0.description(frame) }, comparedPairs: candidates.compared,
            rowsInOversizedBlocks: candidates.rowsInOversizedBlocks,
            explanations: scoring.explanations)
    }

    private mutating func score(
        _ model: LinkageModel, review: Double, explaining rows: [RowPair]
    ) -> (pairs: [ScoredPair], explanations: [PairExplanation], scorer: Scorer) {
        let scorer = Scorer(
            frame: frame, model: model, frequencies: frequencies, dependence: dependence)
        let floor = min(-6, review)
        let wanted = rows.compactMap { places.pair($0) }
        let evidence = HouseholdEvidence(
            frame: frame, scorer: scorer, floor: review, wanted: Set(wanted))
        let pairs = evidence.apply(
            to: scored(by: scorer, floor: floor), comparator: &comparator)
        let explanations = Explainer(frame: frame, scorer: scorer, between: between)
            .explain(wanted, scored: pairs, comparator: &comparator)
        return (pairs, explanations, scorer)
    }

    /// The candidates at or above `floor` with their bits, in the same order.
    private func scored(by scorer: Scorer, floor: Double) -> [ScoredPair] {
        let found = candidates.parts
        let parts = workers.map(chunks: found.count) { chunk in
            found[chunk].compactMap { candidate -> ScoredPair? in
                let bits = scorer.score(candidate.pattern, Int(candidate.a)).bits
                if bits < floor { return nil }
                return ScoredPair(
                    a: candidate.a, b: candidate.b, pattern: candidate.pattern, bits: bits,
                    householdBits: 0)
            }
        }
        return Array(parts.joined())
    }
}
