import Casework
import ChangeLog
import Registry
import Testing
import Trust

@Suite struct RegistrationTests {
    private let registry: TestRegistry

    init() throws {
        registry = try TestRegistry(families: 1)
        try registry.journal.write { session in
            let node = try session.creation(
                of: "node",
                [
                    "name": .text(registry.journal.identity.name), "role": .text("hub"),
                    "signing_key": .bytes(registry.journal.identity.signingKey.publicKey.bytes),
                ])
            try session.append([node], by: TestRegistry.clerk)
        }
    }

    private func register() throws -> (household: RecordID, number: String) {
        try registry.journal.write { session in
            let id = registry.journal.newID()
            var draft = FamilyDraft()
            draft.area = "01-1"
            let today = try #require(CivilDate(year: 2026, month: 11, day: 22))
            let isNew = try FamilyRegistration(session).save(
                draft, id: id, today: today, by: TestRegistry.clerk)
            #expect(isNew)
            let number = try session.view.record("household", id)?["case_number"]?.text
            return (id, try #require(number))
        }
    }

    @Test func `every family gets the next number`() throws {
        let numbers = try (0..<3).map { _ in try CaseNumber(register().number).counter }
        #expect(numbers == numbers.sorted())
        #expect(Set(numbers).count == 3)
    }

    @Test func `a number that cannot be read does not let another be given twice`() throws {
        let first = try register()
        let second = try register()
        let odd = first.number.prefix { $0 != "-" } + "-ZZZZZZZ"
        try registry.edit("household", first.household, ["case_number": .text(String(odd))])
        #expect(try register().number > second.number)
    }
}
