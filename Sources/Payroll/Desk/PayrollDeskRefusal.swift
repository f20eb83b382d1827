public import Registry

/// Why the payroll desk does not do what it was asked; nothing was written.
public enum PayrollDeskRefusal: Error, Sendable, Equatable {
    case onlyHeadquarters
    case noSuchPayroll(String)
    case ambiguous(String)
    case openAlready(programme: String, cycle: String, RecordID)
    case noProgramme(String)
    case noVersion(programme: String, cycle: String)
    case damagedRules(programme: String)
    case badOfficer(String)
    case snapshotMissing
    case changedSinceApproval(String)
    case fileChanged(String)
}

extension PayrollDeskRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .onlyHeadquarters: "Payrolls are made at the hub only."
        case .noSuchPayroll(let text):
            text.isEmpty
                ? "There is no payroll yet. Open one with `shabaka payroll open`."
                : "There is no payroll “\(text)”. `shabaka payroll show` lists them."
        case .ambiguous(let text):
            "More than one payroll begins with “\(text)”. Give more of its id."
        case .openAlready(let programme, let cycle, let id):
            "\(programme) has a payroll for \(cycle) already: \(id). Go on with that one."
        case .noProgramme(let code):
            "There is no programme “\(code)” here. Import a country pack that has it."
        case .noVersion(let programme, let cycle):
            "No version of \(programme) holds in \(cycle)."
        case .damagedRules(let programme): "The rules of \(programme) cannot be read."
        case .badOfficer(let name): "“\(name)” is not a name. Give --actor NAME."
        case .snapshotMissing:
            "What the payroll was frozen on is not on this machine. Freeze it again."
        case .changedSinceApproval(let what):
            "Since it was computed, \(what). Return the payroll, freeze and compute it again."
        case .fileChanged(let name):
            "The payment file \(name) would not be the one that was sealed. Run "
                + "`shabaka audit verify`: a row of the payroll was changed."
        }
    }
}
