import Casework
import ChangeLog
import Linkage
import Registry
import Testing

@Suite struct DuplicateEvidenceTests {
    private let registry: TestRegistry
    private let family: [TestRegistry.Member]
    private let first: TestRegistry.Family
    private let second: TestRegistry.Family

    /// The second registration says other national IDs.
    init() throws {
        registry = try TestRegistry()
        family = registry.strangers()
        let others = registry.strangers()
        let again = family.enumerated().map { place, member in
            TestRegistry.Member(fields: member.fields, nationalID: others[place].nationalID)
        }
        first = try registry.add("A", area: "01-1", registeredOn: "2024-02-01", family)
        second = try registry.add("B", area: "02-1", registeredOn: "2024-03-01", again)
        _ = try registry.scan()
    }

    private func found() throws -> DuplicateCase { try #require(try registry.cases(nil).first) }

    @Test func `decided different, it stays closed while the evidence is the same`() throws {
        try registry.decide(.different(reason: "Both were seen."), try found())
        // Something else about them changes, and others come.
        try registry.edit("person", second.persons[1], ["phone": .text("07712345678")])
        try registry.add("C", area: "01-1", registeredOn: "2024-05-01", registry.strangers())
        let rows = try registry.journalRows
        let outcome = try registry.scan()
        #expect(outcome.opened == 0)
        #expect(outcome.known == 1)
        #expect(try found().status == .different)
        #expect(try registry.journalRows == rows)
    }

    @Test func `decided different, it is opened again when a field agrees that was different`()
        throws
    {
        try registry.decide(.different(reason: "Both were seen."), try found())
        try registry.setNationalID(family[0].nationalID, of: second.persons[0])
        #expect(try registry.scan().opened == 1)
        let again = try found()
        #expect(again.status == .open)
        #expect(again.decidedBy == nil)
        #expect(again.reason == nil)
        let pair = try #require(again.pairs.first { $0.earlier == first.persons[0] })
        #expect((pair.fieldBits.first { $0.name == "national_id" }?.bits ?? 0) > 1)
    }

    @Test func `decided different, it is opened again when other people of them look alike`()
        throws
    {
        try registry.decide(.different(reason: "Both were seen."), try found())
        let extra = registry.strangers()[0]
        for home in [first, second] { try registry.addMember(extra, to: home.household) }
        #expect(try registry.scan().opened == 1)
        #expect(try found().status == .open)
    }

    @Test func `the evidence of a decided case stays as the decider saw it`() throws {
        let seen = try found().pairs
        try registry.decide(.same(keep: first.household), try found())
        try registry.setNationalID(family[0].nationalID, of: second.persons[0])
        _ = try registry.scan()
        #expect(try found().status == .same)
        #expect(try found().pairs == seen)
    }

    @Test func `an open case shows what is known today`() throws {
        let before = try #require(try found().pairs.first { $0.earlier == first.persons[0] })
        try registry.setNationalID(family[0].nationalID, of: second.persons[0])
        let outcome = try registry.scan()
        #expect(outcome.known == 1)
        let after = try #require(try found().pairs.first { $0.earlier == first.persons[0] })
        #expect(after.bits > before.bits + 6)
        #expect(try registry.cases(nil).count == 1)
    }

    @Test func `a case that was withdrawn is opened again when the data support it`() throws {
        let old = try found()
        try registry.edit(
            "household", second.household, ["merged_into": .reference(first.household)])
        #expect(try registry.scan().withdrawn == 1)
        #expect(try found().status == .withdrawn)
        #expect(try found().reason == "The data no longer support it.")
        try registry.edit("household", second.household, ["merged_into": .null])
        #expect(try registry.scan().opened == 1)
        #expect(try found().id == old.id)
        #expect(try found().status == .open)
    }

    @Test func `a case remembers the model that scored it`() throws {
        #expect(try found().model == "fellegi-sunter \(LinkageModel.currentVersion), model 1")
        let kept = try registry.journal.read { try ModelShelf($0).present() }
        #expect(kept?.name == (try found().model))
    }
}
