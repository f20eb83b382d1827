/// The levels of agreement of each type of field. 0 always means that a value is missing.
enum Level {
    /// Names: given, lineage, family, free, place.
    enum Name {
        static let exact = 1
        static let sameSkeleton = 2
        static let oneEdit = 3
        static let similar = 4
        /// Similar, but both are names that many people bear: حسن and حسين are two people.
        static let bothEstablished = 5
        static let different = 6
        /// The value of another name field, and the other way round.
        static let exchanged = 7
    }
    /// Mothers' names.
    enum Mother {
        static let exact = 1
        static let firstOnly = 2
        static let firstButRestDiffers = 3
        static let sameSkeleton = 4
        static let similar = 5
        static let bothEstablished = 6
        static let different = 7
    }
    enum Date {
        static let exact = 1
        /// Equal, but a day that clerks write when they do not know it.
        static let exactPlaceholder = 2
        /// The same year, and one of the two is a placeholder or a year alone.
        static let yearAndPlaceholder = 3
        /// One digit differs, or one of day and month.
        static let oneDigit = 4
        static let dayAndMonthSwapped = 5
        static let sameYear = 6
        /// Day and month agree, the year is off by at most two.
        static let sameDayOfYear = 7
        /// Years at most two apart.
        static let near = 8
        static let different = 9
    }
    enum Code {
        static let exact = 1
        static let oneEdit = 2
        /// Two places differ (identifiers).
        static let twoPlaces = 3
        static let different = 4
    }
    enum Year {
        static let exact = 1
        static let offByOne = 2
        static let near = 3
        static let different = 4
    }
    enum Category {
        static let exact = 1
        static let different = 2
    }

    /// What the levels of a type are called, from level 1.
    static func names(of type: FieldType) -> [String] {
        switch type {
        case .givenName, .lineageName, .familyName, .freeName, .place:
            [
                "exact", "same consonants", "one edit", "similar", "similar but both common",
                "different", "exchanged",
            ]
        case .motherName:
            [
                "exact", "first name, rest missing", "first name, rest different",
                "same consonants", "similar", "similar but both common", "different",
            ]
        case .birthDate:
            [
                "exact", "exact placeholder", "same year, placeholder", "one digit",
                "day and month swapped", "same year", "same day of another year", "years near",
                "different",
            ]
        case .identifier, .phone, .postcode: ["exact", "one edit", "two places", "different"]
        case .year: ["exact", "off by one", "near", "different"]
        case .sex, .category: ["exact", "different"]
        }
    }

    /// Where a match is expected before any record was seen; also the anchor of estimation.
    static func priorMatch(of type: FieldType) -> [Double] {
        switch type {
        case .givenName, .lineageName, .familyName:
            [0.86, 0.03, 0.04, 0.02, 0.01, 0.03, 0.01]
        case .freeName, .place: [0.74, 0.03, 0.08, 0.05, 0.01, 0.08, 0.01]
        case .motherName: [0.6, 0.18, 0.03, 0.04, 0.06, 0.02, 0.07]
        case .birthDate: [0.7, 0.08, 0.06, 0.06, 0.01, 0.03, 0.02, 0.02, 0.02]
        case .identifier: [0.9, 0.05, 0.02, 0.03]
        case .phone: [0.6, 0.04, 0.01, 0.35]
        case .postcode: [0.8, 0.07, 0.03, 0.1]
        case .year: [0.88, 0.05, 0.03, 0.04]
        case .sex: [0.985, 0.015]
        case .category: [0.85, 0.15]
        }
    }

    /// What twins agree on, before any were seen, where it differs from other kin: they are born on
    /// one day, get like names, and numbers that are given out one after the other.
    static func priorTwins(of type: FieldType) -> [Double]? {
        switch type {
        case .givenName: [0.004, 0.006, 0.03, 0.06, 0.1, 0.795, 0.005]
        case .birthDate: [0.97, 0.004, 0.004, 0.008, 0.002, 0.004, 0.002, 0.003, 0.003]
        case .identifier: [0.001, 0.15, 0.04, 0.809]
        default: nil
        }
    }

    /// What certainly different members of one family agree on, before any were seen; nil where
    /// that is what strangers agree on.
    static func priorKin(of type: FieldType) -> [Double]? {
        switch type {
        case .givenName: [0.01, 0.005, 0.02, 0.03, 0.04, 0.89, 0.005]
        case .motherName: [0.5, 0.18, 0.05, 0.04, 0.05, 0.03, 0.15]
        case .familyName: [0.85, 0.03, 0.04, 0.02, 0.01, 0.04, 0.01]
        case .birthDate: [0.015, 0.005, 0.02, 0.01, 0.001, 0.02, 0.002, 0.25, 0.677]
        case .identifier: [0.0005, 0.003, 0.0065, 0.99]
        case .phone: [0.4, 0.02, 0.01, 0.57]
        case .sex: [0.5, 0.5]
        default: nil
        }
    }
}
