public import Registry

/// An enrolment that is not paid in this cycle, with every reason.
public struct HeldEnrolment: Hashable, Sendable {
    /// The enrolment.
    public let enrolment: RecordID
    /// Its household.
    public let household: RecordID
    /// The household or person that is enrolled.
    public let unit: RecordID
    /// The node that serves the household.
    public let node: String
    /// The area where the household is registered.
    public let area: String
    /// Every reason, by the fixed order of `Hold.Code`; never empty.
    public let holds: [Hold]

    /// The reason under which the enrolment is counted.
    public var first: Hold { holds[0] }

    init(_ enrolment: FrozenEnrolment, holds: [Hold]) {
        precondition(!holds.isEmpty, "whoever is not paid has a named reason")
        self.enrolment = enrolment.id
        household = enrolment.household
        unit = enrolment.unit
        node = enrolment.node
        area = enrolment.area
        self.holds = holds
    }
}
