import Casework

/// Changes of circumstances in words.
enum ChangeWords {
    static func phrase(_ kind: CircumstanceChange.Kind) -> Phrase {
        switch kind {
        case .birth: .changeBirth
        case .marriage: .changeMarriage
        case .joins: .changeJoins
        case .leaves: .changeLeaves
        case .divorce: .changeDivorce
        case .death: .changeDeath
        case .move: .changeMove
        case .account: .changeAccount
        case .correction: .reasonCorrection
        }
    }

    static func label(_ field: String, _ kind: CircumstanceChange.Kind) -> Phrase {
        switch field {
        case "givenName": .givenName
        case "fatherName": .fatherName
        case "grandfatherName": .grandfatherName
        case "familyName": .familyName
        case "motherName": .motherName
        case "sex": .sex
        case "birthDate": .born
        case "nationalID": .nationalID
        case "phone": .phone
        case "relationship": .relationship
        case "member": .whichMember
        case "area": .newArea
        case "address": .address
        case "iban": .iban
        case "day": kind == .death ? .diedOn : .sinceWhen
        default: .reason
        }
    }
}
