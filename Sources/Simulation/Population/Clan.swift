/// A human of the simulated nation, as the truth has it.
struct Human: Sendable {
    var isFemale: Bool
    var community: Community
    var given: NameBook.NameID
    var father: NameBook.NameID
    var grandfather: NameBook.NameID
    /// 0 where the family has no fourth name.
    var family: NameBook.NameID
    /// What the family is called by others: by its town or a wider tribe. 0 when there is none.
    var otherFamily: NameBook.NameID
    var motherGiven: NameBook.NameID
    var motherFather: NameBook.NameID
    /// As the civil register has it, which is the first of July or January for many.
    var birth: BirthDate
    var isDead = false
    var isDisabled = false
    /// Whether the marriage was ended, or the husband left and is not heard of.
    var marriage: Marriage = .none
    /// The number on the national card; 0 for those who have none.
    var nationalID: UInt64 = 0
    /// The own mobile number; 0 for those who use the family's.
    var phone: UInt64 = 0
    /// The couple in which this human is husband or wife, as a place in the clan; −1 for none.
    var couple: Int32 = -1
    /// The couple whose child this is; −1 for those who married into the clan.
    var parents: Int32 = -1
    /// Who this is among all who are registered; −1 before.
    var trueID: Int32 = -1
    /// Whether there will be more registrations than one.
    var isRepeated = false

    enum Marriage: UInt8, Sendable {
        case none, married, widowed, divorced, absentHusband
    }

    /// The age in whole years at the end of the year.
    func age(in year: Int) -> Int { year - birth.year }
}

/// A day in the civil register.
struct BirthDate: Sendable, Equatable {
    var year: Int
    var month: Int
    var day: Int
}

/// Husband and wife, and their children, who stand one after the other in the clan.
struct Couple: Sendable {
    var husband: Int
    var wife: Int
    /// A second wife; −1 for none.
    var secondWife = -1
    var children: Range<Int>
    /// How many generations below the founder.
    var depth: Int
    /// The place in `SimulatedProvince.all`.
    var province: Int
    var district: Int
    /// How the marriage stands.
    var state: Human.Marriage
}

/// A founder, his children and theirs, with those who married them.
struct Clan: Sendable {
    var humans: [Human] = []
    var couples: [Couple] = []
    /// Of a hundred households of this clan, how many the safety net has registered: poverty and
    /// the readiness to apply run in families.
    var registeredPercent = 0
}
