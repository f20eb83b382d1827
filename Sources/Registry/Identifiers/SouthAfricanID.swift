/// The identity number of South Africa: 13 digits `YYMMDD SSSS C A Z` — date of birth, a number
/// that says the sex, citizenship, a digit without meaning today, and a check digit by Luhn.
///
/// Source: Identification Act 68 of 1997, section 7, and the Department of Home Affairs.
public struct SouthAfricanID: Hashable, Sendable {
    /// The 13 digits in ASCII.
    public let text: String

    /// What the eleventh digit says.
    public enum Status: Int, Hashable, Sendable {
        case citizen = 0
        case permanentResident = 1
    }

    /// Why a text is not such a number.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// There is nothing but spaces.
        case empty
        /// Something else than digits.
        case notDigits
        /// Not 13 digits.
        case length(Int)
        /// The first six digits are a day of no century.
        case birthDate
        /// The eleventh digit is neither 0 nor 1.
        case citizenship
        /// The last digit does not follow from the others.
        case checkDigit

        public var description: String {
            switch self {
            case .empty: "is empty"
            case .notDigits: "has something else than digits"
            case .length(let count): "has \(count) digits; a South African ID has 13"
            case .birthDate: "does not begin with a date of birth (YYMMDD)"
            case .citizenship: "has an eleventh digit that is neither 0 (citizen) nor 1 (resident)"
            case .checkDigit: "has a wrong digit: the last one does not agree with the others"
            }
        }
    }

    /// The number written with ASCII or Arabic digits; spaces and hyphens are ignored.
    public init(_ text: some StringProtocol) throws(Problem) {
        let digits = IdentifierText.compact(text)
        guard !digits.isEmpty else { throw .empty }
        guard digits.allSatisfy(IdentifierText.isDigit) else { throw .notDigits }
        guard digits.count == 13 else { throw .length(digits.count) }
        let values = IdentifierText.values(digits)
        guard !Self.birthDates(values).isEmpty else { throw .birthDate }
        guard values[10] <= 1 else { throw .citizenship }
        guard Self.luhnSum(values) % 10 == 0 else { throw .checkDigit }
        self.text = String(decoding: digits, as: UTF8.self)
    }

    /// Citizen or permanent resident.
    public var status: Status {
        digits[10] == 0 ? .citizen : .permanentResident
    }

    /// Whether the number was given to a woman: the four digits after the date are below 5000.
    public var isFemale: Bool {
        digits[6] < 5
    }

    /// The date of birth, as the latest one with these two digits of the year that does not lie
    /// after `day`; nil when there is none. The number itself does not tell the century.
    public func birthDate(notAfter day: CivilDate) -> CivilDate? {
        Self.birthDates(digits).filter { $0 <= day }.max()
    }

    private var digits: [Int] { IdentifierText.values(text.utf8) }

    private static func birthDates(_ digits: [Int]) -> [CivilDate] {
        [1900, 2000].compactMap { century in
            CivilDate(
                year: century + digits[0] * 10 + digits[1], month: digits[2] * 10 + digits[3],
                day: digits[4] * 10 + digits[5])
        }
    }

    /// ISO/IEC 7812-1, annex B: every second digit from the right is doubled.
    private static func luhnSum(_ digits: [Int]) -> Int {
        digits.reversed().enumerated().reduce(0) { sum, next in
            let value = next.offset % 2 == 1 ? next.element * 2 : next.element
            return sum + (value > 9 ? value - 9 : value)
        }
    }
}

extension SouthAfricanID: CustomStringConvertible {
    /// The 13 digits.
    public var description: String { text }
}
