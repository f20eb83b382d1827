import Foundation
import Testing

/// `shabaka link` on any lists of people, good and bad, through the real program.
@Suite struct LinkCommandTests {
    private let folder: TestFolder
    private static let golden = DemoFiles.root + "/Tests/Golden/linkage/"

    init() throws {
        folder = try TestFolder()
    }

    private static let header =
        "id,household_number,given_name,father_name,birth_date,national_id\n"
    private static let rows = (0..<30).map { number in
        "\(number),H\(number),علي,حسين,19\(50 + number)-0\(1 + number % 9)-1\(number % 10),"
            + "1990\(10_000_000 + number * 7919)\n"
    }.joined()

    private func file(_ name: String, _ text: String) throws -> String {
        try file(name, Data(text.utf8))
    }

    private func file(_ name: String, _ data: Data) throws -> String {
        let path = folder.path + "/" + name
        try data.write(to: URL(fileURLWithPath: path))
        return path
    }

    private func golden(_ name: String) throws -> String {
        try String(contentsOfFile: Self.golden + name, encoding: .utf8)
    }

    // MARK: Explanations

    @Test(arguments: [
        ("P7-1", "Q7-1", "explanation.txt"), ("P7-2", "Q7-2", "explanation-child.txt"),
    ])
    func `an explanation in the terminal is what it was`(
        first: String, second: String, expected: String
    ) throws {
        let run = try Program.run(
            ["link", Self.golden + "people.csv", "--explain", first, second])
        #expect(run.exitCode == 0)
        let said = try #require(run.output.range(of: "\(first) and \(second)"))
        #expect(try String(run.output[said.lowerBound...]) == golden(expected))
    }

    @Test func `an explanation as a picture is what it was`() throws {
        let path = folder.path + "/why.svg"
        let run = try Program.run(
            [
                "link", Self.golden + "people.csv", "--explain", "P7-1", "Q7-1", "--explain-svg",
                path,
            ])
        #expect(run.exitCode == 0)
        #expect(
            try String(contentsOfFile: path, encoding: .utf8) == golden("explanation.svg"))
    }

    @Test func `an id that nobody bears cannot be explained`() throws {
        let run = try Program.run(["link", Self.golden + "people.csv", "--explain", "P7-1", "X"])
        #expect(run.exitCode == 1)
        #expect(run.errors.contains("“X”"))
    }

    // MARK: Two files

    /// The pairs of a run as sets of ids.
    private func pairs(_ files: [String], _ options: [String]) throws -> Set<Set<String>> {
        let path = folder.path + "/pairs.csv"
        let run = try Program.run(["link"] + files + ["--pairs", path] + options)
        #expect(run.exitCode == 0, "\(run.errors)")
        return Set(try DemoFiles.rows(path).dropFirst().map { Set($0.prefix(2)) })
    }

    @Test(arguments: [["--between"], ["--between", "--one-to-one"]])
    func `swapping the two files mirrors the result`(options: [String]) throws {
        let lines = try golden("people.csv").split(separator: "\n")
        func part(_ name: String, _ isWanted: (Substring) -> Bool) throws -> String {
            try file(
                name,
                ([lines[0]] + lines.dropFirst().filter(isWanted)).joined(separator: "\n") + "\n")
        }
        let old = try part("old.csv") { !$0.hasPrefix("Q") }
        let new = try part("new.csv") { $0.hasPrefix("Q") || $0.hasPrefix("P1") }
        let forwards = try pairs([old, new], options)
        #expect(try forwards == pairs([new, old], options))
        #expect(forwards.contains(["P7-1", "Q7-1"]))
        if options.count > 1 {
            let ids = forwards.flatMap { $0.count == 1 ? Array($0) + Array($0) : Array($0) }
            // An id of both files stands for two records.
            #expect(Dictionary(grouping: ids) { $0 }.values.allSatisfy { $0.count <= 2 })
        }
    }

    // MARK: Files that cannot be read as a whole

    /// What stands in a file, of which a report of the tests shows the beginning only.
    struct Content: CustomTestStringConvertible, Sendable {
        let text: String

        var testDescription: String {
            "\(text.prefix(40).debugDescription), \(text.utf8.count) bytes"
        }
    }

    @Test(
        arguments: [
            ("", "is empty"), ("\u{FEFF}", "is empty"), (rows, "Its columns are 0, H0"),
            (header.replacing("father_name", with: "given_name") + rows, "two columns called"),
            (header.replacing(",", with: ";") + rows.replacing(",", with: ";"), "--separator"),
            ("household_number,area\nH1,01-1\n", "list of households"),
            ("shoe,hat\n43,58\n", "no column tells a person's name"),
            (header + rows + "x,H,\"" + String(repeating: "a\n", count: 3_000_000), "never closed"),
            (String(repeating: "a", count: 5_000_000), "longer than"),
        ].map { (Content(text: $0), $1) } as [(Content, String)])
    func `a list that cannot be read is refused with the reason`(
        content: Content, reason: String
    ) throws {
        let run = try Program.run(["link", try file("list.csv", content.text), "--json"])
        #expect(run.exitCode == 1)
        #expect(run.errors.contains(reason), "\(run.errors.suffix(400))")
        #expect(try (run.value("error") as? String)?.contains(reason) == true)
    }

    @Test func `another encoding is named`() throws {
        var data = Data([0xFF, 0xFE])
        for unit in (Self.header + Self.rows).utf16 {
            data.append(contentsOf: [UInt8(unit & 255), UInt8(unit >> 8)])
        }
        let wide = try Program.run(["link", try file("wide.csv", data)])
        #expect(wide.exitCode == 1)
        #expect(wide.errors.contains("UTF-16"))
        let missing = try Program.run(["link", folder.path + "/nobody.csv"])
        #expect(missing.exitCode == 1)
        #expect(missing.errors.contains("nobody.csv"))
    }

    // MARK: Rows and columns

    @Test(arguments: [
        ("x,H,\u{1},b,1990-01-01,5\n", 0), ("x,H,a,b,1990-01-01,5,6,7\n", 1),
        (",H,a,b,1990-01-01,5\n", 1), ("x\u{0},H,a,b,1990-01-01,5\n", 1),
        ("x,H," + String(repeating: "a", count: 20_000_000) + "\n", 1), ("x\n", 0),
    ].map { (Content(text: $0), $1) } as [(Content, Int)])
    func `a row that cannot be taken is named and left out, and the others are compared`(
        row: Content, refused: Int
    ) throws {
        let path = try file("list.csv", Self.header + row.text + Self.rows)
        let run = try Program.run(["link", path, "--json"])
        #expect(run.exitCode == (refused > 0 ? 1 : 0))
        #expect(try run.value("refused_rows") as? Int == refused)
        #expect(try run.value("records") as? Int == 31 - refused)
        if refused > 0 { #expect(run.errors.contains("line 2")) }
    }

    @Test func `an empty column is said, and no list of rows that all fail looks empty`() throws {
        let rows = Self.rows.replacing(",حسين,", with: ",,")
        let empty = try Program.run(["link", try file("list.csv", Self.header + rows)])
        #expect(empty.exitCode == 0)
        #expect(empty.errors.contains("No row has a value in father_name"))
        var data = Data(Self.header.utf8)
        for number in 0..<5 { data.append(contentsOf: Array("\(number),H,".utf8) + [0xC7, 0xE1]) }
        data.append(contentsOf: Array(",b,1990-01-01,5\n".utf8))
        let wrong = try Program.run(["link", try file("wrong.csv", data)])
        #expect(wrong.exitCode == 1)
        #expect(wrong.errors.contains("--encoding"))
    }

    // MARK: Mappings

    @Test(arguments: [
        ("id: id\nfields:\n  - {column: nobody, type: given_name}\n", "nobody"),
        ("id: id\nfields:\n  - {column: given_name, type: shoe}\n", "known types are"),
        ("id: id\nfeilds:\n  - {column: given_name, type: given_name}\n", "feilds"),
        ("id: [\n", "cannot be used"), ("", "it must name"),
        (
            "id: id\nfields:\n  - {column: given_name, type: given_name}\nblocking:\n  - [shoe]\n",
            "shoe"
        ),
    ])
    func `a mapping that does not fit is refused with the reason`(
        text: String, reason: String
    ) throws {
        let run = try Program.run([
            "link", try file("list.csv", Self.header + Self.rows), "--mapping",
            try file("mapping.yaml", text),
        ])
        #expect(run.exitCode == 1)
        #expect(run.errors.contains(reason), "\(run.errors.suffix(400))")
    }
}
