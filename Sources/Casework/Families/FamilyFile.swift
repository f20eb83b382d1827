public import Payroll
public import Registry

/// Everything that the registry says about one family, as a desk looks at it.
public struct FamilyFile: Sendable {
    public var id: RecordID
    /// The number under which it was registered.
    public var number: String
    /// The number on the family's paper, or empty.
    public var caseNumber: String
    public var area: String
    public var registeredOn: String
    public var category: String
    public var dwelling: String
    public var rooms: Int?
    public var monthlyIncome: Money?
    public var mergedInto: RecordID?
    public var address: String
    public var members: [Member]
    public var accounts: [Account]
    public var enrolments: [Enrolment]
    public var months: [Month]
    public var cases: [Open]
    public var notes: [Note]

    init(
        id: RecordID, number: String, caseNumber: String, area: String, registeredOn: String,
        category: String, dwelling: String, rooms: Int?, monthlyIncome: Money?,
        mergedInto: RecordID?, address: String, members: [Member], accounts: [Account],
        enrolments: [Enrolment], months: [Month], cases: [Open], notes: [Note]
    ) {
        self.id = id
        self.number = number
        self.caseNumber = caseNumber
        self.area = area
        self.registeredOn = registeredOn
        self.category = category
        self.dwelling = dwelling
        self.rooms = rooms
        self.monthlyIncome = monthlyIncome
        self.mergedInto = mergedInto
        self.address = address
        self.members = members
        self.accounts = accounts
        self.enrolments = enrolments
        self.months = months
        self.cases = cases
        self.notes = notes
    }

    /// One who lives or lived in the household.
    public struct Member: Sendable {
        public var person: RecordID
        public var name: PersonName
        public var relationship: String
        public var sex: String
        public var birthDate: String
        public var nationalID: String
        public var phone: String
        public var vitalStatus: String
        public var maritalStatus: String
        public var disability: String
        public var from: String
        /// When the membership ended; empty while it holds.
        public var until: String
        public var isPayee: Bool
        public var membership: RecordID
    }

    /// Where money goes or went.
    public struct Account: Sendable {
        public var id: RecordID
        public var scheme: String
        public var number: String
        public var bank: String
        public var from: String
        public var until: String
    }

    /// A place in a programme.
    public struct Enrolment: Sendable {
        public var id: RecordID
        public var programme: String
        public var status: String
        public var from: String
        public var until: String
        public var reason: String
    }

    /// What became of one programme and month.
    public struct Month: Sendable {
        public var payroll: RecordID
        public var programme: String
        /// `2026-11`.
        public var cycle: String
        public var payrollState: String
        /// What the family is entitled to; nil when it is held.
        public var amount: Money?
        public var bank: String
        /// Code of `payment_state`, or empty before there is a payment.
        public var paymentState: String
        public var holds: [Hold]
    }

    /// Something that waits for a human.
    public enum Open: Sendable, Hashable {
        case duplicate(RecordID, openedMilliseconds: Int64)
        case conflict(entity: Int, record: RecordID, group: Int)
        case breach(invariant: String)
    }

    /// What somebody wrote down.
    public struct Note: Sendable {
        public var text: String
        public var actor: String
        public var origin: String
        public var milliseconds: Int64
    }

    /// A family of which this node knows only that there is one.
    public init(absent id: RecordID) {
        self.init(
            id: id, number: "", caseNumber: "", area: "", registeredOn: "", category: "",
            dwelling: "", rooms: nil, monthlyIncome: nil, mergedInto: nil, address: "",
            members: [], accounts: [], enrolments: [], months: [], cases: [], notes: [])
    }

    /// Those who live in it now; the head first.
    public var present: [Member] { members.filter { $0.until.isEmpty } }

    /// The head of the household, or the first member.
    public var head: Member? {
        present.first { $0.relationship == "head" } ?? present.first
    }
}

/// A person's name as written.
public struct PersonName: Sendable, Hashable {
    public var given: String
    public var father: String
    public var grandfather: String
    public var family: String
    public var mother: String

    public init(
        given: String, father: String = "", grandfather: String = "", family: String = "",
        mother: String = ""
    ) {
        self.given = given
        self.father = father
        self.grandfather = grandfather
        self.family = family
        self.mother = mother
    }

    /// The parts in their order, without those that are empty.
    public var full: String {
        [given, father, grandfather, family].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
