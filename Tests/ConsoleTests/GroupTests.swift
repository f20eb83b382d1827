import Casework
import ChangeLog
import Console
import Registry
import Testing

struct GroupTests {
    private let console: TestConsole
    private let homes: [RecordID]
    private let cases: [RecordID]

    init() throws {
        console = try TestConsole()
        homes = try ["A", "B", "C"].map { [console] in try console.addHousehold($0) }
        cases = [
            try console.addCase(homes[0], homes[1]), try console.addCase(homes[1], homes[2]),
        ]
    }

    private func statuses() throws -> [DuplicateCase.Status?] {
        try console.journal.read { view in
            try cases.map { try DuplicateCases(view).find($0)?.status }
        }
    }

    @Test func `whoever registered three times is decided once, and taken back once`() throws {
        let page = console.get("/cases/\(cases[0])", as: .caseworker)
        #expect(String(decoding: page.body, as: UTF8.self).contains("id=\"group\""))
        let form = homes.map { ("household", $0.description) }
        let answer = console.post(
            "/cases/\(cases[0])/group",
            form + [("keep", homes[1].description), ("decision", "same")], as: .caseworker)
        #expect(answer.header("location") == "/cases/\(cases[0])")
        #expect(try statuses() == [.same, .same])
        let kept = try console.journal.read { try DuplicateCases($0).find(cases[1])?.keep }
        #expect(kept == homes[1])
        _ = console.post("/cases/\(cases[1])/undo", [], as: .caseworker)
        #expect(try statuses() == [.open, .open])
    }

    @Test func `those who are not ticked are different, for the reason that is given`() throws {
        let form = [
            ("household", homes[0].description), ("household", homes[1].description),
            ("keep", homes[0].description), ("decision", "same"), ("reason", "her neighbour"),
        ]
        _ = console.post("/cases/\(cases[0])/group", form, as: .caseworker)
        #expect(try statuses() == [.same, .different])
    }

    @Test func `that they are different needs a reason`() throws {
        let form = [("household", homes[0].description), ("decision", "different")]
        #expect(
            console.post("/cases/\(cases[0])/group", form, as: .caseworker).status == 422)
        #expect(try statuses() == [.open, .open])
    }
}

struct BrokenRuleTests {
    private func addHolder(_ console: TestConsole, in household: RecordID) throws {
        try console.journal.write { session in
            let person = try session.creation(of: "person", ["given_name": .text("سعاد")])
            try session.append(
                [
                    person,
                    try session.creation(
                        of: "membership",
                        [
                            "household": .reference(household),
                            "person": .reference(person.record), "relationship": .text("head"),
                        ]),
                    try session.creation(
                        of: "identifier",
                        [
                            "person": .reference(person.record), "scheme": .text("national-id"),
                            "value": .text("197957310021"),
                        ]),
                ], by: TestConsole.clerk)
        }
    }

    @Test func `one number of two people stands in the list, with a way to both families`() throws {
        let console = try TestConsole()
        let homes = try ["A", "B"].map { try console.addHousehold($0) }
        for home in homes { try addHolder(console, in: home) }
        let page = String(
            decoding: console.get("/broken-rules", as: .auditor).body, as: UTF8.self)
        #expect(page.contains("A national ID is held by several people"))
        for home in homes { #expect(page.contains("/families/\(home)")) }
        // Who reads no families sees no names and no way to them.
        let other = String(
            decoding: console.get("/broken-rules", as: .administrator).body, as: UTF8.self)
        #expect(other.contains("A national ID"))
        #expect(!other.contains("/families/"))
        #expect(!other.contains("سعاد"))
        // The family says it, too.
        let family = String(
            decoding: console.get("/families/\(homes[0])", as: .auditor).body, as: UTF8.self)
        #expect(family.contains("A national ID is held by several people"))
    }
}
