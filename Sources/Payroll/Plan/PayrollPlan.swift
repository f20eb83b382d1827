public import Registry

/// The computed list of one payroll: who is paid, who is held and why.
///
/// A pure function of the snapshot, the cycle and the choice about stale nodes; the order of the
/// input does not matter. Always: enrolments = paid + held, and no unit is paid twice.
public struct PayrollPlan: Hashable, Sendable {
    /// The rules.
    public let programme: ProgrammeVersion
    /// The month.
    public let cycle: Cycle
    /// What was chosen for stale nodes.
    public let staleChoice: StaleChoice
    /// The stale nodes at the freeze, by name, whether held or included.
    public let staleNodes: [NodeWatermark]
    /// Who is paid, by entitlement id.
    public let entitlements: [Entitlement]
    /// Who is held, by enrolment id.
    public let held: [HeldEnrolment]
    /// Count, total and root of the entitlements.
    public let digest: PayrollDigest

    /// How many enrolments there are: paid + held.
    public var enrolmentCount: Int { entitlements.count + held.count }

    /// How many enrolments are held by reason, each counted under its first one, in fixed order.
    public var heldByReason: [(reason: Hold.Code, count: Int)] {
        let counts = Dictionary(held.map { ($0.first.code, 1) }, uniquingKeysWith: +)
        return Hold.Code.allCases.compactMap { code in counts[code].map { (code, $0) } }
    }

    /// Why there is no list.
    public enum Refusal: Error, Hashable, Sendable {
        /// The version of the programme does not hold in the month.
        case notInForce(programme: String, version: Int, Cycle)
        /// An enrolment came twice.
        case enrolmentTwice(RecordID)
        /// Two units have one entitlement id.
        case entitlementTwice(RecordID)
        /// The amount of an enrolment does not fit in 64 bits.
        case amountOverflow(enrolment: RecordID)
        /// The count of a category is negative.
        case negativeCount(enrolment: RecordID, Category)
        /// The total does not fit in 64 bits.
        case totalOverflow
    }

    /// Computes the list. Throws `Refusal`.
    public static func plan(
        _ snapshot: PayrollSnapshot, cycle: Cycle, staleChoice: StaleChoice
    ) throws(Refusal) -> PayrollPlan {
        let programme = snapshot.programme
        guard programme.isInForce(in: cycle) else {
            throw .notInForce(programme: programme.code, version: programme.version, cycle)
        }
        let enrolments = snapshot.enrolments.sorted { $0.id < $1.id }
        for (left, right) in zip(enrolments, enrolments.dropFirst()) where left.id == right.id {
            throw .enrolmentTwice(left.id)
        }
        let rules = HoldRules(snapshot, sorted: enrolments, staleChoice: staleChoice)
        var entitlements: [Entitlement] = []
        var held: [HeldEnrolment] = []
        for enrolment in enrolments {
            let outcome = try outcome(of: enrolment, programme, cycle, rules)
            switch outcome {
            case .paid(let entitlement): entitlements.append(entitlement)
            case .held(let holds): held.append(HeldEnrolment(enrolment, holds: holds))
            }
        }
        entitlements.sort { $0.id < $1.id }
        for (left, right) in zip(entitlements, entitlements.dropFirst()) where left.id == right.id {
            throw .entitlementTwice(left.id)
        }
        precondition(
            entitlements.count + held.count == snapshot.enrolments.count,
            "every enrolment is either paid or held")
        let digest: PayrollDigest
        do {
            digest = try PayrollDigest.of(entitlements, currency: programme.currency)
        } catch {
            throw .totalOverflow
        }
        return PayrollPlan(
            programme: programme, cycle: cycle, staleChoice: staleChoice,
            staleNodes: snapshot.staleNodes, entitlements: entitlements, held: held,
            digest: digest)
    }

    /// The proof that the entitlement of `unit` is in the list, or nil when it is not.
    public func proof(forUnit unit: RecordID) -> MerkleProof? {
        let id = Entitlement.makeID(programme: programme.code, cycle: cycle, unit: unit)
        guard let index = entitlements.firstIndex(where: { $0.id == id }) else { return nil }
        return MerkleTree(rows: entitlements.lazy.map(\.row)).proof(at: index)
    }

    private enum Outcome {
        case paid(Entitlement)
        case held([Hold])
    }

    private static func outcome(
        of enrolment: FrozenEnrolment, _ programme: ProgrammeVersion, _ cycle: Cycle,
        _ rules: HoldRules
    ) throws(Refusal) -> Outcome {
        var holds = rules.holds(on: enrolment)
        let (account, fault) = rules.account(of: enrolment.payee)
        if let fault { holds.append(.noValidAccount(fault)) }
        var amount: AmountRules.Amount?
        do {
            amount = try programme.amount(for: enrolment.circumstances)
        } catch {
            switch error {
            case .sizeNotCovered(let size): holds.append(.noAmount(householdSize: size))
            case .negativeCount(let category):
                throw .negativeCount(enrolment: enrolment.id, category)
            case .overflow: throw .amountOverflow(enrolment: enrolment.id)
            }
        }
        guard holds.isEmpty, let amount, let account else { return .held(Self.ordered(holds)) }
        return .paid(
            Entitlement(
                programme: programme.code, programmeVersion: programme.version, cycle: cycle,
                enrolment: enrolment.id, household: enrolment.household, unit: enrolment.unit,
                node: enrolment.node, area: enrolment.area, payee: enrolment.payee.id,
                payeeName: enrolment.payee.name, account: account.iban, bank: account.bank,
                amount: Money(amountMinor: amount.totalMinor, currency: programme.currency),
                lines: amount.lines))
    }

    /// Each reason once, by the fixed order; within a reason by what it rests on, so that the order
    /// of the facts does not matter.
    private static func ordered(_ holds: [Hold]) -> [Hold] {
        Set(holds).sorted { ($0.code.rank, $0.basis) < ($1.code.rank, $1.basis) }
    }
}

extension PayrollPlan.Refusal: CustomStringConvertible {
    /// What was refused, why, and what to do.
    public var description: String {
        switch self {
        case .notInForce(let programme, let version, let cycle):
            "Version \(version) of \(programme) does not hold on the first of \(cycle). Freeze "
                + "with the version that does."
        case .enrolmentTwice(let id):
            "The snapshot has enrolment \(id) twice. Freeze again; if it stays, the registry is "
                + "damaged: run “audit verify”."
        case .entitlementTwice(let id):
            "Two units have the entitlement id \(id). Hold one of them by hand and freeze again."
        case .amountOverflow(let id):
            "The amount of enrolment \(id) is too large to calculate with. Correct its counts or "
                + "the programme's amounts."
        case .negativeCount(let id, let category):
            "Enrolment \(id) counts fewer than no \(category.code). Correct its household."
        case .totalOverflow:
            "The total is too large to calculate with. Check the programme's amounts."
        }
    }
}
