/// What somebody is employed to do; an account has one or more.
public enum StaffRole: String, CaseIterable, Hashable, Sendable {
    /// Searches, registers, reports changes of circumstances.
    case registrar
    /// Also settles duplicate cases and conflicts.
    case caseworker
    /// Answers for a province: its work and its people.
    case provinceManager = "province-manager"
    /// Looks after the links between nodes.
    case syncOperator = "sync-operator"
    case payrollMaker = "payroll-maker"
    case payrollApprover = "payroll-approver"
    /// Reads everything and changes nothing.
    case auditor
    /// Looks after accounts.
    case administrator

    /// Whether a password alone is not enough.
    public var needsSecondFactor: Bool {
        switch self {
        case .payrollMaker, .payrollApprover, .administrator: true
        default: false
        }
    }

    /// The roles of an account as its record lists them; unknown ones are left out.
    public static func parse(_ text: String) -> Set<StaffRole> {
        Set(
            text.split(separator: ",").compactMap { part in
                StaffRole(rawValue: part.trimmingPrefix { $0 == " " }.description)
            })
    }
}
