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

    /// Reads `yyyy-MM-dd`, `yyyy-MM`, `yyyy`, `yyyyMMdd`, a time behind the date ignored, or a
    /// `format` made of `yyyy`, `yy`, `MM`, `M`, `dd`, `d` and separators. Digits may be
    /// Arabic-Indic or Persian. Nil where the text is no such date.
    public init?(_ text: String, format: String? = nil) {
        var groups: [(value: Int, length: Int)] = []
        var isOpen = false
        for scalar in text.unicodeScalars {
            guard scalar.value <= 0xFFFF else { continue }
            if let digit = LetterFolding.digit(UInt16(scalar.value)) {
                if isOpen {
                    let last = groups.count - 1
                    guard groups[last].length < 9 else { return nil }
                    groups[last] = (groups[last].value * 10 + Int(digit), groups[last].length + 1)
                } else {
                    groups.append((Int(digit), 1))
                    isOpen = true
                }
            } else if !LetterFolding.isDropped(UInt16(scalar.value)) {
                isOpen = false
            }
        }
        let order = format.map(Self.order(of:)) ?? [.year, .month, .day]
        let width = format.map(Self.widths(of:)) ?? [4, 2, 2]
        if groups.count == 1, groups[0].length == width.reduce(0, +), order.count > 1 {
            var rest = groups[0].value
            var parts: [(Int, Int)] = []
            for size in width.reversed() {
                let scale = (0..<size).reduce(1) { product, _ in product * 10 }
                parts.insert((rest % scale, size), at: 0)
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
