/// A civil date known to the year, to the month or to the day, without a zone.
///
/// Many people know only the year in which they were born. What is not known is absent; it is
/// never filled in with January or with 1 July.
public struct PartialDate: Hashable, Sendable {
    /// 1 to 9999.
    public let year: Int
    /// 1 to 12, or nil when only the year is known.
    public let month: Int?
    /// 1 to 31, or nil when the day is not known.
    public let day: Int?

    /// How much of the date is known.
    public enum Precision: String, Hashable, Sendable {
        case year, month, day
    }

    /// Why a text or three numbers are not a date.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// The text is not `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
        case form
        /// The year is not between 1 and 9999.
        case year(Int)
        /// The month is not between 1 and 12.
        case month(Int)
        /// The month has no such day.
        case day(Int, year: Int, month: Int)
        /// A day was given without its month.
        case dayWithoutMonth

        public var description: String {
            switch self {
            case .form: "is not a date; write YYYY-MM-DD, YYYY-MM or YYYY"
            case .year(let year): "has the year \(year); years run from 1 to 9999"
            case .month(let month): "has the month \(month); months run from 1 to 12"
            case .day(let day, let year, let month):
                "has the day \(day), but month \(month) of \(year) has "
                    + "\(CivilDate.daysInMonth(year: year, month: month)) days"
            case .dayWithoutMonth: "has a day without a month"
            }
        }
    }

    /// The date of these parts; throws when no calendar has it.
    public init(year: Int, month: Int? = nil, day: Int? = nil) throws(Problem) {
        guard (1...9999).contains(year) else { throw .year(year) }
        if let month {
            guard (1...12).contains(month) else { throw .month(month) }
            if let day, day < 1 || day > CivilDate.daysInMonth(year: year, month: month) {
                throw .day(day, year: year, month: month)
            }
        } else if day != nil {
            throw .dayWithoutMonth
        }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date written as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, in ASCII or Arabic digits.
    public init(_ text: some StringProtocol) throws(Problem) {
        try self.init(bytes: Array(ArabicDigits.toASCII(text).utf8))
    }

    private init(bytes: [UInt8]) throws(Problem) {
        let hyphen = UInt8(ascii: "-")
        guard [4, 7, 10].contains(bytes.count), let year = DecimalText.number(bytes[..<4]) else {
            throw .form
        }
        var (month, day): (Int?, Int?) = (nil, nil)
        if bytes.count > 4 {
            guard bytes[4] == hyphen, let number = DecimalText.number(bytes[5..<7]) else {
                throw .form
            }
            month = number
        }
        if bytes.count > 7 {
            guard bytes[7] == hyphen, let number = DecimalText.number(bytes[8...]) else {
                throw .form
            }
            day = number
        }
        try self.init(year: year, month: month, day: day)
    }

    /// The date of a whole civil date.
    public init(_ date: CivilDate) {
        let (year, month, day) = date.components
        self.year = year
        self.month = month
        self.day = day
    }

    /// How much of the date is known.
    public var precision: Precision {
        day != nil ? .day : month != nil ? .month : .year
    }

    /// The day, or nil when the date is known only to the month or to the year.
    public var civilDate: CivilDate? {
        guard let month, let day else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }
}

extension PartialDate: CustomStringConvertible {
    /// ISO 8601, as far as known: `2014`, `2014-03`, `2014-03-09`.
    public var description: String {
        var text = DecimalText.padded(year, 4)
        if let month { text += "-" + DecimalText.padded(month, 2) }
        if let day { text += "-" + DecimalText.padded(day, 2) }
        return text
    }
}
