import Casework

extension StaffRole {
    /// What the role is called.
    var phrase: Phrase {
        switch self {
        case .registrar: .roleRegistrar
        case .caseworker: .roleCaseworker
        case .provinceManager: .roleProvinceManager
        case .syncOperator: .roleSyncOperator
        case .payrollMaker: .rolePayrollMaker
        case .payrollApprover: .rolePayrollApprover
        case .auditor: .roleAuditor
        case .administrator: .roleAdministrator
        }
    }
}

extension Phrase {
    /// What the role of a node is called.
    static func nodeRole(_ role: String) -> Phrase {
        switch role {
        case "hub": .nodeHub
        case "province": .nodeProvince
        default: .nodeField
        }
    }
}
