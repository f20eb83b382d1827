import Linkage
import Testing

@Suite struct DeskIndexTests {
    private static let fields = [
        FieldSpecification(name: "given_name", type: .givenName),
        FieldSpecification(name: "father_name", type: .lineageName),
        FieldSpecification(name: "grandfather_name", type: .lineageName),
        FieldSpecification(name: "family_name", type: .familyName),
        FieldSpecification(name: "mother_name", type: .motherName),
        FieldSpecification(name: "birth_date", type: .birthDate),
        FieldSpecification(name: "national_id", type: .identifier),
        FieldSpecification(name: "phone", type: .phone),
    ]

    /// People of few names, many of whom are there again with an error; each lives alone, so that a
    /// linkage has no evidence of households.
    private static func people(_ count: Int) -> [[String]] {
        var word: UInt64 = 99
        func below(_ bound: Int) -> Int {
            word = word &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((word >> 33) % UInt64(bound))
        }
        let men = [
            "محمد", "علي", "احمد", "حسين", "حسن", "عباس", "كريم", "جاسم", "سعد", "عمر", "قاسم",
            "ابراهيم", "يوسف", "صالح", "حميد", "رشيد", "عبدالله", "ناصر", "خالد", "مهدي",
        ]
        let families = ["الجبوري", "الدليمي", "العبيدي", "الشمري", "الزبيدي", "الربيعي", "الكعبي"]
        let women = ["فاطمة", "زينب", "مريم", "هدى", "سعاد", "نورا", "ايمان"]
        var people: [[String]] = []
        while people.count < count {
            let year = 1950 + below(60)
            var person = [
                men[below(20)], men[below(20)], men[below(20)], families[below(7)],
                women[below(7)] + " " + men[below(20)],
                "\(year)-0\(1 + below(9))-1\(below(10))",
                "\(year)\(10_000_000 + below(89_999_999))",
                "077\(10_000_000 + below(89_999_999))",
            ]
            people.append(person)
            guard below(4) == 0 else { continue }
            switch below(5) {
            case 0: person[0] += "ي"
            case 1: person[3] = String(person[3].dropFirst(2))
            case 2: person[5] = "\(year)-07-01"
            case 3: person[6] = ""
            default: person[7] = "0780000000\(below(10))"
            }
            people.append(person)
        }
        return people
    }

    private static func population(_ people: [[String]]) -> Population {
        var population = Population(fields: fields)
        for (row, person) in people.enumerated() {
            population.append(id: "\(row)", household: "H\(row)", source: 0, values: person)
        }
        return population
    }

    @Test func `an answer has the bits that a linkage of everybody gives`() throws {
        let people = Self.people(1500)
        let population = Self.population(people)
        let linked = try Linker.link(population, options: LinkOptions(reviewThreshold: 0.05))
        let index = DeskIndex(population)
        var expected: [Int: [Int: Double]] = [:]
        for pair in linked.pairs {
            expected[pair.a, default: [:]][pair.b] = pair.bits
            expected[pair.b, default: [:]][pair.a] = pair.bits
        }
        #expect(linked.pairs.count > 200)
        for (row, person) in people.enumerated() {
            let answer = try index.check(
                person, notOf: "H\(row)", model: linked.model, leastProbability: 0.05, limit: 100)
            let found = Dictionary(
                uniqueKeysWithValues: answer.candidates.map { ($0.row, $0.bits) })
            for (other, bits) in found {
                if let known = expected[row]?[other] { #expect(known == bits) }
            }
            // Whom the linkage holds likely, the desk names.
            for (other, bits) in expected[row] ?? [:] where bits > 3 {
                #expect(found[other] == bits)
            }
        }
    }

    @Test func `names that go together weigh at the desk what they weigh in a linkage`() throws {
        var people = Self.people(1200)
        // A community of few families and names of its own, as rare in the nation as any.
        let fathers = ["بطرس", "حنا", "متي"]
        let daughters = ["ماري", "نهرين", "شميران"]
        for number in 0..<240 {
            people.append([
                daughters[number % 3], fathers[number / 3 % 3], "يوحنا", "ككي", "مريم توما",
                "\(1950 + number % 60)-0\(1 + number % 9)-1\(number % 10)",
                "19\(20_000_000 + number * 7919)",
                "075\(30_000_000 + number * 104_729 % 9_999_999)",
            ])
        }
        people.append(people[1400])
        people[people.count - 1][6] = ""
        people[people.count - 1][7] = "07809999999"
        let population = Self.population(people)
        let double = RowPair(1400, people.count - 1)
        let linked = try Linker.link(population, options: LinkOptions(explain: [double]))
        let pair = try #require(linked.explanations.first?.pair)
        let index = DeskIndex(population)
        let answer = try index.check(
            people[double.b], notOf: "H\(double.b)", model: linked.model, leastProbability: 1e-6,
            limit: 300)
        let found = try #require(answer.candidates.first { $0.row == double.a })
        #expect(found.bits == pair.bits)
        #expect(found.fieldBits == pair.fieldBits)
        // Who multiplied the frequencies of the single names would hold the two for more alike.
        var grown = DeskIndex(Population(fields: Self.fields))
        for (row, person) in people.enumerated() {
            _ = grown.add(household: "H\(row)", values: person)
        }
        func bits() throws -> Double? {
            try grown.check(
                people[double.b], notOf: "H\(double.b)", model: linked.model,
                leastProbability: 1e-6, limit: 300
            ).candidates.first { $0.row == double.a }?.bits
        }
        #expect(try bits() ?? 0 > pair.bits + 0.1)
        grown.recountNames()
        #expect(try bits() == pair.bits)
    }

    @Test func `the parts of an answer add up to its bits, the likeliest first`() throws {
        let people = Self.people(400)
        let model = try Linker.link(Self.population(people)).model
        let index = DeskIndex(Self.population(people))
        for person in people {
            let candidates = try index.check(
                person, model: model, leastProbability: 0.01
            ).candidates
            #expect(!candidates.isEmpty)
            for candidate in candidates {
                let sum = candidate.fieldBits.reduce(candidate.priorBits, +)
                #expect(abs(sum - candidate.bits) < 1e-9)
                #expect(candidate.levels.count == Self.fields.count)
            }
            for (one, next) in zip(candidates, candidates.dropFirst()) {
                #expect(one.bits >= next.bits)
            }
        }
    }

    @Test func `who is added is found, who is removed is not, and the figures follow`() throws {
        let people = Self.people(600)
        let model = try Linker.link(Self.population(people)).model
        let whole = DeskIndex(Self.population(people))
        var grown = DeskIndex(Self.population(Array(people.prefix(200))))
        for (row, person) in people.enumerated().dropFirst(200) {
            #expect(grown.add(household: "H\(row)", values: person) == row)
        }
        // Somebody comes and goes in between: nothing is left of him.
        let guest = grown.add(household: "G", values: people[7])
        #expect(try grown.check(people[7], model: model).candidates.contains { $0.row == guest })
        grown.remove(guest)
        grown.remove(guest)
        #expect(grown.count == people.count)
        #expect(grown.goneCount == 1)
        grown.recountNames()
        for (row, person) in people.enumerated() {
            #expect(
                try grown.check(person, notOf: "H\(row)", model: model)
                    == whole.check(person, notOf: "H\(row)", model: model))
        }
    }

    @Test func `thousands who come one by one are found as well`() throws {
        let people = Self.people(6000)
        let model = try Linker.link(Self.population(Array(people.prefix(500)))).model
        var grown = DeskIndex(Population(fields: Self.fields))
        for (row, person) in people.enumerated() {
            _ = grown.add(household: "H\(row)", values: person)
        }
        grown.recountNames()
        let whole = DeskIndex(Self.population(people))
        for row in stride(from: 0, to: people.count, by: 37) {
            #expect(
                try grown.check(people[row], notOf: "H\(row)", model: model)
                    == whole.check(people[row], notOf: "H\(row)", model: model))
        }
    }

    @Test func `a phone that many households share speaks for nobody`() throws {
        var people = Self.people(400)
        for row in 0..<12 { people[row * 30][7] = "07700000001" }
        let model = try Linker.link(Self.population(people)).model
        let index = DeskIndex(Self.population(people))
        let answer = try index.check(
            ["", "", "", "", "", "", "", "07700000001"], model: model, leastProbability: 1e-9)
        #expect(answer.candidates.allSatisfy { $0.levels[7].isEmpty })
    }

    @Test func `names in another script and unknown values do no harm`() throws {
        let people =
            Self.people(400) + [
                ["كريم", "جاسم", "صالح", "الشمري", "مريم", "1988-03-12", "", ""]
            ]
        let model = try Linker.link(Self.population(people)).model
        let index = DeskIndex(Self.population(people))
        let latin = ["Kareem", "Jasim", "Salih", "Al-Shammari", "Maryam", "1988-03-12", "", ""]
        let found = try index.check(latin, model: model, leastProbability: 0.01).candidates
        #expect(found.first?.row == people.count - 1)
        let nobody = ["Xyz", "Qqq", "", "", "", "1800-01-01", "000", "1"]
        #expect(try index.check(nobody, model: model).candidates.isEmpty)
        #expect(try index.check(Self.fields.map { _ in "" }, model: model).compared == 0)
    }

    @Test func `a model of other fields is refused`() throws {
        let people = Self.people(100)
        let model = try Linker.link(Self.population(people)).model
        let other = DeskIndex(Population(fields: Array(Self.fields.prefix(3))))
        #expect(throws: DeskError.self) { try other.check(["a", "b", "c"], model: model) }
    }
}
