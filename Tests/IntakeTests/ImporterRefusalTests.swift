import ChangeLog
import Foundation
import Intake
import Registry
import Storage
import Testing

/// What an import does not take, and what it says about it.
@Suite struct ImporterRefusalTests {
    /// Areas as headquarters' list brings them.
    private static func areas(_ node: ImportNode) throws {
        try node.journal.store.write { transaction in
            for (number, area) in [
                ["IQ", ""], ["IQ-BG", "IQ"], ["01-6", "IQ-BG"], ["IQ-BA", "IQ"],
                ["02-1", "IQ-BA"],
            ].enumerated() {
                try transaction.execute(
                    """
                    INSERT INTO area (id, version_branch, version_sequence, version_tag, effective,
                        code, parent) VALUES ($1, 0, 0, 0, 0, $2, $3)
                    """, .reference(RecordID(high: 1, low: UInt64(number))), .text(area[0]),
                    area[1].isEmpty ? .null : .text(area[1]))
            }
        }
    }

    private static func rejected(_ path: String) throws -> [String] {
        try String(contentsOfFile: RejectedRows.path(for: path), encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }

    @Test func `bad rows go to the file of rejected rows and good ones are kept`() throws {
        let node = try ImportNode()
        let households = try node.file(
            "h.csv",
            [
                Lines.household, Lines.household("H-1"), Lines.household("H-2", rooms: "many"),
                Lines.household("H-3"),
            ])
        let persons = try node.file(
            "p.csv",
            [
                Lines.person, Lines.person("H-1-1", in: "H-1"), Lines.person("H-2-1", in: "H-2"),
                Lines.person("H-3-1", in: "H-3", nationalID: "12"),
                Lines.person("H-4-1", in: "H-4"), Lines.person("H-3-2", in: "H-3"),
            ])
        let outcome = try node.take([households, persons])
        #expect(outcome.households == 2)
        #expect(outcome.persons == 2)
        #expect(outcome.rejected == 4)
        #expect(Set(outcome.rejectedFiles) == Set([households, persons].map(RejectedRows.path)))
        let refused = try Self.rejected(households)
        #expect(refused.count == 2)
        #expect(refused[0] == "line,field,reason," + Lines.household)
        #expect(refused[1].hasPrefix("3,rooms,"))
        #expect(
            Set(try Self.rejected(persons).dropFirst().map { $0.split(separator: ",")[0] })
                == ["3", "4", "5"])
        #expect(try Self.rejected(persons).contains { $0.contains("not in the registry") })
        // Repaired, the rejected rows are a file like any other.
        let repaired = try String(
            contentsOfFile: RejectedRows.path(for: households), encoding: .utf8)
        let again = try node.file(
            "again.csv", bytes: Array(repaired.replacing("many", with: "3").utf8))
        #expect(try node.take([again]).new == 1)
    }

    @Test func `a household outside the areas asked for is passed over with its persons`() throws {
        let node = try ImportNode(.province, areas: ["IQ-BG"])
        try Self.areas(node)
        let files = [
            try node.file(
                "h.csv",
                [Lines.household, Lines.household("H-1"), Lines.household("H-2", district: "02-1")]),
            try node.file(
                "p.csv",
                [
                    Lines.person, Lines.person("H-2-1", in: "H-2"),
                    Lines.person("H-1-1", in: "H-1"), Lines.person("H-2-2", in: "H-2", "child"),
                ]),
        ]
        let chosen = try node.take(files) { $0.areas = ["01-6"] }
        #expect(chosen.rejected == 0)
        #expect(chosen.outside == 3)
        #expect(chosen.new == 2)
        let except = try node.take(files) { $0.exceptAreas = ["02-1"] }
        #expect(except.outside == 3)
        #expect(except.unchanged == 2)
        let all = try node.take(files)
        #expect(all.rejected == 3)
        #expect(try Self.rejected(files[0])[1].contains("outside the areas of this node"))
    }

    @Test func `an area that is not in the list of areas is refused with a remedy`() throws {
        let node = try ImportNode()
        try Self.areas(node)
        let file = try node.file(
            "h.csv", [Lines.household, Lines.household("H-1", district: "99-9")])
        #expect(try node.take([file]).rejected == 1)
        #expect(try Self.rejected(file)[1].contains("import the list of areas"))
    }

    @Test func `a quote that is never closed costs what follows it and nothing else`() throws {
        let node = try ImportNode()
        let file = try node.file(
            "h.csv",
            [
                Lines.household, Lines.household("H-1"), "H-2,IQ-BG,01-6,\"never closed",
                Lines.household("H-3"),
            ])
        let outcome = try node.take([file])
        #expect(outcome.households == 1)
        #expect(outcome.rejected == 1)
        #expect(try Self.rejected(file)[1].hasPrefix("3,"))
    }

    @Test func `a file that nobody can read leaves the registry as it is`() throws {
        let node = try ImportNode()
        let good = try node.file("h.csv", [Lines.household, Lines.household("H-1")])
        #expect(throws: CSVError.self) { try node.take([good, node.folder + "/none.csv"]) }
        let foreign = try node.file("x.csv", ["a,b,c", "1,2,3"])
        #expect(throws: ImportMapping.Problem.self) { try node.take([good, foreign]) }
        #expect(try node.count("household") == 0)
    }
}
