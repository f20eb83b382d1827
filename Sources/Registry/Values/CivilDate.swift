/// A day of the proleptic Gregorian calendar, without a time and without a zone.
///
/// Arithmetic follows Howard Hinnant, "chrono-compatible low-level date algorithms" (2013).
/// Years run from 1 to 9999, which is what ISO 8601 writes with four digits.
public struct CivilDate: Hashable, Comparable, Sendable {
    /// Days since 1 January 1970, which is day 0.
    public let daysSince1970: Int

    /// The first and the last day that can be said: 0001-01-01 and 9999-12-31.
    public static let validDays = -719_162...2_932_896

    /// The day so many days after 1 January 1970, or nil outside the years 1 to 9999.
    public init?(daysSince1970: Int) {
        guard Self.validDays.contains(daysSince1970) else { return nil }
        self.daysSince1970 = daysSince1970
    }

    /// The day with this year, month (1 to 12) and day of the month, or nil when there is none.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysInMonth(year: year, month: month)
        else { return nil }
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSince1970 = era * 146_097 + dayOfEra - 719_468
    }

    /// The day written as `YYYY-MM-DD` in ASCII or Arabic digits, or nil when it is not one.
    public init?(_ text: some StringProtocol) {
        guard let date = try? PartialDate(text), let full = date.civilDate else { return nil }
        self = full
    }

    /// Year, month and day of the month.
    public var components: (year: Int, month: Int, day: Int) {
        let shifted = daysSince1970 + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The year, 1 to 9999.
    public var year: Int { components.year }
    /// The month, 1 to 12.
    public var month: Int { components.month }
    /// The day of the month, 1 to 31.
    public var day: Int { components.day }

    /// The day so many days later (or earlier, when negative); nil outside the years 1 to 9999.
    public func adding(days: Int) -> CivilDate? {
        let (sum, overflow) = daysSince1970.addingReportingOverflow(days)
        return overflow ? nil : CivilDate(daysSince1970: sum)
    }

    /// How many days later the other day is; negative when it is earlier.
    public func days(until other: CivilDate) -> Int {
        other.daysSince1970 - daysSince1970
    }

    /// Whether the year has a 29th of February.
    public static func isLeap(year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// How many days the month (1 to 12) has in that year.
    public static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }
}

extension CivilDate: CustomStringConvertible {
    /// ISO 8601: `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = components
        return DecimalText.padded(year, 4) + "-" + DecimalText.padded(month, 2) + "-"
            + DecimalText.padded(day, 2)
    }
}
