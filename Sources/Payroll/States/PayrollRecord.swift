public import Registry

/// One payroll as it stands: its state, who had a hand in it, what was computed and signed.
///
/// A value. `applying` says what an act makes of it or why it is refused; whoever stores it writes
/// the result in the same transaction in which the old value was read.
public struct PayrollRecord: Hashable, Sendable {
    /// The record of the payroll.
    public let id: RecordID
    /// The code of the programme.
    public let programme: String
    /// The month it pays for.
    public let cycle: Cycle
    /// How many people sign.
    public let policy: ApprovalPolicy
    /// How far it has come.
    public private(set) var state: PayrollState
    /// How often it was computed; entitlements and approvals name the revision they belong to.
    public private(set) var revision: Int
    /// Everybody who opened, froze or computed it, in order, each once. They stay makers when it is
    /// returned: what they prepared is still in it.
    public private(set) var makers: [Officer]
    /// What the last computation gave; nil before it and after a return.
    public private(set) var computed: PayrollDigest?
    /// The signatures under `computed`.
    public private(set) var approvals: [Approval]
    /// Why it was last returned.
    public private(set) var returnReason: String?

    /// A payroll as it was stored.
    public init(
        id: RecordID, programme: String, cycle: Cycle, policy: ApprovalPolicy = .two,
        state: PayrollState, revision: Int, makers: [Officer], computed: PayrollDigest?,
        approvals: [Approval], returnReason: String? = nil
    ) {
        self.id = id
        self.programme = programme
        self.cycle = cycle
        self.policy = policy
        self.state = state
        self.revision = revision
        self.makers = makers
        self.computed = computed
        self.approvals = approvals
        self.returnReason = returnReason
    }

    /// A new payroll, opened by `officer`.
    public static func open(
        id: RecordID, programme: String, cycle: Cycle, policy: ApprovalPolicy = .two,
        by officer: Officer
    ) -> PayrollRecord {
        PayrollRecord(
            id: id, programme: programme, cycle: cycle, policy: policy, state: .draft, revision: 0,
            makers: [officer], computed: nil, approvals: [])
    }

    /// The payroll after `officer` did `action` at `now`.
    ///
    /// Throws `PayrollRefusal` and changes nothing when the state, the person, the digest or the
    /// sums forbid it.
    public func applying(
        _ action: PayrollAction, by officer: Officer, at now: Instant
    ) throws(PayrollRefusal) -> PayrollRecord {
        guard let next = state.next(after: action.kind) else {
            let from = PayrollState.allCases.filter { $0.next(after: action.kind) != nil }
            throw .notNow(action.kind, state: state, from: from)
        }
        var result = self
        result.state = next
        switch action {
        case .freeze:
            result.addMaker(officer)
        case .compute(let digest):
            result.addMaker(officer)
            result.computed = digest
            result.approvals = []
            result.revision += 1
        case .review(let digest):
            _ = try requireUnchanged(digest, action)
        case .approve(let digest):
            let signed = try requireUnchanged(digest, action)
            guard !makers.contains(officer) else { throw .approverIsMaker(officer) }
            guard !signatures.contains(where: { $0.officer == officer }) else {
                throw .approvedAlready(officer)
            }
            result.approvals = signatures + [Approval(officer: officer, digest: signed, at: now)]
            result.state = result.approvalsMissing == 0 ? next : state
        case .return(let reason):
            guard reason.contains(where: { !$0.isWhitespace }) else { throw .reasonMissing }
            result.returnReason = reason
            result.computed = nil
            result.approvals = []
        case .export(let digest):
            _ = try requireUnchanged(digest, action)
            guard approvalsMissing == 0 else {
                throw .approvalsMissing(have: signatures.count, need: approvalsNeeded)
            }
        case .settle(let settlement):
            try requireSettled(settlement)
        case .dispatch, .close:
            break
        }
        return result
    }

    /// How many people must sign what was computed.
    public var approvalsNeeded: Int {
        policy.approvers(forTotalMinor: computed?.totalMinor ?? 0)
    }

    /// How many people have still to sign.
    public var approvalsMissing: Int {
        max(0, approvalsNeeded - signatures.count)
    }

    /// The approvals that count: of what is computed now, one a person, none by a maker. What was
    /// stored is not trusted; a signature under another digest is void.
    private var signatures: [Approval] {
        var seen = Set(makers)
        return approvals.filter { $0.digest == computed && seen.insert($0.officer).inserted }
    }

    private mutating func addMaker(_ officer: Officer) {
        if !makers.contains(officer) { makers.append(officer) }
    }

    private func requireUnchanged(
        _ digest: PayrollDigest, _ action: PayrollAction
    ) throws(PayrollRefusal) -> PayrollDigest {
        guard let computed else {
            throw .notNow(action.kind, state: state, from: [.computed])
        }
        guard computed == digest else {
            throw .changed(action.kind, computed: computed, given: digest)
        }
        return computed
    }

    private func requireSettled(_ settlement: Settlement) throws(PayrollRefusal) {
        let approved = Settlement.Part(
            count: computed?.count ?? 0, totalMinor: computed?.totalMinor ?? 0)
        let answered = settlement.sum
        guard answered == approved else {
            throw .sumsDiffer(approved: approved, answered: answered)
        }
        guard settlement.pending.count == 0 else {
            throw .pending(count: settlement.pending.count)
        }
    }
}
