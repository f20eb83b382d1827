public import Registry

/// What a node asks the one above while a family sits at the desk: whether its people are
/// registered where this node does not look. Goes as JSON to `POST /v1/ask`.
public struct ElsewhereQuestion: Sendable, Codable, Equatable {
    /// The account that is shown the answer, for the access log of the node that answers.
    public var actor: String
    /// The compared fields by name, as written, one entry a person.
    public var people: [[String: String]]

    public init(actor: String, people: [[String: String]]) {
        self.actor = actor
        self.people = people
    }

    /// Whatever somebody at a desk typed: a national ID, a phone, or names in their order.
    ///
    /// - Returns: nil where that is too little to ask about.
    public init?(actor: String, search text: String) {
        // What is neither a number is a name.
        if let number = try? IraqNationalID(text) {
            self.init(actor: actor, people: [["national_id": number.text]])
            return
        }
        if let phone = try? IraqPhoneNumber(text) {
            self.init(actor: actor, people: [["phone": phone.text]])
            return
        }
        var names = text.split(whereSeparator: \.isWhitespace).prefix(5).map(String.init)
        guard names.count > 1 else { return nil }
        var values: [String: String] = [:]
        if names.count > 2 { values["family_name"] = names.removeLast() }
        for (field, name) in zip(["given_name", "father_name", "grandfather_name"], names) {
            values[field] = name
        }
        self.init(actor: actor, people: [values])
    }

    /// The members of a draft.
    public init(actor: String, _ draft: FamilyDraft) {
        self.init(actor: actor, people: draft.members.map(DuplicateHints.values))
    }
}

/// What comes back.
public struct ElsewhereAnswer: Sendable, Codable, Equatable {
    /// The likeliest first.
    public var findings: [ElsewhereFinding]

    public init(findings: [ElsewhereFinding]) {
        self.findings = findings
    }
}

/// Somebody of another area whom one of the people may be: enough to ask the office that serves
/// the family, and no more.
public struct ElsewhereFinding: Sendable, Codable, Equatable {
    /// Which of the people asked about.
    public var member: Int
    /// The record id of the household, by which it can be asked for.
    public var household: String
    /// The province that serves the family.
    public var province: String
    /// How likely the two are one person, 0 to 1.
    public var probability: Double
    /// The compared fields that speak for it, the most telling first.
    public var agreeing: [String]
    /// The first letter of the given name.
    public var initial: String
    /// The year of birth, or empty.
    public var birthYear: String
    /// The day of registration, or empty.
    public var registeredOn: String
    /// Whether the family has a place in a programme now.
    public var receives: Bool

    public var householdID: RecordID? { RecordID(household) }
}

/// How asking went.
public enum ElsewhereOutcome: Sendable, Equatable {
    case answered([ElsewhereFinding])
    /// No answer within the time that somebody at a desk waits, or no way to the node above.
    case unreachable
}
