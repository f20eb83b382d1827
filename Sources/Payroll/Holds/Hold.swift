public import Registry

/// The reason why an enrolment is not paid in this cycle, and what it rests on.
public enum Hold: Hashable, Sendable {
    /// A duplicate case waits for a decision.
    case openDuplicate(caseID: RecordID)
    /// Two edits of one field group wait for a decision.
    case openConflict(record: RecordID, group: Int)
    /// Another institution's register answered against it.
    case failedVerification(verification: RecordID, register: String)
    /// The province has not synced since the cut-off.
    case staleNode(node: String, since: Instant?)
    /// Money cannot go where it should.
    case noValidAccount(AccountFault)
    /// Somebody for whom or to whom it is paid has died.
    case deceased(person: RecordID, register: String)
    /// The enrolment is suspended.
    case suspended(reason: String)
    /// A named officer ordered it.
    case stoppedByHand(by: Officer, reason: String)
    /// The unit has an entitlement for this programme and cycle in another payroll.
    case alreadyEntitled(entitlement: RecordID)
    /// The unit is enrolled more than once; the first enrolment counts.
    case enrolledTwice(first: RecordID)
    /// No rule gives an amount to a household of this size.
    case noAmount(householdSize: Int)
    /// The payee's name is empty or has control characters, so no bank takes it.
    case unwritableName(payee: RecordID)
    /// So many households share the account, where the programme does not allow it.
    case sharedAccount(households: Int)

    /// What is wrong with an account.
    public enum AccountFault: Hashable, Sendable {
        /// There is none.
        case missing
        /// It is not an IBAN.
        case notAnIBAN
        /// No bank with this code is configured.
        case unknownBank(String)
    }

    /// The reason without what it rests on. The order of the cases is fixed: an enrolment with
    /// several reasons is counted under the first of them.
    public enum Code: String, CaseIterable, Hashable, Comparable, Sendable {
        case openDuplicate = "open_duplicate"
        case openConflict = "open_conflict"
        case failedVerification = "failed_verification"
        case staleNode = "stale_node"
        case noValidAccount = "no_valid_account"
        case deceased
        case suspended
        case stoppedByHand = "stopped_by_hand"
        case alreadyEntitled = "already_entitled"
        case enrolledTwice = "enrolled_twice"
        case noAmount = "no_amount"
        case unwritableName = "unwritable_name"
        case sharedAccount = "shared_account"

        /// The place in the fixed order, from 0.
        public var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }

        public static func < (left: Code, right: Code) -> Bool { left.rank < right.rank }
    }

    /// The reason without what it rests on.
    public var code: Code {
        switch self {
        case .openDuplicate: .openDuplicate
        case .openConflict: .openConflict
        case .failedVerification: .failedVerification
        case .staleNode: .staleNode
        case .noValidAccount: .noValidAccount
        case .deceased: .deceased
        case .suspended: .suspended
        case .stoppedByHand: .stoppedByHand
        case .alreadyEntitled: .alreadyEntitled
        case .enrolledTwice: .enrolledTwice
        case .noAmount: .noAmount
        case .unwritableName: .unwritableName
        case .sharedAccount: .sharedAccount
        }
    }
}

extension Hold: CustomStringConvertible {
    /// The reason and what it rests on, without personal data.
    public var description: String {
        switch self {
        case .openDuplicate(let id): "duplicate case \(id) is open"
        case .openConflict(let record, let group):
            "record \(record) has an open conflict in group \(group)"
        case .failedVerification(_, let register): "the register “\(register)” answered against it"
        case .staleNode(let node, let since?): "\(node) has not synced since \(since)"
        case .staleNode(let node, nil): "\(node) has never synced"
        case .noValidAccount(.missing): "there is no account"
        case .noValidAccount(.notAnIBAN): "the account is not a valid IBAN"
        case .noValidAccount(.unknownBank(let code)): "no bank “\(code)” is configured"
        case .deceased(let person, let register):
            "person \(person) has died according to “\(register)”"
        case .suspended(let reason): "the enrolment is suspended: \(reason)"
        case .stoppedByHand(let officer, let reason): "\(officer) stopped it: \(reason)"
        case .alreadyEntitled(let id): "entitlement \(id) already pays this unit for the cycle"
        case .enrolledTwice(let first): "the unit is enrolled already by \(first)"
        case .noAmount(let size): "no rule gives an amount to a household of \(size)"
        case .unwritableName(let payee): "the name of payee \(payee) cannot be sent to a bank"
        case .sharedAccount(let households): "\(households) households share the account"
        }
    }
}
