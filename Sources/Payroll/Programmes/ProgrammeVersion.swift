public import Registry

/// The rules of a programme for a span of time. Configuration: it comes from a country pack and is
/// stored as canonical JSON in one field of a record (see `render`).
public struct ProgrammeVersion: Hashable, Sendable {
    /// Whom a programme pays, once a cycle.
    public enum Unit: String, CaseIterable, Hashable, Sendable {
        case household, person
    }

    /// The code of the programme, of letters, digits, `-`, `_` and `.`, at most 20.
    public let code: String
    /// The number of the version, from 1.
    public let version: Int
    /// Whom it pays.
    public let unit: Unit
    /// In what it pays.
    public let currency: Currency
    /// From when the version holds.
    public let validFrom: PartialDate
    /// Until when it holds; nil for no end.
    public let validUntil: PartialDate?
    /// How much.
    public let rules: AmountRules
    /// How many people approve a payroll.
    public let approvals: ApprovalPolicy
    /// Whether enrolments of different households with one account are held. Off unless the
    /// programme says so: a guardian may receive for two households.
    public let holdsSharedAccounts: Bool

    /// A version, checked. Throws `Fault` when rules contradict each other.
    public init(
        code: String, version: Int, unit: Unit, currency: Currency, validFrom: PartialDate,
        validUntil: PartialDate? = nil, rules: AmountRules, approvals: ApprovalPolicy = .two,
        holdsSharedAccounts: Bool = false
    ) throws(Fault) {
        self.code = code
        self.version = version
        self.unit = unit
        self.currency = currency
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.rules = rules
        self.approvals = approvals
        self.holdsSharedAccounts = holdsSharedAccounts
        try check()
    }

    /// Whether the version is the one to pay this month by: it holds on the first day. So of
    /// versions that follow each other within a month exactly one is in force.
    public func isInForce(in cycle: Cycle) -> Bool {
        let day = cycle.firstDay
        return validFrom.earliest <= day && (validUntil.map { day <= $0.latest } ?? true)
    }

    /// What a unit in these circumstances gets a month. Throws `AmountRules.Failure`.
    ///
    /// A person counts as a household of one.
    public func amount(
        for circumstances: Circumstances
    ) throws(AmountRules.Failure) -> AmountRules.Amount {
        try rules.amount(
            size: unit == .person ? 1 : circumstances.householdSize, counts: circumstances.counts)
    }
}
