internal import Registry

extension ImportMapping.DateForm {
    /// The date that a text in this form writes. The parts may be parted by `-`, `/` or `.`; a year
    /// alone and year and month are understood in every form.
    func parse(_ text: String) throws(PartialDate.Problem) -> PartialDate {
        if self == .yearMonthDay, let date = try Self.iso(text) { return date }
        let parts = ArabicDigits.toASCII(text)
            .split(omittingEmptySubsequences: false) { "-/.".contains($0) }
            .map { $0.utf8.count <= 4 && !$0.hasPrefix("+") ? Int($0) : nil }
        guard (1...3).contains(parts.count), !parts.contains(nil) else { throw .form }
        var numbers = parts.compactMap(\.self)
        switch self {
        case .yearMonthDay: break
        case .dayMonthYear: numbers.reverse()
        case .monthDayYear:
            if numbers.count == 3 {
                numbers = [numbers[2], numbers[0], numbers[1]]
            } else {
                numbers.reverse()
            }
        }
        // Two digits do not say the century, so they are not a year.
        guard numbers[0] >= 1000 else { throw .form }
        return try PartialDate(
            year: numbers[0], month: numbers.count > 1 ? numbers[1] : nil,
            day: numbers.count > 2 ? numbers[2] : nil)
    }

    /// The usual case, without the detour; nil when it is in another form.
    private static func iso(_ text: String) throws(PartialDate.Problem) -> PartialDate? {
        do {
            return try PartialDate(text)
        } catch {
            if error == .form { return nil }
            throw error
        }
    }
}
