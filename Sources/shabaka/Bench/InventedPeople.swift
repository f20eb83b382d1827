import Foundation
import Intake

/// A made-up list of people, the same on every machine, in a file that is removed with this.
///
/// Families of one to seven; every thirtieth family is registered a second time, with a spelling
/// or a digit changed here and there. It measures time, not accuracy: real names are more various.
final class InventedPeople: Sendable {
    /// Where the list lies.
    let path: String

    /// Writes the list. Throws `FileFault`.
    init(count: Int) throws {
        path = (NSTemporaryDirectory() as NSString)
            .appendingPathComponent("shabaka-bench-\(UUID().uuidString).csv")
        var writer = CSVWriter()
        writer.append([
            "person_number", "household_number", "given_name", "father_name", "grandfather_name",
            "family_name", "mother_name", "sex", "birth_date", "national_id", "phone",
        ])
        var chance = Chance()
        var persons = 0
        var household = 0
        while persons < count {
            household += 1
            let family = Family(&chance)
            let again = household.isMultiple(of: 30)
            for copy in 0..<(again ? 2 : 1) {
                let number = "\(household)\(copy == 0 ? "" : "B")"
                for (place, person) in family.people.enumerated() where persons < count {
                    persons += 1
                    writer.append(
                        ["\(number)-\(place)", number]
                            + (copy == 0 ? person : Family.misspelt(person, &chance)))
                }
            }
        }
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data(writer.take()),
                attributes: [.posixPermissions: 0o600])
        else { throw FileFault.cannotWrite(path, errno: errno) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)  // what is left only takes up space
    }
}

/// Numbers that look like chance and are the same in every run (Knuth's MMIX generator).
private struct Chance {
    private var word: UInt64 = 20_260_101

    mutating func below(_ limit: Int) -> Int {
        word = word &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((word >> 33) % UInt64(limit))
    }

    /// One of a list, the first ones far more often, as names are.
    mutating func of(_ names: [String]) -> String {
        names[below(below(names.count) + 1)]
    }
}

/// The members of one family as rows, without their numbers.
private struct Family {
    private(set) var people: [[String]] = []

    init(_ chance: inout Chance) {
        let father = [chance.of(Self.men), chance.of(Self.men), chance.of(Self.men)]
        let tribe = chance.of(Self.tribes) + Self.endings[chance.below(Self.endings.count)]
        let mother = chance.of(Self.women) + " " + chance.of(Self.men)
        let phone = "077" + Self.digits(8, &chance)
        for place in 0...chance.below(7) {
            let isMale = place == 0 || chance.below(2) == 0
            let year = place == 0 ? 1950 + chance.below(40) : 1985 + chance.below(38)
            let line =
                place == 0
                ? father
                : [chance.of(isMale ? Self.men : Self.women)]
                    + father.prefix(2)
            people.append(
                line + [
                    tribe, place == 0 ? chance.of(Self.women) + " " + chance.of(Self.men) : mother,
                    isMale ? "M" : "F",
                    "\(year)-" + Self.two(1 + chance.below(12)) + "-"
                        + Self.two(1 + chance.below(28)),
                    chance.below(5) == 0 ? "" : "\(year)" + Self.digits(8, &chance), phone,
                ])
        }
    }

    /// The same person as another clerk wrote it down.
    static func misspelt(_ person: [String], _ chance: inout Chance) -> [String] {
        var copy = person
        switch chance.below(4) {
        case 0: copy[chance.below(5)].append("ه")
        case 1: copy[6] = String(copy[6].dropLast()) + "\(chance.below(10))"
        case 2: copy[7] = ""
        default: copy[8] = ""
        }
        return copy
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func digits(_ count: Int, _ chance: inout Chance) -> String {
        (0..<count).map { _ in "\(chance.below(10))" }.joined()
    }

    private static let men = [
        "محمد", "علي", "احمد", "حسين", "حسن", "عباس", "كريم", "جاسم", "سعد", "عمر", "قاسم",
        "ابراهيم", "يوسف", "صالح", "حميد", "رشيد", "نوري", "فاضل", "ناصر", "سالم", "طه", "خالد",
        "مهدي", "جواد", "رحيم", "صباح", "هادي", "عادل", "ماجد", "وليد", "باسم", "عماد", "رعد",
        "شاكر", "غازي", "لطيف", "نبيل", "زياد", "مصطفى", "مرتضى",
    ]
    private static let women = [
        "فاطمة", "زينب", "مريم", "زهراء", "هدى", "سعاد", "نورا", "اسراء", "ايمان", "خديجة",
        "رقية", "سارة", "ليلى", "كوثر", "انوار", "تغريد", "سميرة", "نجلاء", "حنان", "وفاء",
        "رنا", "دعاء", "شيماء", "بشرى", "امل", "غفران", "ابتسام", "نادية", "سهام", "ميسون",
    ]
    private static let tribes = [
        "الجبور", "الدليم", "العبيد", "الشمر", "الزبيد", "الربيع", "الكعب", "البيات", "الطائ",
        "الخفاج", "السعد", "الحسن", "الموسو", "الهيت", "التكريت", "العان", "البصر", "الحل",
        "النجف", "الكربلائ", "الساعد", "المالك", "الاسد", "العامر", "الراو",
    ]
    private static let endings = ["ي", "اوي", "ية", "اني", "وي"]
}
