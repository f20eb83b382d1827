/// All names of the simulated nation, by number, in every script and spelling as ready bytes.
struct NameBook: Sendable {
    /// The number of a name in the book; 0 is no name.
    typealias NameID = UInt16

    /// What a list holds: a name in Arabic letters, in Latin ones, and in Sorani where it has one.
    struct Entry: Sendable {
        var arabic: String
        var latin: String
        var kurdish: String?
    }

    /// UTF-8 of all spellings, and where each begins: `Spelling.combinations` a name.
    private var text: [UInt8] = []
    private var starts: [Int32] = [0]
    private(set) var latin: [[UInt8]] = []
    private(set) var kurdish: [[UInt8]] = []
    /// Of a name of two words, the first alone; 0 for others.
    private(set) var firstWord: [NameID] = []
    private var numbers: [String: NameID] = [:]

    init() {
        add(Entry(arabic: "", latin: ""))
    }

    /// How many names the book has.
    var count: Int { latin.count }

    /// The number of a name, which is added when it is new.
    @discardableResult
    mutating func add(_ entry: Entry) -> NameID {
        let key = entry.arabic + "|" + (entry.kurdish ?? "")
        if let number = numbers[key] { return number }
        let words = entry.arabic.split(separator: " ")
        let latinWords = entry.latin.split(separator: " ")
        let isCompound =
            words.count == 2 && latinWords.count == 2 && words[0].count > 2
            && !["أم", "بنت", "نور", "زين", "البو", "آل"].contains(words[0])
        let first =
            isCompound
            ? add(Entry(arabic: String(words[0]), latin: String(latinWords[0]))) : 0
        let scalars = Array(entry.arabic.unicodeScalars)
        for combination in 0..<Spelling.combinations {
            let written = Spelling(rawValue: UInt8(combination)).applied(to: scalars)
            for scalar in written { text.append(contentsOf: UTF8.encode(scalar)!) }
            starts.append(Int32(text.count))
        }
        latin.append(Array(entry.latin.utf8))
        let inKurdish =
            entry.kurdish
            ?? String(String.UnicodeScalarView(Spelling.kurdish(scalars)))
        kurdish.append(Array(inKurdish.utf8))
        firstWord.append(first)
        numbers[key] = NameID(latin.count - 1)
        return NameID(latin.count - 1)
    }

    /// The bytes of a name in a spelling of Arabic.
    func arabic(_ name: NameID, _ spelling: Spelling) -> ArraySlice<UInt8> {
        let place = Int(name) * Spelling.combinations + Int(spelling.rawValue)
        return text[Int(starts[place])..<Int(starts[place + 1])]
    }

    /// The entries of a list: `Arabic Latin` or `Kurdish Arabic Latin`, with commas between.
    static func entries(of list: String) -> [Entry] {
        list.split(whereSeparator: { $0 == "," || $0 == "\n" }).compactMap { item in
            let parts = item.split(separator: " ").map {
                String($0.map { $0 == "_" ? " " : $0 })
            }
            return switch parts.count {
            case 2: Entry(arabic: parts[0], latin: parts[1])
            case 3: Entry(arabic: parts[1], latin: parts[2], kurdish: parts[0])
            default: nil
            }
        }
    }
}
