/// What an estimation learnt: how often true pairs, strangers and kin agree on each field.
///
/// A model can be stored, read by people, and used again instead of estimating one.
public struct LinkageModel: Sendable, Codable, Equatable {
    /// The version of the stored form that this program writes.
    public static let currentVersion = 2

    /// One field's probabilities by level of agreement, level 1 first.
    public struct Field: Sendable, Codable, Equatable {
        public let name: String
        public let type: FieldType
        /// What the levels are called.
        public let levels: [String]
        /// Probability of each level where both records are one person and both values are there.
        public let match: [Double]
        /// The same for two strangers.
        public let chance: [Double]
        /// The same for two members of one family; equal to `match` where kinship shares the field.
        public let kin: [Double]
        /// The same for two members of one family born on one day.
        public let twins: [Double]
        /// Whether agreement on a rare value weighs more.
        public let usesTermFrequency: Bool
    }

    public let version: Int
    public let fields: [Field]
    /// log2 of the odds that a pair drawn by chance is one person.
    public let priorBits: Double
    /// log2 of the odds that a pair known to be one person or kin is one person.
    public let kinPriorBits: Double
    /// The share of pairs born on one day among pairs of kin; 0 where no dates are compared.
    public let twinShare: Double
    /// How many records it was estimated from.
    public let recordCount: Int
    /// How many pairs of records of one person were expected among them.
    public let expectedMatches: Double
    /// Whether kin were told apart from strangers.
    public let hasKin: Bool

    /// The model with so many bits more for every pair.
    func shifted(by bits: Double) -> LinkageModel {
        LinkageModel(
            version: version, fields: fields, priorBits: Bits.rounded(priorBits + bits),
            kinPriorBits: Bits.rounded(kinPriorBits + bits), twinShare: twinShare,
            recordCount: recordCount, expectedMatches: expectedMatches, hasKin: hasKin)
    }
}
