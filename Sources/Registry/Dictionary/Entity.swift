/// One kind of record, declared once: its table, its wire form, its import checks and its
/// documentation all come from here.
public struct Entity: Sendable {
    /// The number on the wire; never used again for something else.
    public let number: Int
    /// The name in the data dictionary, singular, lower case with underscores; also the table.
    public let name: String
    /// What a record is, in the words of the domain.
    public let meaning: String
    /// How a record leads to the areas in whose scope it lies.
    public let scope: Scope
    /// The groups of fields that mean something only together, by number.
    public let groups: [FieldGroup]
    /// All fields of all groups, in order of their numbers.
    public let fields: [Field]

    /// How a record leads to the areas in whose scope it lies.
    public enum Scope: Sendable, Equatable {
        /// Every node holds it: areas, code lists, programmes.
        case everywhere
        /// Only the hub holds it.
        case hub
        /// The named field holds an area code.
        case area(field: String)
        /// Each of the named fields holds an area code, in whose scope the record lies.
        case areas(fields: [String])
        /// The record lies where the records that these reference fields name lie.
        case through(fields: [String])
        /// A person lies in the scope of each household with an open membership.
        case memberships
        /// Never leaves the node that computed it: derived from others.
        case local
    }

    init(
        _ number: Int, _ name: String, _ meaning: String, scope: Scope, _ groups: [FieldGroup]
    ) {
        self.number = number
        self.name = name
        self.meaning = meaning
        self.scope = scope
        self.groups = groups
        fields = groups.flatMap(\.fields).sorted { $0.number < $1.number }
    }

    /// The field of this name, or nil.
    public func field(_ name: String) -> Field? {
        fields.first { $0.name == name }
    }

    /// The group of this number, or nil.
    public func group(_ number: Int) -> FieldGroup? {
        groups.first { $0.number == number }
    }

    /// The group that this field belongs to.
    public func group(of field: Field) -> FieldGroup? {
        groups.first { group in group.fields.contains { $0.number == field.number } }
    }
}

/// Fields that mean something only together, merged as one value.
public struct FieldGroup: Sendable {
    /// The number within the entity; 0 is kept for the life of the row itself (`close`).
    public let number: Int
    public let name: String
    /// What happens when two people edited it without knowing of each other.
    public let policy: MergePolicy
    public let fields: [Field]

    init(_ number: Int, _ name: String, _ policy: MergePolicy, _ fields: [Field]) {
        self.number = number
        self.name = name
        self.policy = policy
        self.fields = fields
    }
}

/// What a merge does with concurrent values of one group that differ.
public enum MergePolicy: Sendable, Equatable {
    /// A human settles it; what stood stands until then. `people` is how many must agree (1 or 2).
    case review(people: Int)
    /// The later effective time wins; the other value stays in the history.
    case latest
    /// Written once and never edited: every record stands for itself.
    case all

    /// The word in the exported dictionary.
    public var name: String {
        switch self {
        case .review(let people): people == 1 ? "review" : "review by two"
        case .latest: "latest"
        case .all: "all"
        }
    }

    /// The policy of this word in the exported dictionary, or nil.
    public init?(name: String) {
        let all: [MergePolicy] = [.review(people: 1), .review(people: 2), .latest, .all]
        guard let found = all.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}

/// One field of an entity.
public struct Field: Sendable {
    /// The number on the wire, unique within the entity; never used again for something else.
    public let number: Int
    public let name: String
    public let type: FieldType
    public let required: Bool
    public let sensitivity: Sensitivity
    /// Whether a value may be erased on request without breaking the log's chain.
    public let erasable: Bool
    /// How many years after the end of the case the value is kept; nil means for good.
    public let retentionYears: Int?
    /// Who may write it.
    public let writers: Writers

    /// How far a value may be shown.
    public enum Sensitivity: String, Sendable {
        /// Tells nothing about a person.
        case open
        /// Identifies a person or tells about a family; masked outside the own area.
        case personal
        /// Health, disability, income, accounts: shown only to those whose work needs it.
        case sensitive
    }

    /// Who may write a field.
    public enum Writers: String, Sendable {
        /// Registrars and caseworkers of the area, at any tier.
        case desk
        /// Only headquarters.
        case hub
        /// The program itself, on behalf of an operator.
        case system
    }

    init(
        _ number: Int, _ name: String, _ type: FieldType, required: Bool = false,
        _ sensitivity: Sensitivity = .open, erasable: Bool? = nil, retentionYears: Int? = nil,
        writers: Writers = .desk
    ) {
        self.number = number
        self.name = name
        self.type = type
        self.required = required
        self.sensitivity = sensitivity
        self.erasable = erasable ?? (sensitivity != .open)
        self.retentionYears = retentionYears ?? (sensitivity == .open ? nil : 10)
        self.writers = writers
    }
}

/// The type of a field; there are no floating-point numbers.
public enum FieldType: Sendable, Equatable {
    case text
    case integer
    /// 0 or 1.
    case boolean
    /// A code of the named code list.
    case code(list: String)
    /// ISO 8601, perhaps partial: `2024`, `2024-05` or `2024-05-06`.
    case date
    /// Milliseconds since 1970 in UTC.
    case instant
    /// Minor units of the currency in the field `currency` of the same entity.
    case money
    /// The id of a record of the named entity; it may dangle.
    case reference(String)
    case bytes
    /// Canonical JSON text.
    case json

    /// How values are stored and sent.
    public var storage: Storage {
        switch self {
        case .text, .code, .date, .json: .text
        case .integer, .boolean, .instant, .money: .integer
        case .reference, .bytes: .bytes
        }
    }

    /// The three forms that a value takes in a table and on the wire.
    public enum Storage: String, Sendable {
        case text, integer, bytes
    }

    /// The word in the exported dictionary.
    public var name: String {
        switch self {
        case .text: "text"
        case .integer: "integer"
        case .boolean: "boolean"
        case .code(let list): "code of \(list)"
        case .date: "partial date"
        case .instant: "instant"
        case .money: "money"
        case .reference(let entity): "reference to \(entity)"
        case .bytes: "bytes"
        case .json: "JSON"
        }
    }
}
