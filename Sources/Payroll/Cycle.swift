public import Registry

/// The month that a payroll pays for, a civil month without a time zone.
public struct Cycle: Hashable, Comparable, Sendable {
    /// The year, 2000 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int

    /// The cycle of this month, or nil when there is no such month.
    public init?(year: Int, month: Int) {
        guard (2000...9999).contains(year), (1...12).contains(month) else { return nil }
        self.year = year
        self.month = month
    }

    /// The cycle written as `2026-02`, or nil for anything else.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 7, bytes[4] == UInt8(ascii: "-") else { return nil }
        var numbers = (year: 0, month: 0)
        for (index, byte) in bytes.enumerated() where index != 4 {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let digit = Int(byte - UInt8(ascii: "0"))
            if index < 4 {
                numbers.year = numbers.year * 10 + digit
            } else {
                numbers.month = numbers.month * 10 + digit
            }
        }
        self.init(year: numbers.year, month: numbers.month)
    }

    public static func < (left: Cycle, right: Cycle) -> Bool {
        (left.year, left.month) < (right.year, right.month)
    }

    /// The first day of the month.
    public var firstDay: CivilDate { day(1) }

    /// The last day of the month.
    public var lastDay: CivilDate { day(CivilDate.daysInMonth(year: year, month: month)) }

    private func day(_ day: Int) -> CivilDate {
        guard let date = CivilDate(year: year, month: month, day: day) else {
            preconditionFailure("a cycle is a month of the calendar")
        }
        return date
    }
}

extension Cycle: CustomStringConvertible {
    /// The cycle as `2026-02`.
    public var description: String {
        "\(year)-" + (month < 10 ? "0" : "") + "\(month)"
    }
}
