/// Why two records are held to be one person, or are not: every field with its level and bits.
public struct PairExplanation: Sendable, Equatable {
    /// How the two stand to each other before anything is compared.
    public enum Relation: String, Sendable, Codable {
        case comparable
        /// Members of one household, who are known to be different people.
        case sameHousehold = "same_household"
        /// Records of one source, where only pairs between sources were looked for.
        case sameSource = "same_source"
    }

    /// One part of the evidence.
    public struct Step: Sendable, Equatable {
        /// `prior`, the field's name, or `household`.
        public let name: String
        /// How the two values agree, in words; nil where one of them is missing, and for parts that
        /// are no fields.
        public let level: String?
        /// What the part adds to the bits.
        public let bits: Double
    }

    public let relation: Relation
    /// The two rows and their bits, also where they lie far below any threshold.
    public let pair: LinkedPair
    /// How far the bits are weighed against relatives instead of strangers, 0 to 1: the likelier of
    /// the two is what the pair would be if it were not one person.
    public let kinShare: Double
    /// The parts in the order of a waterfall: the prior, the fields, the households. They add up to
    /// the pair's bits.
    public let steps: [Step]
}
