public import Registry

/// What stands against paying, as known at the frozen position. Every map is by the record that it
/// is about; an enrolment is looked up by all the records it rests on.
public struct BlockingFacts: Hashable, Sendable {
    /// A verification that speaks against paying.
    public struct FailedVerification: Hashable, Sendable {
        /// The record of the answer.
        public let verification: RecordID
        /// The register that answered.
        public let register: String

        /// An answer of `register`.
        public init(verification: RecordID, register: String) {
            self.verification = verification
            self.register = register
        }
    }

    /// An order to stop.
    public struct StopOrder: Hashable, Sendable {
        /// Who ordered it.
        public let officer: Officer
        /// Why.
        public let reason: String

        /// An order of `officer`.
        public init(officer: Officer, reason: String) {
            self.officer = officer
            self.reason = reason
        }
    }

    /// Open duplicate cases, by the household or the enrolment that they hold.
    public var openDuplicates: [RecordID: [RecordID]] = [:]
    /// The numbers of the field groups with an open conflict, by record.
    public var openConflicts: [RecordID: [Int]] = [:]
    /// Verifications that failed, by person, household or enrolment.
    public var failedVerifications: [RecordID: [FailedVerification]] = [:]
    /// The register that knows of the death, by person.
    public var deceased: [RecordID: String] = [:]
    /// Why it is suspended, by enrolment.
    public var suspended: [RecordID: String] = [:]
    /// Orders to stop, by enrolment, household, person or account.
    public var stopped: [RecordID: [StopOrder]] = [:]
    /// Entitlements that the same programme and cycle already have in another payroll, by unit.
    public var alreadyEntitled: [RecordID: RecordID] = [:]

    /// No facts; fill in what is known.
    public init() {}
}
