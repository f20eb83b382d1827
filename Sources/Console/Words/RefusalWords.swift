import Casework
import ChangeLog
import Payroll

/// Why something was not done, in a sentence of the reader's language that says what to do. What no
/// sentence here knows is told in the words of the program, behind one that says so.
enum RefusalWords {
    static func text(_ error: any Error, _ w: Wording) -> String {
        switch error {
        case let refusal as AccountRefusal: text(refusal, w)
        case let refusal as BundleWork.Refusal: text(refusal, w)
        case let refusal as DuplicateRefusal: text(refusal, w)
        case let refusal as PayrollDeskRefusal: text(refusal, w)
        case let refusal as PayrollRefusal: text(refusal, w)
        case let refusal as SettleRefusal: text(refusal, w)
        case let refusal as TransferRefusal: text(refusal, w)
        case JournalSession.QuarantineRefusal.onlyHeadquarters: w(.refusedOnlyHeadquarters)
        case JournalSession.QuarantineRefusal.notSetAside: w(.refusedNotOpen)
        default: w(.refusedNotPossible, "\(error)")
        }
    }

    private static func text(_ refusal: AccountRefusal, _ w: Wording) -> String {
        switch refusal {
        case .nameTaken: w(.refusedNameTaken)
        case .badName: w(.refusedBadName)
        case .shortPassword: w(.passwordShort)
        case .noRole: w(.refusedNoRole)
        case .makerAndApprover: w(.refusedMakerAndApprover)
        default: w(.refusedNotPossible, refusal.description)
        }
    }

    private static func text(_ refusal: BundleWork.Refusal, _ w: Wording) -> String {
        switch refusal {
        case .changed: w(.bundleChanged)
        case .cut: w(.bundleCut)
        case .forAnother(let receiver): w(.bundleForAnother, receiver)
        case .fromStranger(let sender): w(.bundleFromStranger, sender)
        case .otherKey(let receiver): w(.bundleOtherKey, receiver)
        case .revoked(let name): w(.bundleRevoked, name)
        case .tooLarge(let receiver): w(.bundleTooLarge, receiver)
        case .busy: w(.bundleBusy)
        case .unreadable: w(.bundleUnreadable)
        case .unsigned(let sender): w(.bundleUnsigned, sender)
        case .upgradeFirst: w(.bundleUpgradeFirst)
        }
    }

    private static func text(_ refusal: DuplicateRefusal, _ w: Wording) -> String {
        switch refusal {
        case .alreadyDecided: w(.caseAlreadyDecided)
        case .reasonMissing: w(.reasonNeeded)
        case .notDecided: w(.caseNotDecided)
        case .nothingOpen: w(.groupNothingOpen)
        case .onlyHeadquarters: w(.refusedOnlyHeadquarters)
        case .noSuchCase, .ambiguous, .notInCase, .notInGroup: w(.refusedNotOpen)
        }
    }

    private static func text(_ refusal: PayrollDeskRefusal, _ w: Wording) -> String {
        switch refusal {
        case .onlyHeadquarters: w(.refusedOnlyHeadquarters)
        case .openAlready: w(.payrollOpenAlready)
        case .noProgramme(let code): w(.refusedNoProgramme, code)
        case .noVersion(let programme, let cycle): w(.refusedNoVersion, programme, cycle)
        case .damagedRules(let programme): w(.refusedRulesDamaged, programme)
        case .snapshotMissing: w(.refusedSnapshotMissing)
        case .changedSinceApproval: w(.refusedChangedSince)
        case .fileChanged(let name): w(.refusedFileChanged, name)
        case .noSuchPayroll, .ambiguous, .badOfficer:
            w(.refusedNotPossible, refusal.description)
        }
    }

    private static func text(_ refusal: PayrollRefusal, _ w: Wording) -> String {
        switch refusal {
        case .approverIsMaker: w(.refusedApproverIsMaker)
        case .approvedAlready: w(.refusedApprovedAlready)
        case .notNow: w(.refusedNotNow)
        case .reasonMissing: w(.problemMissing)
        case .changed: w(.refusedChangedSince)
        case .approvalsMissing(let have, let need):
            w(.refusedApprovalsMissing, w.number(have), w.number(need))
        case .pending(let count): w(.refusedAnswersMissing, w.number(count))
        case .sumsDiffer: w(.refusedSumsDiffer)
        }
    }

    private static func text(_ refusal: SettleRefusal, _ w: Wording) -> String {
        switch refusal {
        case .samePerson: w(.proposalOwn)
        case .needsSecondPerson: w(.refusedTwoPeople)
        case .noConflict, .noSuchClaim, .noSuchProposal, .notOpen, .wrongChoice:
            w(.refusedNotOpen)
        }
    }

    private static func text(_ refusal: TransferRefusal, _ w: Wording) -> String {
        switch refusal {
        case .notYours: w(.transferNotYours)
        case .answered: w(.transferAnswered)
        case .householdNotHere: w(.transferNotHere)
        case .unknownArea, .noSuchTransfer: w(.refusedNotPossible, refusal.description)
        }
    }
}
