/// What is wrong or odd with an answer.
public enum FamilyProblem: Sendable, Equatable {
    case missing
    case noHead
    case severalHeads
    case noMembers
    case badDate
    case inTheFuture
    case tooLongAgo
    case badNationalID(reason: String)
    case badPhone
    case badIBAN(reason: String)
    case badNumber
    /// Two members of the draft have one number.
    case sameAsMember(Int)
    case accountOrNone
    case tooLong
    case controlCharacters
    // What is odd and may be true; it does not stop anybody.
    case childOlderThanHead
    case parentYoungerThanHead
    case youngHead
    case spouseVeryYoung

    /// Whether the family can be saved all the same.
    public var isDoubt: Bool {
        switch self {
        case .childOlderThanHead, .parentYoungerThanHead, .youngHead, .spouseVeryYoung: true
        default: false
        }
    }
}
