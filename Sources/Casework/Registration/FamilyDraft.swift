public import Registry

/// A family that is being registered. Everything is as typed; nothing is in the log yet.
public struct FamilyDraft: Codable, Sendable, Equatable {
    public var area = ""
    public var address = ""
    public var category = ""
    public var dwelling = ""
    public var rooms = ""
    public var monthlyIncome = ""
    /// Code of the programme that the family is enrolled in, or empty.
    public var programme = ""
    public var members: [Member] = []
    public var iban = ""
    /// Whether the family has said that it has no account yet.
    public var hasNoAccount = false
    /// Why those that look alike are others, in the clerk's words.
    public var differentBecause = ""

    /// One who lives in the household.
    public struct Member: Codable, Sendable, Equatable {
        public var relationship = ""
        public var givenName = ""
        public var fatherName = ""
        public var grandfatherName = ""
        public var familyName = ""
        public var motherName = ""
        public var sex = ""
        public var birthDate = ""
        public var nationalID = ""
        public var phone = ""
        public var maritalStatus = ""
        public var disability = ""

        public init() {}

        public var name: PersonName {
            PersonName(
                given: givenName, father: fatherName, grandfather: grandfatherName,
                family: familyName, mother: motherName)
        }
    }

    public init() {}

    /// The head, or the first member.
    public var head: Member? {
        members.first { $0.relationship == "head" } ?? members.first
    }
}

/// A draft with what the node knows about it.
public struct StoredDraft: Sendable {
    public var id: RecordID
    public var owner: String
    /// Milliseconds since 1970.
    public var changed: Int64
    public var family: FamilyDraft
}
