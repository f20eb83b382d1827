import Registry

/// The facts of a snapshot, arranged so that the holds of one enrolment are found at once.
struct HoldRules {
    private let facts: BlockingFacts
    private let bankCodes: Set<String>
    /// The stale nodes that are held.
    private let stale: [String: NodeWatermark]
    private let known: Set<String>
    /// The enrolment with the lowest id of every unit: the one made first.
    private let firstOfUnit: [RecordID: RecordID]
    /// How many households share an account, where the programme looks at it.
    private let householdsOfAccount: [String: Int]
    private let holdsUnknownNodes: Bool

    /// - Parameter enrolments: those of the snapshot, sorted by id.
    init(
        _ snapshot: PayrollSnapshot, sorted enrolments: [FrozenEnrolment], staleChoice: StaleChoice
    ) {
        facts = snapshot.facts
        bankCodes = snapshot.bankCodes
        holdsUnknownNodes = staleChoice == .hold
        stale =
            staleChoice == .hold
            ? Dictionary(snapshot.staleNodes.map { ($0.node, $0) }, uniquingKeysWith: Self.older)
            : [:]
        known = Set(snapshot.watermarks.map(\.node))
        firstOfUnit = Dictionary(
            enrolments.map { ($0.unit, $0.id) }, uniquingKeysWith: { first, _ in first })
        householdsOfAccount =
            snapshot.programme.holdsSharedAccounts ? Self.countHouseholds(enrolments) : [:]
    }

    /// What stands against paying, apart from account and amount; in no order, and a reason that
    /// several records lead to may be in it more than once.
    func holds(on enrolment: FrozenEnrolment) -> [Hold] {
        let records = enrolment.records
        var holds = caseHolds(on: enrolment, records) + orderHolds(on: enrolment, records)
        if let watermark = stale[enrolment.node] {
            holds.append(.staleNode(node: enrolment.node, since: watermark.lastSync))
        } else if holdsUnknownNodes, !known.contains(enrolment.node) {
            holds.append(.staleNode(node: enrolment.node, since: nil))
        }
        if let entitlement = facts.alreadyEntitled[enrolment.unit] {
            holds.append(.alreadyEntitled(entitlement: entitlement))
        }
        if let first = firstOfUnit[enrolment.unit], first != enrolment.id {
            holds.append(.enrolledTwice(first: first))
        }
        if !PaymentText.isWritable(enrolment.payee.name) {
            holds.append(.unwritableName(payee: enrolment.payee.id))
        }
        if let account = enrolment.payee.account, let key = Self.key(account),
            let households = householdsOfAccount[key], households > 1
        {
            holds.append(.sharedAccount(households: households))
        }
        return holds
    }

    /// The account and bank to pay to, or what is wrong.
    func account(
        of payee: Payee
    ) -> (account: (iban: IBAN, bank: String)?, fault: Hold.AccountFault?) {
        guard let text = payee.account, text.contains(where: { !$0.isWhitespace }) else {
            return (nil, .missing)
        }
        // Which check failed is for the desk that enters it; here it is one reason.
        guard let iban = try? IBAN(text) else { return (nil, .notAnIBAN) }
        let bank = iban.bankCode ?? iban.country
        guard bankCodes.contains(bank) else { return (nil, .unknownBank(bank)) }
        return ((iban, bank), nil)
    }

    /// What waits for a decision or an answer, and deaths.
    private func caseHolds(on enrolment: FrozenEnrolment, _ records: [RecordID]) -> [Hold] {
        var holds: [Hold] = []
        for record in [enrolment.id, enrolment.household, enrolment.unit] {
            for id in facts.openDuplicates[record] ?? [] {
                holds.append(.openDuplicate(caseID: id))
            }
        }
        for record in records {
            for group in facts.openConflicts[record] ?? [] {
                holds.append(.openConflict(record: record, group: group))
            }
            for failed in facts.failedVerifications[record] ?? [] {
                holds.append(
                    .failedVerification(
                        verification: failed.verification, register: failed.register))
            }
            // The map is by person, so that other records are not in it.
            if let register = facts.deceased[record] {
                holds.append(.deceased(person: record, register: register))
            }
        }
        return holds
    }

    private func orderHolds(on enrolment: FrozenEnrolment, _ records: [RecordID]) -> [Hold] {
        var holds: [Hold] = []
        if let reason = facts.suspended[enrolment.id] { holds.append(.suspended(reason: reason)) }
        for record in records {
            for order in facts.stopped[record] ?? [] {
                holds.append(.stoppedByHand(by: order.officer, reason: order.reason))
            }
        }
        return holds
    }

    private static func countHouseholds(_ enrolments: [FrozenEnrolment]) -> [String: Int] {
        var households: [String: Set<RecordID>] = [:]
        for enrolment in enrolments {
            guard let account = enrolment.payee.account, let key = key(account) else { continue }
            households[key, default: []].insert(enrolment.household)
        }
        return households.mapValues(\.count)
    }

    /// The account in one spelling; nil when it is none, which is another hold.
    private static func key(_ account: String) -> String? { (try? IBAN(account))?.text }

    /// Of two watermarks of one node the one that says less.
    private static func older(_ left: NodeWatermark, _ right: NodeWatermark) -> NodeWatermark {
        guard let leftSync = left.lastSync else { return left }
        guard let rightSync = right.lastSync else { return right }
        return leftSync <= rightSync ? left : right
    }
}
