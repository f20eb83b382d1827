public import Registry

/// Who receives, copied at the freeze.
public struct Payee: Hashable, Sendable {
    /// The person.
    public let id: RecordID
    /// The name as written at registration; it goes to the bank unchanged.
    public let name: String
    /// The account number as registered, checked when the payroll is computed; nil for none.
    public let account: String?

    /// A payee with this account.
    public init(id: RecordID, name: String, account: String?) {
        self.id = id
        self.name = name
        self.account = account
    }
}

/// One enrolment with all that its payment depends on, copied at the freeze.
public struct FrozenEnrolment: Hashable, Sendable {
    /// The enrolment.
    public let id: RecordID
    /// The household it belongs to.
    public let household: RecordID
    /// The household or the person that is enrolled, as the programme says.
    public let unit: RecordID
    /// The code of the area where the household is registered.
    public let area: String
    /// The node that serves the household.
    public let node: String
    /// What the amount depends on.
    public let circumstances: Circumstances
    /// Who receives.
    public let payee: Payee
    /// The people for whom it is paid. A recorded death of one of them holds the enrolment, as
    /// does that of unit and payee.
    public let members: [RecordID]
    /// Further records it rests on, such as account, payee and memberships: an open conflict in
    /// one of them holds the enrolment, as does one in enrolment, household, unit, payee, members.
    public let restsOn: [RecordID]

    /// An enrolment as frozen.
    public init(
        id: RecordID, household: RecordID, unit: RecordID, area: String, node: String,
        circumstances: Circumstances, payee: Payee, members: [RecordID] = [],
        restsOn: [RecordID] = []
    ) {
        self.id = id
        self.household = household
        self.unit = unit
        self.area = area
        self.node = node
        self.circumstances = circumstances
        self.payee = payee
        self.members = members
        self.restsOn = restsOn
    }

    /// Every record it rests on; one may be named more than once.
    var records: [RecordID] { [id, household, unit, payee.id] + members + restsOn }
}
