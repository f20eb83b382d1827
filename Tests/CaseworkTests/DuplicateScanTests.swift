import Casework
import ChangeLog
import Registry
import Storage
import Testing

@Suite struct DuplicateScanTests {
    @Test func `a family registered again opens one case, and nobody else has one`() throws {
        let registry = try TestRegistry()
        let family = registry.strangers()
        let first = try registry.add("A", area: "01-1", registeredOn: "2024-02-01", family)
        let second = try registry.add("B", area: "02-1", registeredOn: "2024-03-01", family)
        let outcome = try registry.scan()
        #expect(outcome.persons == 122 * 4)
        #expect(outcome.opened == 1)
        #expect(outcome.open == 1)
        let cases = try registry.cases()
        try #require(cases.count == 1)
        #expect(cases[0].earlier.household == first.household)
        #expect(cases[0].later.household == second.household)
        #expect(cases[0].earlier.number == "A")
        #expect(cases[0].probabilityPPM >= 950_000)
        #expect(Set(cases[0].pairs.map(\.earlier)) == Set(first.persons))
        #expect(Set(cases[0].pairs.map(\.later)) == Set(second.persons))
        #expect(try registry.value("enrolment", second.enrolment, "status")?.text == "active")
    }

    @Test func `the evidence of a case adds up to its bits`() throws {
        let registry = try TestRegistry()
        let family = registry.strangers()
        try registry.add("A", area: "01-1", registeredOn: "2024-02-01", family)
        try registry.add("B", area: "02-1", registeredOn: "2024-03-01", family)
        _ = try registry.scan()
        let pairs = try registry.cases().flatMap(\.pairs)
        #expect(pairs.count == 4)
        for pair in pairs {
            let sum = pair.fieldBits.reduce(0) { $0 + $1.bits }
            #expect(abs(sum - pair.bits) < 0.02)
            #expect(pair.fieldBits.map(\.name).contains("national_id"))
            #expect(pair.earlierNumber.hasPrefix("A-") && pair.laterNumber.hasPrefix("B-"))
        }
    }

    @Test func `a second scan of the same data writes nothing`() throws {
        let registry = try TestRegistry()
        let family = registry.strangers()
        try registry.add("A", area: "01-1", registeredOn: "2024-02-01", family)
        try registry.add("B", area: "02-1", registeredOn: "2024-03-01", family)
        _ = try registry.scan()
        let rows = try registry.journalRows
        let again = try registry.scan()
        #expect(again.opened == 0)
        #expect(again.known == 1)
        #expect(again.withdrawn == 0)
        #expect(try registry.journalRows == rows)
    }

    @Test(arguments: [("02-1", 1, 0), ("01-1", 0, 1), ("01-2", 0, 1)])
    func `a case lies across provinces when the two households do`(
        _ area: String, across: Int, within: Int
    ) throws {
        let registry = try TestRegistry()
        let family = registry.strangers()
        try registry.add("A", area: "01-1", registeredOn: "2024-02-01", family)
        try registry.add("B", area: area, registeredOn: "2024-03-01", family)
        let outcome = try registry.scan()
        #expect(outcome.acrossProvinces == across)
        #expect(outcome.withinProvinces == within)
    }

    @Test func `a case that the corrected data no longer support is withdrawn`() throws {
        let registry = try TestRegistry()
        let family = registry.strangers()
        let others = registry.strangers()
        try registry.add("A", area: "01-1", registeredOn: "2024-02-01", family)
        let second = try registry.add("B", area: "02-1", registeredOn: "2024-03-01", family)
        _ = try registry.scan()
        for (person, other) in zip(second.persons, others) {
            try registry.edit("person", person, other.fields.mapValues { .text($0) })
        }
        let numbers = try registry.journal.read { view in
            try view.transaction.rows("SELECT id, person FROM identifier")
        }
        for row in numbers {
            guard let id = row.id(0), let person = row.id(1),
                let place = second.persons.firstIndex(of: person)
            else { continue }
            try registry.edit("identifier", id, ["value": .text(others[place].nationalID)])
        }
        let outcome = try registry.scan()
        #expect(outcome.withdrawn == 1)
        #expect(try registry.cases().isEmpty)
        #expect(try registry.cases(.withdrawn).count == 1)
    }

    @Test func `duplicates are looked for at the hub only`() throws {
        let registry = try TestRegistry(.province, families: 1)
        #expect(throws: DuplicateRefusal.onlyHeadquarters) { try registry.scan() }
    }

    @Test func `somebody with two open memberships is not his own double`() throws {
        let registry = try TestRegistry()
        let first = try registry.add(
            "A", area: "01-1", registeredOn: "2024-02-01", registry.strangers())
        let second = try registry.add(
            "B", area: "02-1", registeredOn: "2024-03-01", registry.strangers())
        try registry.journal.write { session in
            let membership = try session.creation(
                of: "membership",
                [
                    "household": .reference(second.household),
                    "person": .reference(first.persons[0]), "relationship": .text("head"),
                ])
            try session.append([membership], by: TestRegistry.clerk)
        }
        #expect(try registry.scan().opened == 0)
    }
}
