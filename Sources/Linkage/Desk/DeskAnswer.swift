/// Somebody of the index who may be the person asked about, and why.
public struct DeskCandidate: Sendable, Equatable {
    /// The row in the index.
    public let row: Int
    /// The weight of all evidence in bits: log2 of the odds that the two are one person.
    public let bits: Double
    /// What each field adds, in the order of the index's fields.
    public let fieldBits: [Double]
    /// How each field agrees, in words; empty where a value is missing.
    public let levels: [String]

    /// The odds before any field was compared, in bits, so that all parts add up to `bits`.
    public var priorBits: Double { fieldBits.reduce(bits, -) }
    /// The probability that the two are one person.
    public var probability: Double { Bits.probability(bits) }
}

/// What an index says about a person.
public struct DeskAnswer: Sendable, Equatable {
    /// The likeliest first.
    public let candidates: [DeskCandidate]
    /// With how many the person was compared.
    public let compared: Int
    /// Whether more shared something with the person than were compared.
    public let isCut: Bool
}

/// Why an index cannot answer.
public enum DeskError: Error, Equatable, CustomStringConvertible {
    /// The model was learnt from other fields.
    case modelForOtherFields(expected: [String], found: [String])

    public var description: String {
        switch self {
        case .modelForOtherFields(let expected, let found):
            "The model is for the fields \(expected.joined(separator: ", ")), and the index has "
                + "\(found.joined(separator: ", ")). Learn a model from this registry."
        }
    }
}
