import Foundation
import Intake
import Registry
import Testing

@Suite struct ImporterTests {
    private static let demo = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("deploy/demo").path

    /// Copies of the demo's files, since refused rows are written beside them.
    private static func demoFiles(
        for node: ImportNode, _ provinces: [String] = ["IQ-BA"]
    ) throws -> [String] {
        try provinces.flatMap { ["\($0)-households.csv", "\($0)-persons.csv"] }.map {
            try node.file($0, bytes: Array(Data(contentsOf: URL(fileURLWithPath: demo + "/" + $0))))
        }
    }

    @Test func `the demo comes in whole, and the second time changes nothing`() throws {
        let node = try ImportNode()
        let files = try Self.demoFiles(for: node, ["IQ-BA", "IQ-BG", "IQ-NI"])
        let first = try node.take(files)
        #expect(first.households == 1715)
        #expect(first.persons == 6592)
        #expect(first.new == 1715 + 6592)
        #expect(first.rejected == 0)
        #expect(first.changesets == 1715)
        #expect(try node.count("membership") == 6592)
        #expect(try node.count("enrolment") == 1715)
        #expect(try node.count("payee") == 1715)
        #expect(try node.count("source_record") == 1715 + 6592)
        let before = try node.registered()
        let second = try node.take(files)
        #expect(second.unchanged == 1715 + 6592)
        #expect(second.new + second.changed + second.changesets == 0)
        #expect(try node.registered() == before)
    }

    @Test(arguments: [1, 2, 3]) func `an import that was cut short ends as if it had not been`(
        batches: Int
    ) throws {
        struct Cut: Error {}
        let whole = try ImportNode()
        try whole.take(try Self.demoFiles(for: whole))
        let node = try ImportNode()
        let files = try Self.demoFiles(for: node)
        var left = batches
        #expect(throws: Cut.self) {
            try node.take(
                files, { $0.householdsPerTransaction = 100 },
                progress: { _ in
                    left -= 1
                    if left == 0 { throw Cut() }
                })
        }
        #expect(try node.count("household") == batches * 100)
        let rest = try node.take(files)
        #expect(rest.households == 371)
        #expect(rest.new + rest.unchanged == 371 + 1440)
        #expect(try node.registered() == whole.registered())
        #expect(!FileManager.default.fileExists(atPath: node.folder + "/import.staging.sqlite"))
    }

    @Test(arguments: ["backwards", "persons first", "shuffled"])
    func `persons join their household in any order of rows and files`(order: String) throws {
        let whole = try ImportNode()
        try whole.take(try Self.demoFiles(for: whole))
        let node = try ImportNode()
        var files = try Self.demoFiles(for: node)
        if order == "persons first" {
            files.sort { $0.hasSuffix("persons.csv") && !$1.hasSuffix("persons.csv") }
        } else {
            for path in files where path.hasSuffix("persons.csv") {
                let lines = try String(contentsOfFile: path, encoding: .utf8)
                    .split(separator: "\n")
                var rows = Array(lines.dropFirst())
                if order == "backwards" {
                    rows.reverse()
                } else {
                    rows.sort { ($0.hashlike, $0) < ($1.hashlike, $1) }
                }
                try (lines[0] + "\n" + rows.joined(separator: "\n"))
                    .write(toFile: path, atomically: false, encoding: .utf8)
            }
        }
        let outcome = try node.take(files)
        #expect(outcome.rejected == 0)
        #expect(outcome.persons == 1440)
        #expect(try node.count("payee") == 371)
        // Of several heads the first becomes payee, so that an order may show.
        let payees = order == "persons first"
        #expect(try !payees || node.registered() == whole.registered())
    }

    @Test func `persons may come in a later import than their household`() throws {
        let node = try ImportNode()
        try node.take([try node.file("h.csv", [Lines.household, Lines.household("H-1")])])
        let outcome = try node.take([
            try node.file("p.csv", [Lines.person, Lines.person("H-1-1", in: "H-1")])
        ])
        #expect(outcome.new == 1)
        #expect(outcome.rejected == 0)
        #expect(
            try node.texts("SELECT source FROM source_record ORDER BY source")
                == ["IQ-BG households", "IQ-BG persons"])
        #expect(try node.count("payee") == 1)
    }

    @Test func `a household is enrolled unless the user says otherwise`() throws {
        let node = try ImportNode()
        let file = try node.file("h.csv", [Lines.household, Lines.household("H-1")])
        try node.take([file]) { $0.programme = nil }
        #expect(try node.count("enrolment") == 0)
        #expect(try node.count("household") == 1)
    }

    @Test func `a row in Windows-1256 gives the same person as in UTF-8`() throws {
        let utf8 = try ImportNode()
        let other = try ImportNode()
        let households = [Lines.household, "H-1,IQ-BG,01-6,,widow,owned,2,,,2023-06-19"]
        let row = "H-1-1,H-1,head,تغريد,,,,,F,1975,,,,,"
        try utf8.take([
            try utf8.file("h.csv", households), try utf8.file("p.csv", [Lines.person, row]),
        ])
        var bytes = Array((Lines.person + "\nH-1-1,H-1,head,").utf8)
        bytes += [0xCA, 0xDB, 0xD1, 0xED, 0xCF]
        bytes += Array(",,,,,F,1975,,,,,\n".utf8)
        try other.take([
            try other.file("h.csv", households), try other.file("p.csv", bytes: bytes),
        ]) { $0.mapping.format.encoding = .windows1256 }
        #expect(try other.texts("SELECT given_name FROM person") == ["تغريد"])
        #expect(try other.registered() == utf8.registered())
    }

    @Test func `Arabic-Indic digits mean the same as ASCII digits`() throws {
        let node = try ImportNode()
        let outcome = try node.take([
            try node.file(
                "h.csv", [Lines.household, "H-١,IQ-BG,01-6,,widow,owned,٤,٢٦٠٠٠٠,,٢٠٢٣-٠٦-١٩"]),
            try node.file("p.csv", [Lines.person, Lines.person("H-1-1", in: "H-1")]),
        ])
        #expect(outcome.rejected == 0)
        #expect(try node.registered().contains { $0.contains("\"2023-06-19\"") })
        #expect(try node.texts("SELECT number FROM household") == ["H-1"])
        #expect(
            try node.values("SELECT rooms, monthly_income FROM household")
                == [.integer(4), .integer(260_000_000)])
    }
}

extension Substring {
    /// A number that is the same in every run and puts texts in no order that means anything.
    fileprivate var hashlike: UInt64 {
        utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    }
}
