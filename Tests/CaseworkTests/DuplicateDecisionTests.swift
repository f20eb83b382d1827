import Casework
import ChangeLog
import Registry
import Testing

@Suite struct DuplicateDecisionTests {
    private let registry: TestRegistry
    private let first: TestRegistry.Family
    private let second: TestRegistry.Family
    private let found: DuplicateCase

    init() throws {
        registry = try TestRegistry()
        let family = registry.strangers()
        first = try registry.add("A", area: "01-1", registeredOn: "2024-02-01", family)
        second = try registry.add("B", area: "02-1", registeredOn: "2024-03-01", family)
        _ = try registry.scan()
        found = try #require(try registry.cases().first)
    }

    @Test(arguments: [true, false])
    func `the same: the others point to those who stay, and their enrolments end`(
        keepsEarlier: Bool
    ) throws {
        let kept = keepsEarlier ? first : second
        let dropped = keepsEarlier ? second : first
        try registry.decide(.same(keep: kept.household), found)
        for (person, stays) in zip(dropped.persons, kept.persons) {
            #expect(try registry.value("person", person, "merged_into")?.reference == stays)
            #expect(try registry.value("person", stays, "merged_into") == nil)
        }
        #expect(
            try registry.value("household", dropped.household, "merged_into")?.reference
                == kept.household)
        #expect(try registry.value("enrolment", dropped.enrolment, "status")?.text == "ended")
        #expect(try registry.value("enrolment", dropped.enrolment, "until")?.text == "2023-11-14")
        #expect(try registry.value("enrolment", kept.enrolment, "status")?.text == "active")
        let decided = try #require(try registry.cases(.same).first)
        #expect(decided.decidedBy == "amina")
        #expect(decided.keep == kept.household)
    }

    @Test func `a decision is one changeset`() throws {
        let before = try registry.journalRows
        try registry.decide(.same(keep: first.household), found)
        #expect(try registry.journalRows == before + 1)
    }

    @Test func `a household of which one member is no double keeps its name`() throws {
        let stranger = registry.strangers()[0]
        let family = registry.strangers()
        let third = try registry.add("C", area: "01-1", registeredOn: "2024-02-01", family)
        let fourth = try registry.add(
            "D", area: "02-1", registeredOn: "2024-03-01", family + [stranger])
        _ = try registry.scan()
        let other = try #require(
            try registry.cases().first { $0.later.household == fourth.household })
        try registry.decide(.same(keep: third.household), other)
        #expect(try registry.value("household", fourth.household, "merged_into") == nil)
        #expect(try registry.value("person", fourth.persons[4], "merged_into") == nil)
        #expect(try registry.value("enrolment", fourth.enrolment, "status")?.text == "ended")
    }

    @Test func `a case is decided once`() throws {
        try registry.decide(.different(reason: "Both were seen."), found)
        #expect(throws: DuplicateRefusal.alreadyDecided(.different)) {
            try registry.decide(.same(keep: first.household), found)
        }
    }

    @Test func `different needs a reason`() throws {
        #expect(throws: DuplicateRefusal.reasonMissing) {
            try registry.decide(.different(reason: ""), found)
        }
        #expect(try registry.cases().count == 1)
    }

    @Test func `who stays is one of the two`() throws {
        let other = registry.journal.newID()
        #expect(throws: DuplicateRefusal.notInCase(other.description)) {
            try registry.decide(.same(keep: other), found)
        }
    }

    @Test(arguments: [true, false])
    func `what a human decided, the next scan leaves alone`(isSame: Bool) throws {
        try registry.decide(
            isSame ? .same(keep: first.household) : .different(reason: "Both were seen."), found)
        let outcome = try registry.scan()
        #expect(outcome.opened == 0)
        #expect(outcome.withdrawn == 0)
        #expect(try registry.cases().isEmpty)
        #expect(try registry.cases(isSame ? .same : .different).count == 1)
    }

    @Test func `a case is found by the beginning of its id`() throws {
        func require(_ text: String) throws -> DuplicateCase {
            try registry.journal.read { try DuplicateCases($0).require(text) }
        }
        #expect(try require(String(found.id.description.prefix(20))).id == found.id)
        #expect(throws: DuplicateRefusal.noSuchCase("zz")) { try require("zz") }
    }
}
