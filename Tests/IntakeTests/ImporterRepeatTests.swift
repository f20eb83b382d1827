import Intake
import Registry
import Testing

/// What a second import of a file does that has changed, or whose records have.
@Suite struct ImporterRepeatTests {
    private static func node() throws -> (ImportNode, [String]) {
        let node = try ImportNode()
        let files = [
            try node.file("h.csv", [Lines.household, Lines.household("H-1")]),
            try node.file(
                "p.csv",
                [
                    Lines.person, Lines.person("H-1-1", in: "H-1"),
                    Lines.person("H-1-2", in: "H-1", "child", nationalID: ""),
                ]),
        ]
        try node.take(files)
        return (node, files)
    }

    @Test func `a changed row changes the record`() throws {
        let (node, files) = try Self.node()
        try node.file("h.csv", [Lines.household, Lines.household("H-1", rooms: "5")])
        try node.file(
            "p.csv",
            [
                Lines.person, Lines.person("H-1-1", in: "H-1", phone: "07785559700"),
                Lines.person("H-1-2", in: "H-1", "child", nationalID: "201972310616"),
            ])
        let outcome = try node.take(files)
        #expect(outcome.changed == 3)
        #expect(outcome.keptCorrections == 0)
        #expect(outcome.new == 0)
        #expect(try node.values("SELECT rooms FROM household") == [.integer(5)])
        #expect(
            try node.texts("SELECT phone FROM person ORDER BY number")
                == ["+9647785559700", "+9647785559795"])
        #expect(try node.count("identifier") == 2)
        #expect(try node.take(files).unchanged == 3)
    }

    @Test func `a clerk's correction survives the same file and a changed one`() throws {
        let (node, files) = try Self.node()
        let person = try #require(try node.id("SELECT id FROM person WHERE number = 'H-1-1'"))
        try node.correct("person", person, ["given_name": .text("تغريد المصحح")])
        #expect(try node.take(files).changesets == 0)
        try node.file(
            "p.csv",
            [
                Lines.person,
                Lines.person("H-1-1", in: "H-1", name: "تغريدة", phone: "07785559700"),
                Lines.person("H-1-2", in: "H-1", "child", nationalID: ""),
            ])
        let outcome = try node.take(files)
        #expect(outcome.changed == 1)
        #expect(outcome.keptCorrections == 1)
        #expect(
            try node.texts("SELECT given_name FROM person WHERE number = 'H-1-1'")
                == ["تغريد المصحح"])
        #expect(
            try node.texts("SELECT phone FROM person WHERE number = 'H-1-1'")
                == ["+9647785559700"])
        #expect(try node.take(files).changesets == 0)
    }

    @Test func `a person whose household number changed has moved`() throws {
        let (node, files) = try Self.node()
        try node.file(
            "h.csv", [Lines.household, Lines.household("H-1"), Lines.household("H-2")])
        try node.file(
            "p.csv",
            [
                Lines.person, Lines.person("H-1-1", in: "H-1"),
                Lines.person("H-1-2", in: "H-2", "child", nationalID: ""),
            ])
        let outcome = try node.take(files)
        #expect(outcome.changed == 1)
        #expect(outcome.new == 1)
        #expect(
            try node.texts(
                """
                SELECT h.number FROM membership m JOIN household h ON h.id = m.household
                JOIN person p ON p.id = m.person
                WHERE p.number = 'H-1-2' AND m."until" IS NULL
                """) == ["H-2"])
        #expect(try node.count("person") == 2)
        #expect(try node.count("membership") == 3)
    }

    @Test func `a number that stands twice with different values is taken once`() throws {
        let node = try ImportNode()
        let files = [
            try node.file(
                "h.csv",
                [
                    Lines.household, Lines.household("H-1"), Lines.household("H-1", rooms: "9"),
                    Lines.household("H-1"),
                ]),
            try node.file(
                "p.csv",
                [
                    Lines.person, Lines.person("H-1-1", in: "H-1"),
                    Lines.person("H-1-1", in: "H-1", name: "أخرى"),
                ]),
        ]
        for round in 0..<2 {
            let outcome = try node.take(files)
            #expect(outcome.rejected == 2)
            #expect(outcome.new == (round == 0 ? 2 : 0))
            #expect(outcome.changed == 0)
        }
        #expect(try node.texts("SELECT given_name FROM person") == ["تغريد"])
    }

    @Test func `a register of deaths says it of each person with the number, once`() throws {
        let (node, _) = try Self.node()
        let row = "197513524553,تغريد,عقيل,البزوني,1975-09-07,2026-03-01"
        let unknown = "198065986572,فريال,ثائر,البيضاني,1980-01-15,2026-03-21"
        let file = try node.file("deaths.csv", [Lines.deaths, row, unknown])
        let first = try node.take([file]) { $0.kind = .deaths }
        #expect(first.matched == 1)
        #expect(first.outside == 1)
        #expect(
            try node.values("SELECT register, result, since FROM verification")
                == [.text("deaths"), .text("deceased"), .text("2026-03-01")])
        #expect(try node.take([file]).unchanged == 1)
        #expect(try node.count("verification") == 1)
        try node.file("deaths.csv", [Lines.deaths, row.replacing("03-01", with: "03-02")])
        #expect(try node.take([file]).changed == 1)
        #expect(try node.count("verification") == 2)
    }
}
