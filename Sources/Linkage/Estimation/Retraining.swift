/// Learns from what humans decided, and says what that would change before anybody takes it.
///
/// Decided pairs count in expectation–maximisation as what they are, instead of as what the model
/// makes of them. Then all bits are moved by one figure, so that the probabilities fit the decisions:
/// humans look at pairs above a threshold only, and given its bits, whether a pair was looked at says
/// nothing more about it; so the figure is not biased by that choice. A penalty of σ = 2 bits keeps a
/// few decisions from moving much.
public struct Retraining: Sendable {
    /// How a model does on decided pairs.
    public struct Figures: Sendable, Equatable {
        /// Mean of −log2 of the probability that the model gave to what humans said, in bits.
        public var logLoss = 0.0
        /// Pairs that the threshold puts on the side of the humans.
        public var right = 0
        /// Pairs held the same by humans, that lie below the threshold.
        public var missed = 0
        /// Pairs held different, that lie at or above it.
        public var tooSure = 0
    }

    /// The present model and the new way of learning on decisions that were not learnt from.
    ///
    /// The decided pairs are shared out among folds, those of one family always together. The pairs
    /// of each fold are scored by a model that learnt from the others; so what stands here is what
    /// decisions to come can expect, and no fit to those that are there. The present model is judged
    /// on the same pairs; where it learnt from some of them earlier, that speaks in its favour.
    public struct HeldOut: Sendable, Equatable {
        public var before: Figures
        public var after: Figures
        public var folds: Int
        /// Groups of households whose decisions hang together.
        public var groups: Int
    }

    /// Nil where all decisions are about one group of households, so that none can be held out.
    public let heldOut: HeldOut?
    /// What all bits were moved by, after the fields were learnt.
    public let shiftBits: Double
    /// How many decided pairs there were.
    public let same: Int
    public let different: Int
    /// What the two models find.
    public let present: LinkResult
    public let new: LinkResult

    /// The new model.
    public var model: LinkageModel { new.model }

    /// Compares the population once; then learns and scores with the present model, with all
    /// decisions, and without those of each fold.
    ///
    /// - Parameters:
    ///   - options: of a linkage; its model, labels and explanations are set here.
    ///   - progress: told the step and how far the whole is, 0 to 1.
    /// - Throws: `LinkageError`.
    public init(
        _ population: Population, labels: [PairLabel], present model: LinkageModel,
        options: LinkOptions = LinkOptions(),
        progress: (@Sendable (String, Double) -> Void)? = nil
    ) throws(LinkageError) {
        let rows = 0..<population.count
        // A row that is not there says nothing.
        let labels = labels.filter {
            rows.contains($0.rows.a) && rows.contains($0.rows.b) && $0.rows.a != $0.rows.b
        }
        var options = options
        options.explain = labels.map(\.rows)
        options.model = model
        try Linker.check(population, options)
        var compared = try ComparedPopulation(population, options: options, looksUpRows: true) {
            progress?($0, $1 * 0.3)
        }
        let folds = DecisionFolds(labels, of: population)
        let steps = Double(folds.count + 2)
        present = compared.result(of: model, options: options, progress: nil)
        progress?("learn", 0.3 + 0.7 / steps)
        let (learnt, shift) = Self.learn(labels, &compared, review: options.reviewThreshold)
        shiftBits = shift
        new = compared.result(of: learnt, options: options, progress: nil)
        same = labels.count(where: \.isSame)
        different = labels.count - same
        guard folds.count > 1 else {
            heldOut = nil
            return
        }
        var bits = Array(repeating: 0.0, count: labels.count)
        for fold in 0..<folds.count {
            progress?("hold out", 0.3 + 0.7 * Double(fold + 2) / steps)
            let (model, _) = Self.learn(
                labels.indices.filter { folds.foldOfLabel[$0] != fold }.map { labels[$0] },
                &compared, review: options.reviewThreshold)
            let own = labels.indices.filter { folds.foldOfLabel[$0] == fold }
            let found = compared.bits(
                of: own.map { labels[$0].rows }, by: model, review: options.reviewThreshold)
            for (label, value) in zip(own, found) { bits[label] = value }
        }
        heldOut = HeldOut(
            before: Self.figures(
                present.explanations.map(\.pair.bits), labels, threshold: options.threshold),
            after: Self.figures(bits, labels, threshold: options.threshold),
            folds: folds.count, groups: folds.groups)
    }

    /// A model that learnt from decisions, and what it was moved by to fit them.
    private static func learn(
        _ labels: [PairLabel], _ compared: inout ComparedPopulation, review: Double
    ) -> (LinkageModel, shiftBits: Double) {
        let learnt = compared.model(learningFrom: labels)
        let bits = compared.bits(of: labels.map(\.rows), by: learnt, review: review)
        let shift = Self.shift(bits, labels)
        return (learnt.shifted(by: shift), shift)
    }

    private static func figures(
        _ bits: [Double], _ labels: [PairLabel], threshold: Double
    ) -> Figures {
        var figures = Figures()
        var sum = 0.0
        for (label, bits) in zip(labels, bits) {
            let probability = Bits.probability(bits)
            sum -= Bits.log2(max(1e-18, label.isSame ? probability : 1 - probability))
            switch (label.isSame, probability >= threshold) {
            case (true, true), (false, false): figures.right += 1
            case (true, false): figures.missed += 1
            case (false, true): figures.tooSure += 1
            }
        }
        figures.logLoss = labels.isEmpty ? 0 : sum / Double(labels.count)
        return figures
    }

    private static let deviation = 2.0

    /// The δ with the least Σ −ln P(label | bits + δ) + δ²/2σ², which is convex in δ.
    static func shift(_ bits: [Double], _ labels: [PairLabel]) -> Double {
        // The slope rises with δ: halve the interval in which it passes zero.
        func slope(_ shift: Double) -> Double {
            var sum = shift / (deviation * deviation)
            for (bits, label) in zip(bits, labels) {
                sum +=
                    0.6931471805599453 * (Bits.probability(bits + shift) - (label.isSame ? 1 : 0))
            }
            return sum
        }
        var low = -12.0
        var high = 12.0
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if slope(middle) > 0 { high = middle } else { low = middle }
        }
        return Bits.rounded((low + high) / 2)
    }
}
