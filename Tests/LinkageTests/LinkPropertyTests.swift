import Linkage
import Testing

/// What must hold whatever the data are.
struct LinkPropertyTests {
    private let person = Villager(
        id: "A-1", household: "A", nationalID: "198369610123", phone: "07752336285")

    /// A village with some doubles, of which a few are written badly.
    private func village(_ seed: UInt64, households: Int = 150) -> Village {
        var village = Village(households: households, seed: seed)
        village.registerAgain(every: 29)
        return village
    }

    /// Pairs with all their figures, by ids.
    private func figures(_ people: [Villager], _ options: LinkOptions) throws -> [String] {
        var village = Village(households: 0)
        village.people = people
        return try Linker.link(village.population, options: options).pairs.map { pair in
            let ids = [people[pair.a].id, people[pair.b].id].sorted()
            return "\(ids) \(pair.bits) \(pair.fieldBits) \(pair.householdBits)"
        }.sorted()
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `the number of threads changes nothing`(seed: UInt64) throws {
        let people = village(seed, households: 400).people
        let alone = try figures(people, LinkOptions(threads: 1))
        #expect(alone.count >= 10)
        #expect(try figures(people, LinkOptions(threads: 2)) == alone)
        #expect(try figures(people, LinkOptions(threads: 7)) == alone)
    }

    @Test(arguments: [4, 5, 6] as [UInt64])
    func `the order of rows changes nothing`(seed: UInt64) throws {
        let people = village(seed).people
        var generator = Shuffle(state: seed)
        let sorted = try figures(people, LinkOptions())
        #expect(try figures(people.shuffled(using: &generator), LinkOptions()) == sorted)
    }

    @Test(arguments: [7, 8] as [UInt64])
    func `swapping two files mirrors the result`(seed: UInt64) throws {
        var people = village(seed).people
        for index in people.indices {
            people[index].source = people[index].id.hasPrefix("X") ? 1 : 0
        }
        let options = LinkOptions(between: true, oneToOne: true)
        let there = try figures(people, options)
        for index in people.indices { people[index].source = 1 - people[index].source }
        #expect(there.count >= 5)
        #expect(try figures(Array(people.reversed()), options) == there)
    }

    @Test(arguments: 10...14 as ClosedRange<UInt64>)
    func `an exact copy of any row is found`(seed: UInt64) throws {
        var village = Village(households: 150, seed: seed)
        let chosen = village.people[Int(seed) * 7]
        village.people.append(chosen.copy("COPY", household: "COPY"))
        #expect(try village.pairs().contains([chosen.id, "COPY"]))
    }

    @Test func `who is alike in nothing is never paired, however few there are`() throws {
        var village = Village(households: 0)
        village.people = [
            person,
            person.copy("B-1", household: "B") {
                $0.given = "سلوى"
                $0.father = "كريم"
                $0.grandfather = "عباس"
                $0.family = "التميمي"
                $0.mother = "هدى"
                $0.sex = "F"
                $0.birth = "2001-03-05"
                $0.nationalID = "200112345678"
                $0.phone = "07701112233"
            },
        ]
        #expect(try village.pairs().isEmpty)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `a block too large to be compared is split and its doubles still found`(
        seed: UInt64
    ) throws {
        var village = village(seed, households: 300)
        for index in village.people.indices { village.people[index].family = "الموسوي" }
        let chosen = village.people[11]
        village.people.append(chosen.copy("COPY", household: "COPY"))
        let options = LinkOptions(blocking: [["family_name"]])
        let result = try Linker.link(village.population, options: options)
        #expect(result.comparedPairs < village.people.count * village.people.count / 4)
        #expect(try village.pairs(options).contains([chosen.id, "COPY"]))
    }

    private struct Shuffle: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }
}
