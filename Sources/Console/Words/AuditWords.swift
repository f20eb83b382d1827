import Casework

/// The access log in words: what somebody looked at or did, and what for.
enum AuditWords {
    /// A purpose as it is kept, `open: move`, for a reader; what people wrote themselves stays.
    static func text(_ purpose: String, _ w: Wording) -> String {
        let parts = purpose.split(separator: ": ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return act(purpose, w) }
        switch parts[0] {
        case "change":
            return CircumstanceChange.Kind(rawValue: parts[1]).map { w(ChangeWords.phrase($0)) }
                ?? purpose
        case let words where words.hasPrefix("account "):
            return w(.auditAccount, parts[1])
        default: return act(parts[0], w) + w(.listSeparator) + " " + why(parts[1], w)
        }
    }

    private static func act(_ text: String, _ w: Wording) -> String {
        switch text {
        case "open": return w(.auditOpen)
        case "history": return w(.history)
        case "print": return w(.auditPrint)
        case "receipt": return w(.auditReceipt)
        case "register": return w(.auditRegister)
        case "note": return w(.auditNote)
        case "proposal answered": return w(.auditProposal)
        case "duplicate case": return w(.duplicateCase)
        case "duplicate-check": return w(.auditCheck)
        case "conflict": return w(.conflict)
        case "conflicts": return w(.navigationConflicts)
        case "cases": return w(.navigationCases)
        case "search": return w(.navigationSearch)
        case "elsewhere": return w(.elsewhereTitle)
        case "transfers": return w(.navigationTransfers)
        case "transfer asked": return w(.transferIsAsked)
        case "transfer granted": return w(.transferIsGranted)
        case "transfer refused": return w(.transferIsRefused)
        case "import": return w(.navigationImport)
        case "import rejected": return w(.importRejected)
        case "broken rules": return w(.brokenRules)
        case "holds of a payroll": return w(.auditHolds)
        case "register of a payroll": return w(.auditRegisterOf)
        case "comparison of a payroll": return w(.comparison)
        default:
            for (start, phrase) in [
                ("payment file ", Phrase.auditFile), ("payments in file ", .auditFilePayments),
                ("token for ", .tokenFor), ("bundle for ", .auditBundleFor),
                ("bundle from ", .auditBundleFrom),
            ] where text.hasPrefix(start) {
                return w(phrase, String(text.dropFirst(start.count)))
            }
            return text
        }
    }

    private static func why(_ purpose: String, _ w: Wording) -> String {
        switch purpose {
        case "move": w(.purposeMove)
        case "complaint": w(.purposeComplaint)
        case "duplicate": w(.purposeDuplicate)
        default: purpose
        }
    }
}
