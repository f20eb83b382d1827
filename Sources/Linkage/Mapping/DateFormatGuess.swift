/// Guesses how the dates of a column are written.
public enum DateFormatGuess {
    private static let candidates: [String?] = [
        nil, "dd/MM/yyyy", "MM/dd/yyyy", "dd/MM/yy", "MM/dd/yy",
    ]

    /// The format that reads the most of these texts; nil for ISO 8601 and `yyyyMMdd`, and where
    /// nothing reads them. Where day and month could be either way round, the day comes first.
    public static func format(of texts: [String]) -> String? {
        var best: (format: String?, readable: Int) = (nil, 0)
        for candidate in candidates {
            let readable = texts.count { text in
                guard let date = PartialDate(text, format: candidate) else { return false }
                return date.month > 0 && (1850...2100).contains(date.year)
            }
            if readable > best.readable { best = (candidate, readable) }
        }
        return best.format
    }
}
