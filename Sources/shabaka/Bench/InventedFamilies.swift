import Foundation
import Intake

/// Files of made-up families in the shape of the ministry's exports, the same on every machine from
/// the same seed. They measure time: real families are more various.
struct InventedFamilies {
    /// How many households were written.
    private(set) var households = 0
    /// How many persons were written.
    private(set) var persons = 0
    /// Where the files lie: households, then persons.
    let paths: [String]

    private var word: UInt64
    private static let flushBytes = 1 << 20

    /// Writes the files of so many persons into a folder. Throws what the file system refuses.
    init(persons count: Int, seed: UInt64, in folder: String) throws {
        paths = [folder + "/households.csv", folder + "/persons.csv"]
        word = seed
        var rows = (CSVWriter(), CSVWriter())
        rows.0.append(FileKind.household.fields.map(\.name))
        rows.1.append(FileKind.person.fields.map(\.name))
        let files = try paths.map { path in
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        }
        while persons < count {
            households += 1
            let number = "BN-" + Self.padded(households, 8)
            rows.0.append(household(number))
            let family = family(number)
            persons += family.count
            for person in family { rows.1.append(person) }
            if rows.1.bytes.count > Self.flushBytes || persons >= count {
                try files[0].write(contentsOf: Data(rows.0.take()))
                try files[1].write(contentsOf: Data(rows.1.take()))
            }
        }
        for file in files { try file.close() }
    }

    private mutating func household(_ number: String) -> [String] {
        [
            number, "IQ-BG", "01-\(1 + below(6))",
            "محلة \(100 + below(900)) زقاق \(1 + below(60)) دار \(1 + below(90))",
            of(["widow", "unemployed", "low-income", "elderly", "disabled", "orphans"]),
            of(["owned", "rented", "relatives", "informal"]), "\(1 + below(5))",
            "\(below(20) * 25000)", below(25) == 0 ? "" : iban(), date(from: 2019, years: 7),
        ]
    }

    private mutating func family(_ household: String) -> [[String]] {
        let father = [of(Self.men), of(Self.men), of(Self.men)]
        let tribe = of(Self.tribes)
        let mother = of(Self.women)
        let phone = "077" + digits(8)
        return (0...below(7)).map { place in
            let isMale = place == 0 || (place > 1 && below(2) == 0)
            let birth = date(from: place < 2 ? 1950 : 1990, years: place < 2 ? 45 : 34)
            let line = place == 0 ? father : [of(isMale ? Self.men : Self.women)] + father.prefix(2)
            return [
                household + "-0\(place + 1)", household,
                place == 0 ? "head" : place == 1 ? "spouse" : "child",
            ] + line + [
                tribe, place < 2 ? of(Self.women) : mother, isMale ? "M" : "F", birth,
                below(4) == 0 ? "" : birth.prefix(4) + digits(8), phone,
                place < 2 ? "married" : "single", below(12) == 0 ? "yes" : "no",
                of(["unemployed", "casual", "inactive", "self-employed"]),
            ]
        }
    }

    /// An account with check digits by ISO 13616.
    private mutating func iban() -> String {
        let bank = of(["RAFB", "NBIQ", "RDNB"])
        let account = digits(15)
        var rest = 0
        for byte in (bank + account + "IQ00").utf8 {
            let value = byte >= 0x41 ? Int(byte) - 55 : Int(byte) - 48
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97
        }
        return "IQ" + Self.padded(98 - rest, 2) + bank + account
    }

    private mutating func date(from year: Int, years: Int) -> String {
        "\(year + below(years))-" + Self.padded(1 + below(12), 2) + "-"
            + Self.padded(1 + below(28), 2)
    }

    private mutating func digits(_ count: Int) -> String {
        var limit = 1
        for _ in 0..<min(count, 9) { limit *= 10 }
        let text = Self.padded(below(limit), min(count, 9))
        return count > 9 ? text + digits(count - 9) : text
    }

    private mutating func of(_ words: [String]) -> String { words[below(words.count)] }

    /// Numbers that look like chance (Knuth's MMIX generator).
    private mutating func below(_ limit: Int) -> Int {
        word = word &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((word >> 33) % UInt64(limit))
    }

    private static func padded(_ number: Int, _ places: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, places - text.utf8.count)) + text
    }

    private static let men = [
        "محمد", "علي", "احمد", "حسين", "حسن", "عباس", "كريم", "جاسم", "سعد", "عمر", "قاسم",
        "ابراهيم", "يوسف", "صالح", "حميد", "رشيد", "عبدالله", "عبدالرزاق", "ناصر", "خالد",
    ]
    private static let women = [
        "فاطمة", "زينب", "مريم", "زهراء", "هدى", "سعاد", "نورا", "اسراء", "ايمان", "رقية",
    ]
    private static let tribes = [
        "الجبوري", "الدليمي", "العبيدي", "الشمري", "الزبيدي", "الربيعي", "الكعبي", "البياتي",
        "الطائي", "الخفاجي", "السعدي", "الموسوي", "الهيتي", "التكريتي",
    ]
}
