import Payroll

/// What differs between two payrolls as pages and files list it.
enum PayrollDifferences {
    /// What a unit gets before and after; one of both is nil where only one payroll pays it.
    struct Row {
        var list: List
        var before: Entitlement?
        var after: Entitlement?
    }

    /// A list of units that differ in one way.
    enum List: String, CaseIterable {
        case new, ended, amounts, payees

        var phrase: Phrase {
            switch self {
            case .new: .newInPayroll
            case .ended: .endedInPayroll
            case .amounts: .changedInPayroll
            case .payees: .changedPayees
            }
        }

        func rows(of comparison: PayrollComparison) -> [Row] {
            switch self {
            case .new: comparison.new.map { Row(list: self, before: nil, after: $0) }
            case .ended: comparison.ended.map { Row(list: self, before: $0, after: nil) }
            case .amounts:
                comparison.changedAmounts.map {
                    Row(list: self, before: $0.before, after: $0.after)
                }
            case .payees:
                comparison.changedPayees.map {
                    Row(list: self, before: $0.before, after: $0.after)
                }
            }
        }
    }
}

/// Why a unit is paid otherwise than in the month before, in words.
struct DifferenceWords {
    private let context: PageContext

    init(_ context: PageContext) {
        self.context = context
    }

    private var w: Wording { context.w }

    func text(_ difference: PayrollDifference) -> String {
        switch difference {
        case .heldBefore(let reasons): w(.wasHeld, labels(reasons))
        case .heldNow(let reasons): w(.isHeld, labels(reasons))
        case .enrolled(let since):
            since.isEmpty ? w(.isNewlyEnrolled) : w(.enrolledSince, w.date(since))
        case .enrolment(let status, let until):
            until.isEmpty
                ? w(.enrolmentIs, context.label("enrolment_status", status))
                : w(.enrolmentEnded, w.date(until))
        }
    }

    func text(_ change: PayrollComparison.Change) -> String {
        change.causes.map(text).joined(separator: w(.listSeparator) + " ")
    }

    private func text(_ cause: PayrollComparison.Change.Cause) -> String {
        switch cause {
        case .size(let before, let after):
            w(.sizeChanged, w.number(before), w.number(after))
        case .supplement(let category, let before, let after):
            w(
                .supplementChanged, context.label("household_category", category),
                w.number(before), w.number(after))
        case .cap: w(.capChanged)
        case .rules(let before, let after):
            w(.rulesChanged, w.number(before), w.number(after))
        case .payee: w(.payeeChanged)
        case .account: w(.accountChanged)
        }
    }

    private func labels(_ reasons: [String]) -> String {
        reasons.map { context.label("hold_reason", $0) }
            .joined(separator: w(.listSeparator) + " ")
    }
}
