/// Writes what stands in a record once more, as another clerk may write it: with other habits of
/// spelling, a slip of the finger, in Latin letters, with a guessed day.
public struct SecondClerk: Sendable {
    private var random: SplitMix64
    private let book: NameBook
    /// Names by each of their spellings in Arabic letters.
    private var numbers: [String: NameBook.NameID] = [:]

    /// A clerk whose errors depend on nothing but `seed`.
    public init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        book = NameChoices().book
        for number in 1..<book.count {
            for spelling in 0..<Spelling.combinations {
                let text = String(
                    decoding: book.arabic(
                        NameBook.NameID(number), Spelling(rawValue: UInt8(spelling))),
                    as: UTF8.self)
                if numbers[text] == nil { numbers[text] = NameBook.NameID(number) }
            }
        }
    }

    /// The name in another spelling or with one slip; empty stays empty.
    public mutating func name(_ text: String) -> String {
        guard !text.isEmpty else { return text }
        if let number = numbers[text], random.chance(50) {
            let spelling = Spelling(rawValue: UInt8(random.below(Spelling.combinations)))
            let other = String(decoding: book.arabic(number, spelling), as: UTF8.self)
            if other != text { return other }
        }
        return String(decoding: Clerk.mistyped(Array(text.utf8)[...], &random), as: UTF8.self)
    }

    /// The name in one of its spellings in Latin letters; nil where the name is not known.
    public mutating func latin(_ text: String, isFamily: Bool = false) -> String? {
        guard let number = numbers[text] else { return nil }
        return String(
            decoding: LatinSpelling.variant(
                of: book.latin[Int(number)], isFamily: isFamily, &random), as: UTF8.self)
    }

    /// A date `yyyy-MM-dd` with day and month swapped, another day, a year beside it, or the day
    /// that is written where none is known. What is no such date stays as it is.
    public mutating func date(_ text: String) -> String {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return text }
        var (year, month, day) = (parts[0], parts[1], parts[2])
        switch random.below(4) {
        case 0 where day <= 12: swap(&month, &day)
        case 1: (month, day) = (7, 1)
        case 2: year -= 1
        default: day = 1 + random.below(28)
        }
        var bytes: [UInt8] = []
        for (place, number) in [year, month, min(day, 28)].enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: "-")) }
            bytes.append(decimal: number, places: place == 0 ? 4 : 2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A number with two neighbouring digits swapped, or one that is wrong.
    public mutating func number(_ text: String) -> String {
        var digits = Array(text.utf8)
        guard digits.count > 3 else { return text }
        let place = 2 + random.below(digits.count - 3)
        if digits[place] != digits[place + 1], random.chance(40) {
            digits.swapAt(place, place + 1)
        } else {
            digits[place] = UInt8(0x30 + (Int(digits[place] & 15) + 1 + random.below(9)) % 10)
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
