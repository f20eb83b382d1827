/// Months as words: English, Iraqi and Egyptian Arabic.
struct MonthNames {
    /// كانون or تشرين, which the next word makes a month.
    private var opened: [UInt16] = []

    /// The month that a word says, folded as names are; nil while it says none.
    mutating func month(_ word: [UInt16]) -> Int? {
        if let first = Self.pairs[opened], let month = first[word] {
            opened = []
            return month
        }
        opened = Self.pairs[word] == nil ? [] : word
        if let month = Self.whole[word] { return month }
        guard word.count >= 3, let month = Self.english[Array(word.prefix(3))] else { return nil }
        // Only a month's own letters: "mar" and "march", but not "mark".
        return Self.englishNames[month - 1].starts(with: word) ? month : nil
    }

    private static let englishNames = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ].map { Array($0.utf16) }
    private static let english = Dictionary(
        uniqueKeysWithValues: englishNames.enumerated().map { (Array($1.prefix(3)), $0 + 1) })
    private static let whole = table([
        ["شباط", "اذار", "نيسان", "ايار", "حزيران", "تموز", "اب", "ايلول"],
        ["فبراير", "مارس", "ابريل", "مايو", "يونيو", "يوليو", "اغسطس", "سبتمبر"],
    ]).merging(
        [("يناير", 1), ("اكتوبر", 10), ("نوفمبر", 11), ("ديسمبر", 12)].map {
            (Array($0.0.utf16), $0.1)
        },
        uniquingKeysWith: { first, _ in first })
    private static let pairs: [[UInt16]: [[UInt16]: Int]] = [
        Array("كانون".utf16): [Array("الثاني".utf16): 1, Array("الاول".utf16): 12],
        Array("تشرين".utf16): [Array("الثاني".utf16): 11, Array("الاول".utf16): 10],
    ]

    /// Lists of names from February on.
    private static func table(_ lists: [[String]]) -> [[UInt16]: Int] {
        var table: [[UInt16]: Int] = [:]
        for list in lists {
            for (index, name) in list.enumerated() { table[Array(name.utf16)] = index + 2 }
        }
        return table
    }
}
