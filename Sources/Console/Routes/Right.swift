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
    /// Exchange files with other nodes where no network is.
    case carryBundles
    /// See how the node is set up.
    case readConfiguration
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
        case .registrar: [.readFamilies, .writeFamilies, .carryBundles]
        case .caseworker:
            [.readFamilies, .writeFamilies, .readCases, .settleCases, .carryBundles]
        case .provinceManager:
            [
                .readFamilies, .writeFamilies, .readCases, .settleCases, .importFiles,
                .readNetwork, .manageAccounts, .carryBundles,
            ]
        case .syncOperator: [.readNetwork, .runNetwork, .carryBundles, .readConfiguration]
        case .payrollMaker: [.readFamilies, .readPayroll, .makePayroll, .readNetwork]
        case .payrollApprover: [.readFamilies, .readPayroll, .approvePayroll, .readNetwork]
        case .auditor:
            [
                .readFamilies, .readCases, .readNetwork, .readPayroll, .readAudit,
                .readConfiguration,
            ]
        case .administrator:
            [.manageAccounts, .readNetwork, .readAudit, .readConfiguration]
        }
    }
}
