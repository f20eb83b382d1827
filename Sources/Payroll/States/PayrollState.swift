/// How far a payroll has come. Each state follows from the one before it; nothing is skipped.
public enum PayrollState: String, CaseIterable, Hashable, Sendable {
    /// Opened for a programme and a month; nothing is fixed.
    case draft
    /// One position of the log and the watermark of every node are fixed.
    case frozen
    /// Entitlements and holds are computed from what was frozen.
    case computed
    /// Somebody has looked at the list and let it go on.
    case reviewed
    /// Enough people signed count, total and digest.
    case approved
    /// Payment files are made; the list cannot change any more.
    case sealed
    /// The files have left for the banks.
    case dispatched
    /// Every payment has an answer, and the sums agree.
    case settled
    /// Nothing more happens.
    case closed

    /// Where `action` leads from here, or nil when it cannot be done here.
    ///
    /// An approval leads on only when enough people have signed; until then it stays `reviewed`.
    /// A frozen payroll may be frozen again: that takes a later position, so that what was decided
    /// after a return is seen. A sealed one may be exported again: the same bytes, no new payment.
    public func next(after action: PayrollAction.Kind) -> PayrollState? {
        switch (self, action) {
        case (.draft, .freeze), (.frozen, .freeze): .frozen
        case (.frozen, .compute): .computed
        case (.computed, .review): .reviewed
        case (.reviewed, .approve): .approved
        case (.computed, .return), (.reviewed, .return), (.approved, .return): .frozen
        case (.approved, .export), (.sealed, .export): .sealed
        case (.sealed, .dispatch): .dispatched
        case (.dispatched, .settle): .settled
        case (.settled, .close): .closed
        default: nil
        }
    }
}
