package import Casework

/// Something that somebody may do here.
package enum Right: String, CaseIterable, Sendable {
    case readFamilies
    /// Register families, report changes of circumstances, write notes.
    case writeFamilies
    case readCases
    /// Decide duplicate cases, conflicts and proposals.
    case settleCases
    /// Take files of households and persons in.
    case importFiles
    case readNetwork
    /// Give out tokens, revoke nodes.
    case runNetwork
    case readPayroll
    /// Open, freeze, compute, return, export.
    case makePayroll
    case approvePayroll
    case readAudit
    case manageAccounts

    /// What the roles may do.
    package static func of(_ roles: Set<StaffRole>) -> Set<Right> {
        roles.reduce(into: []) { $0.formUnion(of($1)) }
    }

    package static func of(_ role: StaffRole) -> Set<Right> {
        switch role {
        case .registrar: [.readFamilies, .writeFamilies]
        case .caseworker: [.readFamilies, .writeFamilies, .readCases, .settleCases]
        case .provinceManager:
            [
                .readFamilies, .writeFamilies, .readCases, .settleCases, .importFiles,
                .readNetwork, .manageAccounts,
            ]
        case .syncOperator: [.readNetwork, .runNetwork]
        case .payrollMaker: [.readFamilies, .readPayroll, .makePayroll, .readNetwork]
        case .payrollApprover: [.readFamilies, .readPayroll, .approvePayroll, .readNetwork]
        case .auditor: [.readFamilies, .readCases, .readNetwork, .readPayroll, .readAudit]
        case .administrator: [.manageAccounts, .readNetwork, .readAudit]
        }
    }
}
