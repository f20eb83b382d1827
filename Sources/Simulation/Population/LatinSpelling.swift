/// The many ways in which one Arabic name is written in Latin letters.
enum LatinSpelling {
    /// What clerks interchange: the usual form, the other one, and how often, of a hundred.
    private static let exchanges: [(from: String, to: String, percent: Int)] = [
        ("Mohammed", "Muhammad", 45), ("Mohammed", "Mohamed", 50), ("Hussein", "Husain", 25),
        ("Hussein", "Hussain", 45), ("Ahmed", "Ahmad", 40), ("Othman", "Uthman", 30),
        ("Omar", "Umar", 20), ("Fatima", "Fatimah", 30), ("Zainab", "Zaynab", 25),
        ("Zainab", "Zeinab", 25), ("Maryam", "Mariam", 35), ("Yousif", "Yusuf", 35),
        ("Yousif", "Youssef", 20), ("ee", "i", 45), ("oo", "u", 40), ("ou", "u", 20),
        ("ai", "ay", 12), ("ei", "ai", 15), ("aa", "a", 40), ("dh", "d", 15), ("q", "k", 8),
        ("q", "g", 4), ("th", "t", 6), ("ss", "s", 30), ("mm", "m", 30), ("zz", "z", 30),
        ("tt", "t", 30), ("bb", "b", 30), ("kh", "k", 3), ("iya", "ia", 30), ("iya", "iyya", 12),
        ("Abdul", "Abdal", 5), ("Abdul", "Abdel", 25), ("Abdul", "Abdul ", 25), ("j", "g", 3),
        ("w", "u", 3), ("is", "es", 3), ("im", "em", 8),
    ]

    /// One of the spellings of a name in Latin letters.
    static func variant(
        of name: [UInt8], isFamily: Bool, _ random: inout SplitMix64
    ) -> [UInt8] {
        var text = name
        for (from, to, percent) in exchanges {
            guard let place = place(of: Array(from.utf8), in: text) else { continue }
            if random.chance(percent) {
                text.replaceSubrange(place..<(place + from.utf8.count), with: Array(to.utf8))
            }
        }
        if text.last == UInt8(ascii: "a"), random.chance(15) { text.append(UInt8(ascii: "h")) }
        if isFamily, text.count > 5, text.starts(with: "Al".utf8) {
            let rest = text.dropFirst(2)
            let capital = [rest.first.map { $0 & 0xDF } ?? 0x20] + rest.dropFirst()
            switch random.under(5) {
            case 0: text = Array("Al-".utf8) + capital
            case 1: text = Array("Al ".utf8) + capital
            case 2: text = Array("El-".utf8) + capital
            case 3: text = Array(capital)
            default: break
            }
        }
        return text
    }

    private static func place(of part: [UInt8], in text: [UInt8]) -> Int? {
        guard text.count >= part.count else { return nil }
        return (0...(text.count - part.count)).first {
            text[$0..<($0 + part.count)].elementsEqual(part)
        }
    }
}
