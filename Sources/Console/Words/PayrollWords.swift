import Payroll

/// The states of a payroll in words.
enum PayrollWords {
    static func phrase(_ state: PayrollState) -> Phrase {
        switch state {
        case .draft: .stateDraft
        case .frozen: .stateFrozen
        case .computed: .stateComputed
        case .reviewed: .stateReviewed
        case .approved: .stateApproved
        case .sealed: .stateSealed
        case .dispatched: .stateDispatched
        case .settled: .stateSettled
        case .closed: .stateClosed
        }
    }
}
