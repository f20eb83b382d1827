import Payroll
import Registry

/// Why an enrolment is not paid, as a sentence: what, because of what, who can settle it.
struct HoldSentence {
    private let context: PageContext
    private let hold: Hold

    init(_ context: PageContext, _ hold: Hold) {
        self.context = context
        self.hold = hold
    }

    var html: HTML {
        tag("p", .class("hold"), .at("title", hold.code.rawValue)) {
            sentence
            HTML(" ")
            tag("span", .class("muted"), text: context.w(settledBy))
        }
    }

    private var sentence: HTML {
        let w = context.w
        switch hold {
        case .openDuplicate(let id):
            guard context.may(.readCases) else { return HTML(w(.holdDuplicate)) }
            return tag("a", .href(Link(.caseDetail, id.description)), text: w(.holdDuplicate))
        case .openConflict(let record, let group):
            guard context.may(.readCases) else { return HTML(w(.holdConflict)) }
            return tag(
                "a", .href(Link(.conflictDetail, record.description, "\(group)")),
                text: w(.holdConflict))
        case .failedVerification(_, let register):
            return w.html(.holdVerification, isolated(context.label("register", register)))
        case .staleNode(let node, let since):
            guard let since else { return w.html(.holdNeverSynced, code(node)) }
            return w.html(.holdStale, code(node), HTML(w.moment(since.milliseconds)))
        case .noValidAccount(.missing): return HTML(w(.holdNoAccount))
        case .noValidAccount(.notAnIBAN): return HTML(w(.holdBadIBAN))
        case .noValidAccount(.unknownBank(let bank)): return w.html(.holdBank, code(bank))
        case .deceased(_, let register):
            return w.html(.holdDeceased, isolated(context.label("register", register)))
        case .suspended(let reason): return w.html(.holdSuspended, isolated(reason))
        case .stoppedByHand(let officer, let reason):
            return w.html(.holdStopped, isolated(officer.name), isolated(reason))
        case .alreadyEntitled: return HTML(w(.holdAlreadyEntitled))
        case .enrolledTwice: return HTML(w(.holdEnrolledTwice))
        case .noAmount(let size): return w.html(.holdNoAmount, HTML(w.number(size)))
        case .unwritableName: return HTML(w(.holdName))
        case .sharedAccount(let households):
            return w.html(.holdShared, HTML(w.number(households)))
        }
    }

    private var settledBy: Phrase {
        switch hold {
        case .openDuplicate, .openConflict: .settledByCaseworker
        case .noValidAccount, .deceased, .unwritableName, .sharedAccount: .settledByDesk
        case .staleNode: .settledBySync
        case .failedVerification, .suspended, .stoppedByHand, .alreadyEntitled, .enrolledTwice,
            .noAmount:
            .settledByHeadquarters
        }
    }
}
