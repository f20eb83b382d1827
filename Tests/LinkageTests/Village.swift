import Linkage

/// A person as a row of the demo's columns.
struct Villager {
    static let fields = [
        FieldSpecification(name: "given_name", type: .givenName),
        FieldSpecification(name: "father_name", type: .lineageName),
        FieldSpecification(name: "grandfather_name", type: .lineageName),
        FieldSpecification(name: "family_name", type: .familyName),
        FieldSpecification(name: "mother_name", type: .motherName),
        FieldSpecification(name: "sex", type: .sex),
        FieldSpecification(name: "birth_date", type: .birthDate),
        FieldSpecification(name: "national_id", type: .identifier),
        FieldSpecification(name: "phone", type: .phone),
    ]

    var id: String
    var household: String?
    var source = 0
    var given = "مرتضى"
    var father = "صكر"
    var grandfather = "حاتم"
    var family = "الجبراوي"
    var mother = "غصون حسين"
    var sex = "M"
    var birth = "1983-09-14"
    var nationalID = ""
    var phone = ""

    var values: [String] {
        [given, father, grandfather, family, mother, sex, birth, nationalID, phone]
    }

    /// Changes the value of a field, in the order of `fields`.
    mutating func set(_ field: Int, _ value: String) {
        switch field {
        case 0: given = value
        case 1: father = value
        case 2: grandfather = value
        case 3: family = value
        case 4: mother = value
        case 5: sex = value
        case 6: birth = value
        case 7: nationalID = value
        default: phone = value
        }
    }

    /// A changed copy under another id, in another household.
    func copy(_ id: String, household: String?, _ change: (inout Villager) -> Void = { _ in })
        -> Villager
    {
        var copy = self
        copy.id = id
        copy.household = household
        change(&copy)
        return copy
    }
}

/// Families of strangers made from a seed, to which a test adds the people it is about.
struct Village {
    var people: [Villager]
    private var state: UInt64

    private static let men = [
        "علي", "حسين", "محمد", "احمد", "كريم", "سعد", "خالد", "وليد", "ياسر", "حيدر", "عمر", "قاسم",
        "جاسم", "مصطفى", "عباس", "رشيد", "فراس", "مازن", "سلام", "طارق", "نبيل", "حسن", "باسم",
        "رعد",
    ]
    private static let women = [
        "زينب", "فاطمة", "مريم", "هدى", "نور", "سلوى", "شيماء", "رقية", "ليلى", "سعاد", "امل",
        "ايمان",
        "بتول", "خديجة", "سهام", "وفاء", "حوراء", "اسماء", "ابتسام", "ناهدة",
    ]
    private static let families = [
        "الجبوري", "التميمي", "العبيدي", "الموسوي", "الزيدي", "الطائي", "الدليمي", "الربيعي",
        "الشمري",
        "الخفاجي", "المالكي", "الساعدي", "الكعبي", "الحمداني", "العامري", "البياتي", "اللامي",
        "الفتلاوي",
    ]

    init(households: Int, seed: UInt64 = 7) {
        people = []
        state = seed
        for number in 0..<households { addFamily("V\(number)") }
    }

    private mutating func number(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    private mutating func pick(_ names: [String]) -> String { names[number(names.count)] }

    private mutating func addFamily(_ household: String) {
        let father = pick(Self.men)
        let grandfather = pick(Self.men)
        let family = pick(Self.families)
        let mother = pick(Self.women) + " " + pick(Self.men)
        let source = number(3)
        let phone = "0770\(1_000_000 + number(8_999_999))"
        for child in 0..<(1 + number(5)) {
            let isGirl = number(2) == 1
            let year = 1990 + number(30)
            let birth = "\(year)-\(10 + number(3))-\(10 + number(19))"
            people.append(
                Villager(
                    id: "\(household)-\(child)", household: household, source: source,
                    given: pick(isGirl ? Self.women : Self.men), father: father,
                    grandfather: grandfather, family: family, mother: mother,
                    sex: isGirl ? "F" : "M", birth: birth,
                    nationalID: number(4) == 0 ? "" : "\(year)\(10_000_000 + number(89_999_999))",
                    phone: number(2) == 0 ? "" : phone))
        }
    }

    /// Registers every so manieth person again in another household, some with a mistake, so that
    /// there are doubles to learn from.
    mutating func registerAgain(every step: Int) {
        for index in stride(from: 3, to: people.count, by: step) {
            let original = people[index]
            people.append(
                original.copy("X-\(index)", household: "X\(index)") { copy in
                    switch index % 4 {
                    case 0: copy.birth = String(original.birth.prefix(4)) + "-07-01"
                    case 1: copy.nationalID = ""
                    case 2: copy.mother = ""
                    default: copy.father += "ه"
                    }
                })
        }
    }

    var population: Population {
        var population = Population(fields: Villager.fields)
        for person in people {
            population.append(
                id: person.id, household: person.household, source: person.source,
                values: person.values)
        }
        return population
    }

    /// The pairs at the default threshold as ids.
    func pairs(_ options: LinkOptions = LinkOptions()) throws -> Set<Set<String>> {
        let result = try Linker.link(population, options: options)
        let likely = result.pairs.filter { $0.probability >= options.threshold }
        return Set(likely.map { [people[$0.a].id, people[$0.b].id] })
    }
}
