/// Why an act on a payroll is refused: what, why, and what to do.
public enum PayrollRefusal: Error, Hashable, Sendable {
    /// The act does not follow from the state; `from` are the states in which it can be done.
    case notNow(PayrollAction.Kind, state: PayrollState, from: [PayrollState])
    /// Who opened, froze or computed a payroll cannot approve it.
    case approverIsMaker(Officer)
    /// One person signs once.
    case approvedAlready(Officer)
    /// The list is not the one that was computed, so what was signed is void.
    case changed(PayrollAction.Kind, computed: PayrollDigest, given: PayrollDigest)
    /// Fewer people signed the digest than the policy asks for.
    case approvalsMissing(have: Int, need: Int)
    /// A list goes back with a reason only.
    case reasonMissing
    /// Payments without an answer.
    case pending(count: Int)
    /// The answers do not add up to what was approved.
    case sumsDiffer(approved: Settlement.Part, answered: Settlement.Part?)
}

extension PayrollRefusal: CustomStringConvertible {
    /// What was refused, why, and what to do, for the person who asked.
    public var description: String {
        switch self {
        case .notNow(let action, let state, let from):
            let states = from.map(\.rawValue).joined(separator: " or ")
            return "The payroll is \(state.rawValue), so it cannot \(action.rawValue): "
                + "that follows \(states). Look at “payroll show” for the next step."
        case .approverIsMaker(let officer):
            return "\(officer) opened, froze or computed this payroll and cannot approve it. "
                + "Ask somebody who had no part in making it."
        case .approvedAlready(let officer):
            return "\(officer) has approved this payroll already. Ask another person."
        case .changed(let action, let computed, let given):
            return "The payroll was computed as \(computed), but “\(action.rawValue)” was asked "
                + "for \(given). Approvals of it are void: return it, compute it again and "
                + "approve what comes out."
        case .approvalsMissing(let have, let need):
            return "\(have) of \(need) approvals are there. Ask the others to approve first."
        case .reasonMissing:
            return "A payroll is returned with a reason. Say what has to be put right."
        case .pending(let count):
            return "\(count) payments have no answer yet. Enter the banks' answers first."
        case .sumsDiffer(let approved, let answered):
            let sum =
                answered.map { "\($0.count) payments of \($0.totalMinor) minor units" }
                ?? "no valid sum"
            return "Approved were \(approved.count) payments of \(approved.totalMinor) minor "
                + "units, the answers give \(sum). Find the difference before settling."
        }
    }
}
