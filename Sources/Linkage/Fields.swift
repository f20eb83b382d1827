/// What a column of a person list means, which decides how two of its values are compared.
public enum FieldType: String, Sendable, Codable, CaseIterable {
    /// The person's own name.
    case givenName = "given_name"
    /// The name of the father or of an ancestor in the male line; kin share it.
    case lineageName = "lineage_name"
    /// The family, tribe or surname; a leading article is ignored.
    case familyName = "family_name"
    /// Any other text that may hold several words, such as a street.
    case freeName = "free_name"
    /// The mother's name; the first word weighs more than the rest.
    case motherName = "mother_name"
    /// A calendar date, possibly partial.
    case birthDate = "birth_date"
    /// A year alone.
    case year
    /// A number given to one person by an institution.
    case identifier
    /// A telephone number.
    case phone
    /// A postal code or another short code of a place.
    case postcode
    /// A name of a place, compared like a name.
    case place
    /// Sex or gender as a code.
    case sex
    /// Any other code; equal or not.
    case category

    /// Whether values are interned as normalised names (otherwise as codes or dates).
    var isName: Bool {
        switch self {
        case .givenName, .lineageName, .familyName, .freeName, .motherName, .place: true
        default: false
        }
    }

    /// Whether values are interned as codes: letters and digits only.
    var isCode: Bool { !isName && self != .birthDate && self != .year }

    /// Whether an agreement on a rare value weighs more than one on a common value.
    var usesTermFrequency: Bool { isName || self == .postcode }

    /// How many cells of a row the field takes; a mother's name has its first word and the rest.
    var width: Int { self == .motherName ? 2 : 1 }
}

/// One compared column: its header and what it means.
public struct FieldSpecification: Sendable, Codable, Equatable {
    /// The column's header; the column of its weight in a pairs file is this with `_bits`.
    public var name: String
    public var type: FieldType
    /// How dates are written, such as `dd/MM/yyyy`; nil stands for ISO 8601 or `yyyyMMdd`.
    public var format: String?

    public init(name: String, type: FieldType, format: String? = nil) {
        self.name = name
        self.type = type
        self.format = format
    }
}
