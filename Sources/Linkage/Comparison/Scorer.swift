/// Turns patterns of agreement into bits by a model.
struct Scorer: Sendable {
    let frame: Frame
    let model: LinkageModel
    private let frequencies: TermFrequencies
    private let dependence: NameDependence
    /// Below this, where no pair is kept, nobody asks how names go together.
    private static let hopeless = -6.0
    /// log2(match / chance) and log2(match / kin), 16 levels a field, rounded.
    private let chanceBits: [Double]
    private let kinBits: [Double]
    private let twinBits: [Double]
    private let twinPrior: Double
    private let nearPrior: Double
    /// log2(match) of agreement levels whose weight depends on the value, else nil.
    private let matchBits: [Double]
    /// By field: log2 of the share of random pairs that agree exactly.
    private let collisionBits: [Double]

    init(
        frame: Frame, model: LinkageModel, frequencies: TermFrequencies,
        dependence: NameDependence? = nil
    ) {
        self.dependence = dependence ?? NameDependence(fields: model.fields.count)
        self.frame = frame
        self.model = model
        self.frequencies = frequencies
        var chance = [Double](repeating: 0, count: model.fields.count * 16)
        var kin = chance
        var twins = chance
        var match = chance
        for (field, figures) in model.fields.enumerated() {
            for level in figures.match.indices {
                let slot = field << 4 | (level + 1)
                match[slot] = Bits.rounded(Bits.log2(figures.match[level]))
                chance[slot] = Bits.rounded(Bits.log2(figures.match[level] / figures.chance[level]))
                kin[slot] = Bits.rounded(Bits.log2(figures.match[level] / figures.kin[level]))
                twins[slot] = Bits.rounded(
                    Bits.log2(figures.match[level] / figures.twins[level]))
            }
        }
        chanceBits = chance
        kinBits = kin
        twinBits = twins
        nearPrior = Bits.rounded(Bits.log2(1 - model.twinShare))
        twinPrior = model.twinShare > 0 ? Bits.rounded(Bits.log2(model.twinShare)) : 0
        matchBits = match
        collisionBits = frequencies.collision.map { Bits.log2(max($0, 1e-7)) }
    }

    /// The weight of a field against chance: an exact value weighs by how rare it is.
    private func chanceBits(_ field: Int, _ level: Int, _ a: Int) -> Double {
        let slot = field << 4 | level
        guard model.fields[field].usesTermFrequency, level > 0 else { return chanceBits[slot] }
        if model.fields[field].type == .motherName {
            if level > Level.Mother.firstButRestDiffers { return chanceBits[slot] }
            // The chance of the level, scaled by how rare this first name is among all.
            let rarity =
                Double(frequencies.bits[field][Int(frame.cell(a, field))])
                + collisionBits[field]
            return chanceBits[slot] + Bits.rounded(rarity)
        }
        if level != Level.Name.exact { return chanceBits[slot] }
        return matchBits[slot] + Double(frequencies.bits[field][Int(frame.cell(a, field))])
    }

    /// The sums a score is made of, and the score: how the pair compares with strangers, with kin
    /// (twins among them), and -log2(2^-chance + 2^-kin).
    func score(_ pattern: UInt64, _ a: Int) -> (chance: Double, kin: Double, bits: Double) {
        let sums = sums(pattern, a)
        guard model.hasKin else { return (sums.chance, 0, Bits.rounded(sums.chance)) }
        let kin = model.twinShare > 0 ? Self.either(sums.kin, sums.twins) : sums.kin
        return (
            sums.chance, kin, Bits.rounded(Self.either(sums.chance, kin + model.kinPriorBits))
        )
    }

    private func sums(
        _ pattern: UInt64, _ a: Int
    ) -> (chance: Double, kin: Double, twins: Double) {
        var chance = model.priorBits
        var kin = -nearPrior
        var twins = -twinPrior
        for field in model.fields.indices {
            let level = Int(pattern >> UInt64(4 * field) & 15)
            if level == 0 { continue }
            chance += chanceBits(field, level, a)
            kin += kinBits[field << 4 | level]
            twins += twinBits[field << 4 | level]
        }
        if chance > Self.hopeless, !dependence.isEmpty {
            for field in model.fields.indices { chance -= dependent(field, pattern, a) }
        }
        return (chance, kin, twins)
    }

    /// What the agreement of a field says less because of those that agree beside it.
    private func dependent(_ field: Int, _ pattern: UInt64, _ a: Int) -> Double {
        let level = Int(pattern >> UInt64(4 * field) & 15)
        guard level > 0, model.fields[field].usesTermFrequency,
            EstimationSession.exactLevels(of: model.fields[field].type).contains(level)
        else { return 0 }
        return dependence.less(field, pattern, frame, a)
    }

    /// -log2(2^-a + 2^-b).
    static func either(_ a: Double, _ b: Double) -> Double {
        let low = min(a, b)
        // What is a billion times less likely changes no figure that is kept.
        if max(a, b) - low > 30 { return low }
        return low - Bits.log2(1 + Bits.exp2(low - max(a, b)))
    }

    /// How likely it is that two who are not one person are kin.
    func kinShare(_ scores: (chance: Double, kin: Double, bits: Double)) -> Double {
        model.hasKin ? Bits.probability(scores.chance - scores.kin - model.kinPriorBits) : 0
    }

    /// What each field adds: its weight against chance, kin and twins, mixed as they are likely.
    func fieldBits(_ pattern: UInt64, _ a: Int) -> [Double] {
        let scores = score(pattern, a)
        let kinShare = kinShare(scores)
        let sums = sums(pattern, a)
        let twinShare = model.twinShare > 0 ? Bits.probability(sums.kin - sums.twins) : 0
        return model.fields.indices.map { field in
            let level = Int(pattern >> UInt64(4 * field) & 15)
            if level == 0 { return 0 }
            let slot = field << 4 | level
            let kin = (1 - twinShare) * kinBits[slot] + twinShare * twinBits[slot]
            return Bits.rounded(
                (1 - kinShare) * (chanceBits(field, level, a) - dependent(field, pattern, a))
                    + kinShare * kin)
        }
    }

    /// A pair by the rows of the population, with its evidence spread over the fields.
    func linked(_ pair: ScoredPair) -> LinkedPair {
        let first = Int(frame.originalRow[Int(pair.a)])
        let second = Int(frame.originalRow[Int(pair.b)])
        return LinkedPair(
            a: min(first, second), b: max(first, second), bits: pair.bits,
            fieldBits: fieldBits(pair.pattern, Int(pair.a)),
            householdBits: Bits.rounded(pair.householdBits))
    }
}
