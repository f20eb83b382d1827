/// Weights against kin, twins among them: log2 of the mixture of two products.
struct KinWeights: Sendable {
    private let kin: [Double]
    private let twins: [Double]
    private let kinShare: Double
    private let twinShare: Double
    private let hasTwins: Bool

    /// - Parameters: log2 probabilities or log2 ratios, 16 levels a field.
    init(kin: [Double], twins: [Double], twinShare: Double) {
        self.kin = kin
        self.twins = twins
        hasTwins = twinShare > 0
        kinShare = Bits.log2(1 - twinShare)
        self.twinShare = hasTwins ? Bits.log2(twinShare) : 0
    }

    /// log2 of Σ share · Π over the fields for which `isIncluded`.
    func sum(_ pattern: UInt64, fields: Int, excluding excluded: [Int] = []) -> Double {
        let whole = mixture(pattern, fields) { _ in true }
        // What is given, is divided away: it says which of the two products is likelier.
        guard !excluded.isEmpty else { return whole }
        return whole - mixture(pattern, fields) { excluded.contains($0) }
    }

    private func mixture(_ pattern: UInt64, _ fields: Int, _ isIncluded: (Int) -> Bool) -> Double {
        var own = kinShare
        var twin = twinShare
        for field in 0..<fields where isIncluded(field) {
            let slot = field << 4 | Int(pattern >> UInt64(4 * field) & 15)
            own += kin[slot]
            twin += twins[slot]
        }
        return hasTwins ? -Scorer.either(-own, -twin) : own
    }
}
