import Casework
import ChangeLog
import Linkage
import Registry
import Storage
import Testing

@Suite struct DuplicateDeskTests {
    private func draft(_ member: TestRegistry.Member) -> DuplicateDesk.Question {
        var values = member.fields
        values["national_id"] = member.nationalID
        return .draft(values)
    }

    @Test func `somebody who is registered is found, a stranger is not`() throws {
        let registry = try TestRegistry()
        let family = registry.strangers()
        let stranger = registry.strangers()[0]
        let known = try registry.add("A", area: "01-1", registeredOn: "2024-02-01", family)
        let desk = DuplicateDesk(registry.journal)
        let answer = try desk.check(draft(family[0]), for: [], by: "amina")
        #expect(answer.people == 121 * 4)
        #expect(answer.findings.first?.registration.person == known.persons[0])
        #expect(answer.findings.first?.candidate.probability ?? 0 > 0.95)
        #expect(try desk.check(draft(stranger), for: [], by: "amina").findings.isEmpty)
    }

    @Test func `somebody registered is compared with all but his own household`() throws {
        let registry = try TestRegistry()
        let family = registry.strangers()
        let first = try registry.add("A", area: "01-1", registeredOn: "2024-02-01", family)
        let second = try registry.add("B", area: "02-1", registeredOn: "2024-03-01", family)
        let desk = DuplicateDesk(registry.journal)
        let findings = try desk.check(
            .registered(try desk.find("A-1")), for: [], by: "amina"
        ).findings
        #expect(findings.first?.registration.person == second.persons[0])
        #expect(findings.allSatisfy { $0.registration.household != first.household })
    }

    @Test func `the desk follows the journal`() throws {
        let registry = try TestRegistry()
        let desk = DuplicateDesk(registry.journal)
        let before = try desk.prepare()
        let family = registry.strangers()
        let known = try registry.add("A", area: "01-1", registeredOn: "2024-02-01", family)
        #expect(try desk.prepare() == before + 4)
        #expect(try desk.check(draft(family[1]), for: [], by: "amina").findings.count == 1)

        // A corrected name is the name from then on.
        var corrected = family[1]
        corrected.fields["given_name"] = "تقى"
        corrected.fields["birth_date"] = "1931-04-05"
        corrected.nationalID = ""
        try registry.edit(
            "person", known.persons[1],
            ["given_name": .text("تقى"), "birth_date": .text("1931-04-05")])
        let found = try desk.check(
            draft(corrected), for: [], by: "amina", leastProbability: 0.001
        ).findings
        #expect(found.first?.registration.person == known.persons[1])
        guard case .whole(let details)? = found.first?.shown else {
            Issue.record("nothing is masked")
            return
        }
        #expect(details.values["given_name"] == "تقى")

        // Who moved out of his household, or was merged, is not there any more.
        try registry.edit("person", known.persons[2], ["merged_into": .reference(known.persons[1])])
        #expect(try desk.prepare() == before + 3)
        #expect(try desk.check(draft(family[2]), for: [], by: "amina").findings.isEmpty)
    }

    @Test(arguments: [["IQ-BG"], ["01-1"], []])
    func `records of the asker's own areas are shown whole`(areas: [String]) throws {
        let registry = try TestRegistry()
        let family = registry.strangers()
        try registry.add("A", area: "01-1", registeredOn: "2024-02-01", family)
        let finding = try #require(
            try DuplicateDesk(registry.journal)
                .check(draft(family[0]), for: areas, by: "amina").findings.first)
        guard case .whole(let details) = finding.shown else {
            Issue.record("the record is masked")
            return
        }
        #expect(details.number == "A-1")
        #expect(details.householdNumber == "A")
        #expect(details.values["family_name"] == family[0].fields["family_name"])
    }

    @Test(arguments: [["IQ-BA"], ["02-1"], ["01-2"]])
    func `of a record elsewhere an initial, a year and the province are seen`(
        areas: [String]
    ) throws {
        let registry = try TestRegistry()
        let family = registry.strangers()
        try registry.add("A", area: "01-1", registeredOn: "2024-02-01", family)
        let finding = try #require(
            try DuplicateDesk(registry.journal)
                .check(draft(family[0]), for: areas, by: "amina").findings.first)
        let name = family[0].fields["given_name"] ?? ""
        #expect(
            finding.shown
                == .masked(
                    initial: String(name.prefix(1)),
                    birthYear: String(family[0].fields["birth_date"]?.prefix(4) ?? "")))
        #expect(finding.province == "IQ-BG")
        #expect(finding.candidate.probability > 0.95)
    }

    @Test func `what was shown to whom stands in the access log`() throws {
        let registry = try TestRegistry()
        let family = registry.strangers()
        let known = try registry.add("A", area: "01-1", registeredOn: "2024-02-01", family)
        let desk = DuplicateDesk(registry.journal)
        _ = try desk.check(draft(family[0]), for: [], by: "amina")
        _ = try desk.check(draft(registry.strangers()[0]), for: [], by: "amina")
        let rows = try registry.journal.read { view in
            try view.transaction.rows("SELECT actor, purpose, record FROM access_log ORDER BY id")
        }
        #expect(rows.count == 1)
        #expect(rows.first?.text(0) == "amina")
        #expect(rows.first?.text(1) == "duplicate-check")
        #expect(rows.first?.id(2) == known.persons[0])
    }

    @Test func `a scan leaves its model to the desk`() throws {
        let registry = try TestRegistry()
        func model() throws -> [UInt8]? {
            try registry.journal.read { view in
                try view.transaction.first(
                    "SELECT value FROM node_state WHERE name = 'linkage-model'")?.bytes(0)
            }
        }
        #expect(try model() == nil)
        _ = try registry.scan()
        let kept = try model()
        #expect(kept != nil)
        try DuplicateDesk(registry.journal).prepare()
        #expect(try model() == kept)
    }

    @Test func `a question that cannot be answered is refused with the reason`() throws {
        let registry = try TestRegistry(families: 10)
        let desk = DuplicateDesk(registry.journal)
        #expect(throws: DeskRefusal.unknownField("shoe_size")) {
            try desk.check(.draft(["shoe_size": "43"]), for: [], by: "amina")
        }
        #expect(throws: DeskRefusal.nothingKnown) {
            try desk.check(.draft([:]), for: [], by: "amina")
        }
        #expect(throws: DeskRefusal.unknownPerson("Z-9")) { try desk.find("Z-9") }
        let nobody = registry.journal.newID()
        #expect(throws: DeskRefusal.notRegistered(nobody)) {
            try desk.check(.registered(nobody), for: [], by: "amina")
        }
    }
}
