import Registry

/// Says things in a language: texts, numbers, dates, money.
package struct Wording: Sendable {
    package let language: Language
    /// Whether numbers are written with ٠١٢٣٤٥٦٧٨٩.
    let hasArabicDigits: Bool
    /// The country's time ahead of UTC, in minutes.
    let offsetMinutes: Int
    private let book: TextBook

    package init(_ language: Language, hasArabicDigits: Bool, offsetMinutes: Int = 180) {
        self.language = language
        self.hasArabicDigits = hasArabicDigits && language != .english
        self.offsetMinutes = offsetMinutes
        // A dictionary of all languages has each of them.
        book = TextBook.all[language] ?? TextBook.all.values[TextBook.all.startIndex]
    }

    /// A text without parameters.
    func callAsFunction(_ phrase: Phrase) -> String { book.text(phrase) }

    /// A text with values for `{0}`, `{1}` …, each isolated from the direction of the sentence.
    /// For attributes and plain text; `html` does it for pages.
    func callAsFunction(_ phrase: Phrase, _ values: String...) -> String {
        fill(book.text(phrase), values.map { "\u{2068}\($0)\u{2069}" }) { $0 } ?? ""
    }

    /// A sentence for a count, which stands at `{0}`.
    func callAsFunction(_ phrase: Phrase, count: Int) -> String {
        fill(book.text(phrase, count: count), [number(count)]) { $0 } ?? ""
    }

    /// A sentence with pieces of the page for `{0}`, `{1}` ….
    func html(_ phrase: Phrase, _ values: HTML...) -> HTML {
        pieces(book.text(phrase), values)
    }

    /// A sentence for a count at `{0}` and further pieces.
    func html(_ phrase: Phrase, count: Int, _ values: HTML...) -> HTML {
        pieces(book.text(phrase, count: count), [HTML(number(count))] + values)
    }

    private func fill(
        _ text: String, _ values: [String], _ map: (String) -> String
    ) -> String? {
        var result = text
        for (index, value) in values.enumerated() {
            result = result.split(separator: "{\(index)}", omittingEmptySubsequences: false)
                .joined(separator: map(value))
        }
        return result
    }

    private func pieces(_ text: String, _ values: [HTML]) -> HTML {
        var result = HTML.empty
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            result += HTML(String(rest[..<open]))
            rest = rest[open...]
            guard let close = rest.firstIndex(of: "}"),
                let index = Int(rest[rest.index(after: open)..<close]), values.indices ~= index
            else { break }
            result += values[index]
            rest = rest[rest.index(after: close)...]
        }
        return result + HTML(String(rest))
    }

    // MARK: Numbers

    /// A whole number with groups of three.
    func number(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var result: [Character] = []
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) {
                result.append(hasArabicDigits ? "٬" : ",")
            }
            result.append(digit)
        }
        return localised((value < 0 ? "\u{200E}-" : "") + String(result))
    }

    /// A number with one decimal, for bits and shares.
    func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "\u{200E}-" : ""
        let point = hasArabicDigits ? "٫" : "."
        return localised("\(sign)\(tenths.magnitude / 10)\(point)\(tenths.magnitude % 10)")
    }

    /// A share of a hundred.
    func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return number(0) + "%" }
        return number(Int((Double(part) * 100 / Double(whole)).rounded()))
            + (hasArabicDigits ? "٪" : "%")
    }

    /// An amount in whole units with the currency behind or before it.
    func money(_ amountMinor: Int64, _ currency: String) -> String {
        // A code that is not a currency has no minor units to divide by.
        let per = (try? Currency(currency))?.minorPerUnit ?? 1
        let units = number(Int(amountMinor / per))
        guard currency == "IQD" else { return "\(units) \(currency)" }
        return language == .english ? "IQD \(units)" : "\(units) \(self(.dinars))"
    }

    func money(_ money: Money) -> String { self.money(money.amountMinor, money.currency.code) }

    /// Digits as this reader wants them.
    func localised(_ text: String) -> String {
        guard hasArabicDigits else { return text }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    guard ("0"..."9").contains(scalar) else { return scalar }
                    return Unicode.Scalar(scalar.value - 0x30 + 0x660) ?? scalar
                }))
    }

    // MARK: Dates

    private var months: [Substring] { self(.months).split(separator: "|") }

    private func month(_ number: Int) -> String {
        months.indices ~= number - 1 ? String(months[number - 1]) : String(number)
    }

    /// A day in words.
    func date(_ date: CivilDate) -> String {
        localised("\(date.day) ") + month(date.month) + localised(" \(date.year)")
    }

    /// A date as far as it is known; what is no date stays as written.
    func date(_ text: String) -> String {
        guard let date = try? PartialDate(text) else { return text }  // shown as it was imported
        guard let number = date.month else { return localised("\(date.year)") }
        guard let day = date.day else { return month(number) + localised(" \(date.year)") }
        return localised("\(day) ") + month(number) + localised(" \(date.year)")
    }

    /// A month such as `2026-11` in words.
    func cycle(_ text: String) -> String { date(text) }

    /// A moment in the country's time: day and minute.
    func moment(_ milliseconds: Int64) -> String {
        guard let instant = Instant(milliseconds: milliseconds) else { return "" }
        return date(instant.date(offsetMinutes: offsetMinutes)) + " " + time(milliseconds)
    }

    /// The time of day, `14:05`.
    func time(_ milliseconds: Int64) -> String {
        let minutes = (milliseconds / 60_000 + Int64(offsetMinutes)) % 1440
        func two(_ value: Int64) -> String { (value < 10 ? "0" : "") + String(value) }
        return localised("\(two(minutes / 60)):\(two(minutes % 60))")
    }

    /// How long ago, in the largest unit that fits.
    func ago(_ milliseconds: Int64, now: Int64) -> String {
        let minutes = max(0, Int((now - milliseconds) / 60_000))
        if minutes < 1 { return self(.justNow) }
        if minutes < 60 { return self(.minutesAgo, count: minutes) }
        if minutes < 48 * 60 { return self(.hoursAgo, count: minutes / 60) }
        return self(.daysAgo, count: minutes / 1440)
    }

    /// Full years from a birth date to a day; nil when they are not known.
    static func age(_ birth: String, on day: CivilDate) -> Int? {
        guard let date = try? PartialDate(birth) else { return nil }  // as imported: no age
        let month = date.month ?? 7
        let had = (day.month, day.day) >= (month, date.day ?? 1)
        let age = day.year - date.year - (had ? 0 : 1)
        return age >= 0 ? age : nil
    }
}
