/// A date of which month and day may be unknown, packed into a cell.
public struct PartialDate: Sendable, Hashable {
    /// 1 to 4095.
    public let year: Int
    /// 1 to 12, or 0 when unknown.
    public let month: Int
    /// 1 to 31, or 0 when unknown.
    public let day: Int

    /// Nil where the parts cannot be a date. Days that a month lacks are kept: they are typing errors
    /// in a date that still says something.
    public init?(year: Int, month: Int = 0, day: Int = 0) {
        guard (1...4095).contains(year), (0...12).contains(month), (0...31).contains(day),
            month > 0 || day == 0
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `yyyy-MM-dd`, `yyyy-MM`, `yyyy`, `yyyyMMdd`, `14 Sep 1983`, a time behind the date
    /// ignored, or a `format` made of `yyyy`, `yy`, `MM`, `M`, `MMM`, `dd`, `d` and separators.
    /// Digits may be Arabic-Indic or Persian, months may be words. Nil where the text is no such
    /// date.
    public init?(_ text: String, format: String? = nil) {
        guard var groups = Self.groups(of: text) else { return nil }
        let isWritten = groups.contains(where: \.isWord)
        var order = format.map(Self.order(of:)) ?? [.year, .month, .day]
        // With a month in words the place of the year is plain.
        if format == nil, isWritten, groups.count >= 3, groups[2].length == 4 {
            order = groups[0].isWord ? [.month, .day, .year] : [.day, .month, .year]
        }
        let width = format.map(Self.widths(of:)) ?? [4, 2, 2]
        if groups.count == 1, groups[0].length == width.reduce(0, +), order.count > 1 {
            var rest = groups[0].value
            var parts: [Group] = []
            for size in width.reversed() {
                let scale = (0..<size).reduce(1) { product, _ in product * 10 }
                parts.insert(Group(value: rest % scale, length: size, isWord: false), at: 0)
                rest /= scale
            }
            groups = parts
        }
        guard !groups.isEmpty else { return nil }
        var parts: [Part: Int] = [:]
        for (part, group) in zip(order, groups) { parts[part] = group.value }
        // A year alone is a date whatever the format.
        if groups.count == 1, groups[0].length == 4 { parts = [.year: groups[0].value] }
        guard var year = parts[.year] else { return nil }
        if let format, !format.contains("yyyy"), year < 100 { year += year < 30 ? 2000 : 1900 }
        self.init(year: year, month: parts[.month] ?? 0, day: parts[.day] ?? 0)
    }

    /// A run of digits, or a month in words.
    private struct Group {
        var value: Int
        var length: Int
        var isWord: Bool
    }

    /// The numbers of a text and its months in words; nil where a number is no part of a date.
    private static func groups(of text: String) -> [Group]? {
        var groups: [Group] = []
        var isOpen = false
        var word: [UInt16] = []
        var names = MonthNames()
        for scalar in text.unicodeScalars {
            guard scalar.value <= 0xFFFF else { continue }
            let unit = UInt16(scalar.value)
            if LetterFolding.isDropped(unit) { continue }
            if let digit = LetterFolding.digit(unit) {
                close(&word, &names, &groups)
                if isOpen {
                    let last = groups.count - 1
                    guard groups[last].length < 9 else { return nil }
                    groups[last].value = groups[last].value * 10 + Int(digit)
                    groups[last].length += 1
                } else {
                    groups.append(Group(value: Int(digit), length: 1, isWord: false))
                    isOpen = true
                }
                continue
            }
            isOpen = false
            if let letter = LetterFolding.latin(unit) {
                word.append(UInt16(letter))
            } else if scalar.properties.isAlphabetic {
                word.append(LetterFolding.arabic(unit))
            } else {
                close(&word, &names, &groups)
            }
        }
        close(&word, &names, &groups)
        return groups
    }

    private static func close(
        _ word: inout [UInt16], _ names: inout MonthNames, _ groups: inout [Group]
    ) {
        if word.isEmpty { return }
        if let month = names.month(word) {
            groups.append(Group(value: month, length: 2, isWord: true))
        }
        word = []
    }

    private enum Part { case year, month, day }

    private static func order(of format: String) -> [Part] {
        var order: [Part] = []
        for letter in format {
            let part: Part? =
                switch letter {
                case "y": .year
                case "M": .month
                case "d": .day
                default: nil
                }
            if let part, !order.contains(part) { order.append(part) }
        }
        return order
    }

    private static func widths(of format: String) -> [Int] {
        order(of: format).map { part in
            let letter: Character = part == .year ? "y" : part == .month ? "M" : "d"
            return format.filter { $0 == letter }.count
        }
    }

    /// Year, month and day in 21 bits.
    var packed: UInt32 { UInt32(year) << 9 | UInt32(month) << 5 | UInt32(day) }
}
