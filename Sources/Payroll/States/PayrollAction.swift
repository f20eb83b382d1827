/// What an officer does to a payroll that is open, with what the act rests on.
public enum PayrollAction: Hashable, Sendable {
    /// Takes one position of the log.
    case freeze
    /// Computes the list; `digest` is what came out.
    case compute(digest: PayrollDigest)
    /// Lets the list with this digest go on to approval.
    case review(digest: PayrollDigest)
    /// Signs count, total and digest of the list that was shown.
    case approve(digest: PayrollDigest)
    /// Sends the list back, with the reason that its makers read.
    case `return`(reason: String)
    /// Seals: the payment files are made from a list that was computed once more to this digest.
    case export(digest: PayrollDigest)
    /// The files have left.
    case dispatch
    /// Every payment has an answer.
    case settle(Settlement)
    /// Ends it.
    case close

    /// The act without what it rests on.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case freeze, compute, review, approve, `return`, export, dispatch, settle, close
    }

    /// The act without what it rests on.
    public var kind: Kind {
        switch self {
        case .freeze: .freeze
        case .compute: .compute
        case .review: .review
        case .approve: .approve
        case .return: .return
        case .export: .export
        case .dispatch: .dispatch
        case .settle: .settle
        case .close: .close
        }
    }
}
