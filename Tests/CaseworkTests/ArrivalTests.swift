import Casework
import ChangeLog
import Registry
import Synchronization
import Testing

@Suite struct ArrivalTests {
    private let registry: TestRegistry
    private let desk: DuplicateDesk
    private let family: [TestRegistry.Member]
    private let first: TestRegistry.Family

    init() throws {
        registry = try TestRegistry()
        family = registry.strangers()
        first = try registry.add("A", area: "01-1", registeredOn: "2024-02-01", family)
        _ = try registry.scan()
        desk = DuplicateDesk(registry.journal)
        try desk.prepare()
    }

    private func arrivals(atMost most: Int = 200) throws -> Arrivals {
        try #require(try desk.takeArrivals(atMost: most))
    }

    @Test func `who arrives is compared with the nation before anybody scans`() throws {
        let second = try registry.add("B", area: "02-1", registeredOn: "2024-03-01", family)
        let outcome = try arrivals()
        #expect(outcome.checked == 4)
        #expect(outcome.opened == 1)
        #expect(outcome.isDone)
        let found = try #require(try registry.cases().first)
        #expect(found.earlier.household == first.household)
        #expect(found.later.household == second.household)
        #expect(!found.pairs.isEmpty)
        for pair in found.pairs {
            let sum = pair.fieldBits.reduce(0) { $0 + $1.bits }
            #expect(abs(sum - pair.bits) < 0.02)
        }
        #expect(found.model.hasSuffix(", on arrival"))
        // The next scan knows the case, and confirms it with all that the families say.
        let scan = try registry.scan()
        #expect(scan.opened == 0)
        #expect(scan.known == 1)
        #expect(try registry.cases().first?.model == scan.model)
        let rows = try registry.journalRows
        #expect(try registry.scan().known == 1)
        #expect(try registry.journalRows == rows)
    }

    @Test(.timeLimit(.minutes(1)))
    func `nobody who waits for an answer waits until a nation is read`() throws {
        let desk = DuplicateDesk(registry.journal)
        let looks = Mutex<[Arrivals?]>([])
        try desk.prepare { _, _ in
            let look = try? desk.takeArrivals(isBrief: true)
            looks.withLock { $0.append(look) }
        }
        let all = looks.withLock { $0 }
        #expect(!all.isEmpty)
        #expect(all.allSatisfy { $0 == nil })
        #expect(try desk.takeArrivals(isBrief: true)?.isDone == true)
    }

    @Test func `before the first scan everybody who came is looked at`() throws {
        let registry = try TestRegistry(families: 40)
        let family = registry.strangers()
        let desk = DuplicateDesk(registry.journal)
        try desk.prepare()
        for number in ["A", "B"] {
            try registry.add(number, area: "02-1", registeredOn: "2024-03-01", family)
        }
        while try desk.takeArrivals(isBrief: true)?.isDone == false {}
        let open = try registry.cases()
        #expect(open.count == 1)
        #expect(open.first?.later.registeredOn == "2024-03-01")
    }

    @Test func `what was looked at is not looked at again`() throws {
        try registry.add("B", area: "02-1", registeredOn: "2024-03-01", family)
        _ = try arrivals()
        let rows = try registry.journalRows
        #expect(try arrivals().checked == 0)
        #expect(try registry.journalRows == rows)
        try registry.add("C", area: "02-1", registeredOn: "2024-03-01", registry.strangers())
        let outcome = try arrivals()
        #expect(outcome.checked == 4)
        #expect(outcome.opened == 0)
    }

    @Test func `who changed in nothing that is compared is not looked at`() throws {
        try registry.edit("household", first.household, ["dwelling": .text("rented")])
        let person = try #require(first.persons.first)
        try registry.edit("person", person, ["employment": .text("unemployed")])
        #expect(try arrivals().checked == 0)
        try registry.edit("household", first.household, ["registered_on": .text("2023-01-01")])
        #expect(try arrivals().checked == 4)
    }

    @Test func `a scan has looked at everybody who came before it`() throws {
        try registry.add("B", area: "02-1", registeredOn: "2024-03-01", family)
        _ = try registry.scan()
        #expect(try arrivals().checked == 0)
    }

    @Test(arguments: [1, 3, 7])
    func `the work of one look is bounded, and the rest comes with the next`(most: Int) throws {
        try registry.add("B", area: "02-1", registeredOn: "2024-03-01", family)
        try registry.add("C", area: "01-2", registeredOn: "2024-03-02", registry.strangers())
        var looks = 0
        var isDone = false
        while !isDone, looks < 50 {
            let outcome = try arrivals(atMost: most)
            // Those of an open case are looked at with whoever is in it.
            #expect(outcome.checked <= most + 8)
            isDone = outcome.isDone
            looks += 1
        }
        #expect(isDone)
        #expect(looks > 1)
        #expect(try registry.cases().count == 1)
        #expect(try registry.cases().first?.pairs.count ?? 0 >= 3)
    }

    @Test func `a correction that takes the evidence away closes the case`() throws {
        let others = registry.strangers()
        let second = try registry.add("B", area: "02-1", registeredOn: "2024-03-01", family)
        _ = try arrivals()
        #expect(try registry.cases().count == 1)
        for (person, other) in zip(second.persons, others) {
            try registry.edit("person", person, other.fields.mapValues { .text($0) })
            try registry.setNationalID(other.nationalID, of: person)
        }
        #expect(try arrivals().withdrawn == 1)
        #expect(try registry.cases().isEmpty)
    }

    @Test func `decided different, an arrival opens it again only for other evidence`() throws {
        var again = family
        for place in again.indices { again[place].nationalID = registry.strangers()[0].nationalID }
        let second = try registry.add("B", area: "02-1", registeredOn: "2024-03-01", again)
        _ = try registry.scan()
        let found = try #require(try registry.cases().first)
        try registry.decide(.different(reason: "Both were seen."), found)
        try registry.edit("person", second.persons[1], ["phone": .text("07712345678")])
        #expect(try arrivals().opened == 0)
        #expect(try registry.cases().isEmpty)
        try registry.setNationalID(family[0].nationalID, of: second.persons[0])
        #expect(try arrivals().opened == 1)
        #expect(try registry.cases().count == 1)
    }

    @Test func `a case of somebody who was merged is about the one who stays`() throws {
        let second = try registry.add("B", area: "02-1", registeredOn: "2024-03-01", family)
        _ = try arrivals()
        let found = try #require(try registry.cases().first)
        try registry.decide(.same(keep: first.household), found)
        let third = try registry.add("C", area: "02-1", registeredOn: "2024-04-01", family)
        _ = try arrivals()
        let open = try registry.cases()
        #expect(open.count == 1)
        #expect(open.first?.earlier.household == first.household)
        #expect(open.first?.later.household == third.household)
        #expect(open.first?.earlier.household != second.household)
    }

    @Test func `a desk that does not know the registry looks at nobody`() throws {
        #expect(try DuplicateDesk(registry.journal).takeArrivals() == nil)
        let province = try TestRegistry(.province, families: 3)
        let desk = DuplicateDesk(province.journal)
        try desk.prepare()
        #expect(try desk.takeArrivals() == nil)
    }
}
