/// A moment: milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
public struct Instant: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970 UTC; negative before.
    public let milliseconds: Int64

    /// The moments that ISO 8601 can write with four digits of the year.
    public static let validMilliseconds: ClosedRange<Int64> =
        Int64(CivilDate.validDays.lowerBound) * 86_400_000...Int64(CivilDate.validDays.upperBound)
        * 86_400_000 + 86_399_999

    /// Why a text is not a moment.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// The text is not `YYYY-MM-DDThh:mm:ss[.fff](Z|±hh:mm)`.
        case form
        /// The text has that form, and a part of it is out of range.
        case range

        public var description: String {
            switch self {
            case .form: "is not a time; write YYYY-MM-DDThh:mm:ssZ"
            case .range: "is a time that does not exist"
            }
        }
    }

    /// The moment so many milliseconds after 1970, or nil outside the years 1 to 9999.
    public init?(milliseconds: Int64) {
        guard Self.validMilliseconds.contains(milliseconds) else { return nil }
        self.milliseconds = milliseconds
    }

    /// The moment written in ISO 8601 with seconds, up to nine digits after the point (cut after
    /// the third) and `Z` or an offset such as `+03:00`.
    public init(_ text: some StringProtocol) throws(Problem) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let year = DecimalText.number(bytes[0..<4]),
            let month = DecimalText.number(bytes[5..<7]),
            let day = DecimalText.number(bytes[8..<10]),
            let hour = DecimalText.number(bytes[11..<13]),
            let minute = DecimalText.number(bytes[14..<16]),
            let second = DecimalText.number(bytes[17..<19])
        else { throw .form }
        var (fraction, next) = (0, 19)
        if bytes[next] == UInt8(ascii: ".") {
            let digits = bytes[(next + 1)...].prefix { (0x30...0x39).contains($0) }
            guard (1...9).contains(digits.count) else { throw .form }
            fraction = digits.prefix(3).reduce(0) { $0 * 10 + Int($1 - 0x30) }
            for _ in digits.prefix(3).count..<3 { fraction *= 10 }
            next += 1 + digits.count
        }
        let offset = try Self.offsetMinutes(bytes[next...])
        guard let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60,
            second < 60
        else { throw .range }
        let seconds = (date.daysSince1970 * 24 + hour) * 3600 + minute * 60 + second - offset * 60
        guard let instant = Instant(milliseconds: Int64(seconds * 1000 + fraction)) else {
            throw .range
        }
        self = instant
    }

    /// The civil day at that moment where the clock is so many minutes ahead of UTC.
    public func date(offsetMinutes: Int = 0) -> CivilDate {
        let shifted = milliseconds + Int64(offsetMinutes) * 60_000
        let clamped = min(
            max(shifted, Self.validMilliseconds.lowerBound), Self.validMilliseconds.upperBound)
        let days = Int(clamped.quotientAndFloorRemainder(86_400_000).quotient)
        guard let date = CivilDate(daysSince1970: days) else {
            preconditionFailure("an instant holds only moments of the years 1 to 9999")
        }
        return date
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    private static func offsetMinutes(_ bytes: ArraySlice<UInt8>) throws(Problem) -> Int {
        let text = Array(bytes)
        if text == [UInt8(ascii: "Z")] || text == [UInt8(ascii: "z")] { return 0 }
        guard text.count == 6, text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-"),
            text[3] == UInt8(ascii: ":"), let hours = DecimalText.number(text[1..<3]),
            let minutes = DecimalText.number(text[4..<6])
        else { throw .form }
        guard hours < 24, minutes < 60 else { throw .range }
        return (hours * 60 + minutes) * (text[0] == UInt8(ascii: "-") ? -1 : 1)
    }
}

extension Instant: CustomStringConvertible {
    /// ISO 8601 in UTC with milliseconds: `2026-03-01T08:15:00.250Z`.
    public var description: String {
        let rest = Int(milliseconds.quotientAndFloorRemainder(86_400_000).remainder)
        let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60]
            .map { DecimalText.padded($0, 2) }.joined(separator: ":")
        return "\(date())T\(clock).\(DecimalText.padded(rest % 1000, 3))Z"
    }
}

extension Int64 {
    /// Division that rounds down, so that moments before 1970 fall on the right day.
    fileprivate func quotientAndFloorRemainder(
        _ divisor: Int64
    ) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
