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

    /// The present model and the new one on the decided pairs.
    public let before: Figures
    public let after: Figures
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

    /// Compares the population three times: with the present model, to learn, and with the new one.
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
        options.labels = []
        options.model = model
        present = try Linker.link(population, options: options) { progress?($0, $1 / 3) }
        options.model = nil
        options.labels = labels
        let learnt = try Linker.link(population, options: options) {
            progress?($0, (1 + $1) / 3)
        }
        shiftBits = Self.shift(learnt.explanations.map(\.pair.bits), labels)
        options.model = learnt.model.shifted(by: shiftBits)
        new = try Linker.link(population, options: options) { progress?($0, (2 + $1) / 3) }
        same = labels.count(where: \.isSame)
        different = labels.count - same
        before = Self.figures(present, labels, threshold: options.threshold)
        after = Self.figures(new, labels, threshold: options.threshold)
    }

    private static func figures(
        _ result: LinkResult, _ labels: [PairLabel], threshold: Double
    ) -> Figures {
        var figures = Figures()
        var sum = 0.0
        for (label, explanation) in zip(labels, result.explanations) {
            let probability = explanation.pair.probability
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
