/// Two records and the evidence that they are one person.
public struct LinkedPair: Sendable, Equatable {
    /// The earlier row.
    public let a: Int
    /// The later row.
    public let b: Int
    /// The weight of all evidence in bits: log2 of the odds that the two are one person.
    public let bits: Double
    /// What each field adds, in the order of the population's fields.
    public let fieldBits: [Double]
    /// What the families around the two add; 0 where there are no households.
    public let householdBits: Double

    /// The odds before any field was compared, in bits, so that all parts add up to `bits`.
    public var priorBits: Double { fieldBits.reduce(bits - householdBits, -) }
    /// The probability that the two are one person.
    public var probability: Double { Bits.probability(bits) }

    /// The probability that odds of 2^`bits` to 1 stand for.
    public static func probability(bits: Double) -> Double { Bits.probability(bits) }

    package init(
        a: Int, b: Int, bits: Double, fieldBits: [Double], householdBits: Double
    ) {
        self.a = a
        self.b = b
        self.bits = bits
        self.fieldBits = fieldBits
        self.householdBits = householdBits
    }
}

/// What a linkage found. A pair is a lead for a human, never a finding.
public struct LinkResult: Sendable {
    /// Pairs at or above the review threshold, by row.
    public let pairs: [LinkedPair]
    /// Groups of two or more rows held to be one person, rows ascending.
    public let clusters: [[Int]]
    /// The model that scored the pairs.
    public let model: LinkageModel
    /// Identifiers and phones that too many share, left out of the comparison.
    public let genericValues: [GenericValue]
    /// The blocking rules used, in words.
    public let blocking: [String]
    /// How many pairs were compared.
    public let comparedPairs: Int
    /// How many rows lay in blocks too large to compare under one rule; other rules saw them.
    public let rowsInOversizedBlocks: Int
    /// What `LinkOptions.explain` asked for, in its order; rows that are not there are left out.
    public let explanations: [PairExplanation]
}
