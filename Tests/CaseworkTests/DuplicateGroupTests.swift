import Casework
import ChangeLog
import Registry
import Storage
import Testing

@Suite struct DuplicateGroupTests {
    private let registry: TestRegistry
    /// One family, registered three times.
    private let homes: [TestRegistry.Family]

    init() throws {
        registry = try TestRegistry()
        let family = registry.strangers()
        var homes: [TestRegistry.Family] = []
        for (place, number) in ["A", "B", "C"].enumerated() {
            homes.append(
                try registry.add(
                    number, area: place == 1 ? "02-1" : "01-1",
                    registeredOn: "2024-0\(place + 2)-01", family))
        }
        self.homes = homes
        _ = try registry.scan()
    }

    private func groups() throws -> [DuplicateGroup] {
        try registry.journal.read { try DuplicateCases($0).openGroups() }
    }

    private func decide(_ decision: GroupDecision) throws {
        let group = try #require(try groups().first)
        try registry.journal.write { session in
            _ = try group.decide(decision, by: "amina", in: session)
        }
    }

    private func merged(_ family: TestRegistry.Family) throws -> [RecordID?] {
        try family.persons.map { try registry.value("person", $0, "merged_into")?.reference }
    }

    private func status(_ family: TestRegistry.Family) throws -> String? {
        try registry.value("enrolment", family.enrolment, "status")?.text
    }

    @Test func `whoever registered three times is one group of three cases`() throws {
        let group = try #require(try groups().first)
        #expect(try groups().count == 1)
        #expect(group.registrations.map(\.number) == ["A", "B", "C"])
        #expect(group.cases.count == 3)
        #expect(group.openCases.count == 3)
        for found in group.cases {
            let again = try registry.journal.read { try DuplicateCases($0).group(of: found) }
            #expect(again == group)
        }
    }

    @Test(arguments: [0, 1, 2])
    func `one decision settles all of the group in one changeset`(kept: Int) throws {
        let group = try #require(try groups().first)
        let keep = homes[kept]
        #expect(group.alike(keep.household) == Set(homes.map(\.household)))
        let rows = try registry.journalRows
        try decide(.same(Set(homes.map(\.household)), keep: keep.household))
        #expect(try registry.journalRows == rows + 1)
        #expect(try groups().isEmpty)
        #expect(try registry.cases(.same).count == 3)
        #expect(try registry.cases(.same).allSatisfy { $0.keep == keep.household })
        for (place, home) in homes.enumerated() {
            let isKept = place == kept
            #expect(try merged(home) == (isKept ? Array(repeating: nil, count: 4) : keep.persons))
            #expect(try status(home) == (isKept ? "active" : "ended"))
            let household = try registry.value("household", home.household, "merged_into")
            #expect(household?.reference == (isKept ? nil : keep.household))
        }
    }

    @Test func `those who are named are the same, and the others wait`() throws {
        try decide(.same([homes[0].household, homes[1].household], keep: homes[0].household))
        #expect(try registry.cases(.same).count == 1)
        #expect(try registry.cases().count == 2)
        #expect(try status(homes[1]) == "ended")
        #expect(try status(homes[2]) == "active")
        let group = try #require(try groups().first)
        #expect(group.registrations.count == 3)
        #expect(group.openCases.count == 2)
    }

    @Test func `these are the same and that one is different, in one decision`() throws {
        let rows = try registry.journalRows
        try decide(
            .same(
                [homes[0].household, homes[1].household], keep: homes[1].household,
                othersDifferent: "The third has other parents."))
        #expect(try registry.journalRows == rows + 1)
        #expect(try registry.cases().isEmpty)
        let different = try registry.cases(.different)
        #expect(different.count == 2)
        #expect(different.allSatisfy { $0.reason == "The third has other parents." })
        #expect(try merged(homes[0]) == homes[1].persons)
        #expect(try merged(homes[2]).allSatisfy { $0 == nil })
        #expect(try status(homes[2]) == "active")
    }

    @Test func `one of a group is different from all others`() throws {
        try decide(.different([homes[2].household], reason: "Both were seen."))
        #expect(try registry.cases(.different).count == 2)
        #expect(try groups().first?.registrations.map(\.number) == ["A", "B"])
    }

    @Test func `who is not of the group is refused, and nothing is written`() throws {
        let other = registry.journal.newID()
        let rows = try registry.journalRows
        #expect(throws: DuplicateRefusal.notInGroup(other.description)) {
            try decide(.same([other, homes[0].household], keep: homes[0].household))
        }
        #expect(throws: DuplicateRefusal.notInGroup("C")) {
            try decide(
                .same([homes[0].household, homes[1].household], keep: homes[2].household))
        }
        #expect(throws: DuplicateRefusal.nothingOpen) {
            try decide(.same([homes[0].household], keep: homes[0].household))
        }
        #expect(try registry.journalRows == rows)
        let group = try #require(try groups().first)
        #expect(throws: DuplicateRefusal.notInGroup("Z")) { try group.registration("Z") }
        #expect(try group.registration("B").household == homes[1].household)
    }

    @Test func `a household that no case links with the one that stays must be named`() throws {
        // A daughter is registered with her parents and with her husband, he with his parents too.
        let registry = try TestRegistry()
        let parents = registry.strangers()
        let couple = registry.strangers()
        let inLaws = registry.strangers()
        var daughter = parents[2]
        daughter.fields["sex"] = "F"
        let first = try registry.add(
            "P", area: "01-1", registeredOn: "2024-02-01", parents.prefix(2) + [daughter])
        let middle = try registry.add(
            "M", area: "01-1", registeredOn: "2024-03-01", [couple[0], daughter])
        let last = try registry.add(
            "L", area: "02-1", registeredOn: "2024-04-01", inLaws.prefix(2) + [couple[0]])
        _ = try registry.scan()
        let group = try #require(
            try registry.journal.read { try DuplicateCases($0).openGroups() }.first)
        #expect(group.registrations.map(\.number) == ["P", "M", "L"])
        #expect(group.cases.count == 2)
        #expect(group.alike(first.household) == [first.household, middle.household])
        try registry.journal.write { session in
            _ = try group.decide(
                .same(group.alike(first.household), keep: first.household), by: "amina",
                in: session)
        }
        #expect(try registry.value("enrolment", last.enrolment, "status")?.text == "active")
        #expect(try registry.cases().count == 1)
    }

    @Test func `people of one household never become one`() throws {
        let registry = try TestRegistry()
        var family = registry.strangers()
        // Twins with one name but for a letter, who are hard to tell apart.
        family[2] = family[1]
        family[2].fields["given_name"]? += "ي"
        family[2].nationalID = String(family[1].nationalID.dropLast()) + "7"
        let first = try registry.add("A", area: "01-1", registeredOn: "2024-02-01", family)
        let second = try registry.add("B", area: "02-1", registeredOn: "2024-03-01", family)
        _ = try registry.scan()
        let found = try #require(try registry.cases().first)
        try registry.decide(.same(keep: first.household), found)
        let aliases = try second.persons.compactMap {
            try registry.value("person", $0, "merged_into")?.reference
        }
        #expect(Set(aliases).count == aliases.count)
        #expect(Set(aliases).isSubset(of: first.persons))
    }

    // MARK: Taking it back

    private func undo(_ found: DuplicateCase) throws {
        try registry.journal.write { session in
            try DuplicateCases(session.view).require(found.id.description)
                .undo(by: Authorship(actor: "amina", reasonCode: "duplicate-undo"), in: session)
        }
    }

    @Test func `a decision about a group is taken back as a whole`() throws {
        try decide(.same(Set(homes.map(\.household)), keep: homes[1].household))
        let rows = try registry.journalRows
        try undo(try #require(try registry.cases(.same).last))
        #expect(try registry.journalRows == rows + 1)
        #expect(try groups().first?.openCases.count == 3)
        for home in homes {
            #expect(try merged(home).allSatisfy { $0 == nil })
            #expect(try registry.value("household", home.household, "merged_into") == nil)
            #expect(try status(home) == "active")
            #expect(try registry.value("enrolment", home.enrolment, "until") == nil)
            #expect(try registry.value("enrolment", home.enrolment, "reason") == nil)
        }
        #expect(try registry.cases().allSatisfy { $0.keep == nil && $0.decidedBy == nil })
    }

    @Test func `what another decision says stays when one is taken back`() throws {
        try decide(.same([homes[0].household, homes[1].household], keep: homes[0].household))
        let first = try #require(try registry.cases(.same).first)
        let second = try #require(
            try registry.cases().first { $0.earlier.household == homes[1].household })
        try registry.decide(.same(keep: homes[1].household), second)
        // B stands for A by now, so C points to those of A.
        #expect(try merged(homes[2]) == homes[0].persons)
        try undo(first)
        #expect(try merged(homes[0]).allSatisfy { $0 == nil })
        #expect(try merged(homes[1]).allSatisfy { $0 == nil })
        #expect(try merged(homes[2]) == homes[1].persons)
        #expect(try status(homes[1]) == "active")
        #expect(try status(homes[2]) == "ended")
        let alias = try registry.value("household", homes[2].household, "merged_into")
        #expect(alias?.reference == homes[1].household)
    }

    @Test func `an enrolment that was suspended is suspended again`() throws {
        try registry.edit(
            "enrolment", homes[1].enrolment,
            ["status": .text("suspended"), "reason": .text("Not seen.")])
        try decide(.same(Set(homes.map(\.household)), keep: homes[0].household))
        #expect(try status(homes[1]) == "ended")
        try undo(try #require(try registry.cases(.same).first))
        #expect(try status(homes[1]) == "suspended")
        #expect(
            try registry.value("enrolment", homes[1].enrolment, "reason")?.text == "Not seen.")
        #expect(try status(homes[2]) == "active")
    }

    @Test func `different is taken back too, and only what was decided`() throws {
        try decide(.different([homes[2].household], reason: "Both were seen."))
        try undo(try #require(try registry.cases(.different).first))
        #expect(try registry.cases().count == 3)
        let open = try #require(try registry.cases().first)
        #expect(throws: DuplicateRefusal.notDecided) { try undo(open) }
    }

    @Test func `nothing is deleted when registrations become one`() throws {
        let before = try counts()
        try decide(.same(Set(homes.map(\.household)), keep: homes[0].household))
        #expect(try counts() == before)
    }

    private func counts() throws -> [Int] {
        try registry.journal.read { view in
            try ["person", "household", "membership", "identifier", "enrolment"].map { name in
                try view.transaction.first("SELECT COUNT(*) FROM \"\(name)\"")?.int(0) ?? 0
            }
        }
    }
}
