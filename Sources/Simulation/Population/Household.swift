/// A household at the moment of its registration.
struct SimulatedHousehold: Sendable {
    /// A member and what the form says of him: the relationship to the head.
    struct Member: Sendable {
        var human: Human
        var relationship: Relationship
        /// Why this registration is not the first of this human; nil when it is.
        var repeated: RepeatKind?
        /// The place in the clan; −1 once the household is a copy.
        var place: Int
    }

    enum Relationship: String, Sendable {
        case head, spouse, child, parent, sibling, grandchild
        case coWife = "co-wife"
        case nephewNiece = "nephew-niece"
    }

    var province: Int
    var district: Int
    var category: Category
    var members: [Member]
    /// The family's mobile number; 0 for none.
    var phone: UInt64
    /// Whether this is a registration of a family that stands in the registry already.
    var isRepeat = false
    /// A clerk who writes in this script; nil leaves it to the province.
    var script: ClerkScript?

    enum Category: String, Sendable {
        case widow, divorced, elderly, orphans, disabled, unemployed
        case absentHusband = "absent-husband"
        case lowIncome = "low-income"
    }
}

/// Why somebody is registered more than once.
public enum RepeatKind: String, CaseIterable, Codable, Sendable {
    /// The whole family, by another office, most often after a move.
    case family
    /// One member of a family, alone, as a household of one.
    case single
    /// One member in the household of relatives.
    case insert
    /// A married son who still stands in his father's household.
    case split
    /// A married daughter who still stands in her father's household.
    case married
    /// A widow with her children in her father's house, and in the late husband's household.
    case widow
}

/// The script that a clerk writes names in.
enum ClerkScript: Sendable {
    case arabic, kurdish, latin
}
