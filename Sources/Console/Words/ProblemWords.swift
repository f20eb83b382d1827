import Casework

/// What is wrong with an answer, in a sentence that says what to do.
enum ProblemWords {
    static func text(_ problem: FamilyProblem, _ w: Wording) -> String {
        switch problem {
        case .missing: w(.problemMissing)
        case .noHead: w(.problemNoHead)
        case .severalHeads: w(.problemSeveralHeads)
        case .noMembers: w(.problemNoMembers)
        case .badDate: w(.problemBadDate)
        case .inTheFuture: w(.problemInTheFuture)
        case .tooLongAgo: w(.problemTooLongAgo)
        case .badNationalID: w(.problemBadNationalID)
        case .badPhone: w(.problemBadPhone)
        case .badIBAN: w(.problemBadIBAN)
        case .badNumber: w(.problemBadNumber)
        case .sameAsMember: w(.problemSameNumber)
        case .accountOrNone: w(.problemAccountOrNone)
        case .tooLong: w(.problemTooLong)
        case .controlCharacters: w(.problemControlCharacters)
        case .childOlderThanHead: w(.doubtChildOlder)
        case .parentYoungerThanHead: w(.doubtParentYounger)
        case .youngHead: w(.doubtYoungHead)
        case .spouseVeryYoung: w(.doubtYoungSpouse)
        }
    }
}
