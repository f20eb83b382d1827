import Foundation
import Testing

/// Files that cannot be taken, through the real program.
@Suite struct BadFileTests {
    private let folder: TestFolder
    private let node: TestNode

    init() throws {
        folder = try TestFolder()
        node = TestNode(name: "HUB", data: folder.path + "/hub")
        try node.run("init", "--role", "hub", "--node", "HUB")
    }

    /// A file of the corpus, where the rejected rows may be written beside it.
    private func copy(_ name: String) throws -> String {
        let path = folder.path + "/" + name
        if !FileManager.default.fileExists(atPath: path) {
            try FileManager.default.copyItem(
                atPath: DemoFiles.root + "/Tests/Corpora/csv/" + name, toPath: path)
        }
        return path
    }

    @Test(arguments: [
        ("empty.csv", "is empty"), ("no-header.csv", "give a mapping"),
        ("missing-column.csv", "birth_date"), ("duplicate-column.csv", "twice"),
        ("semicolons.csv", "semicolons"), ("not-csv-at-all.csv", "give a mapping"),
        ("utf16-little-endian.csv", "UTF-16"), ("only-bom.csv", "is empty"),
    ])
    func `a file that cannot be read as a whole is refused and changes nothing`(
        file: String, reason: String
    ) throws {
        let path = try copy(file)
        let before = try (node.count("changesets"), node.run("audit", "compare").output)
        // Also when a good file stands beside it: all files are looked at before the first row.
        let run = try Program.run(
            ["import", "--data", node.data, "--json", DemoFiles.paths(of: "IQ-BA")[0], path])
        #expect(run.exitCode == 1)
        #expect(run.errors.contains(reason), "\(run.errors)")
        #expect(try (run.value("error") as? String)?.contains(reason) == true)
        #expect(try node.count("changesets") == before.0)
        #expect(try node.run("audit", "compare").output == before.1)
    }

    @Test(arguments: [
        ("bad-amounts.csv", 7), ("bad-iban.csv", 9), ("bad-rooms.csv", 4),
        ("invalid-utf8.csv", 1), ("nul-bytes.csv", 1), ("unquoted-comma-in-address.csv", 1),
        ("district-by-name.csv", 1),
    ])
    func `rows that cannot be taken are named with line and reason, and the others are kept`(
        file: String, refused: Int
    ) throws {
        let path = try copy(file)
        let run = try Program.run(["import", "--data", node.data, "--json", path])
        #expect(run.exitCode == 1)
        #expect(try run.value("rejected") as? Int == refused)
        let rejected = path.replacing(".csv", with: ".rejected.csv")
        #expect(try run.value("rejected_files") as? [String] == [rejected])
        let bytes = try Data(contentsOf: URL(fileURLWithPath: rejected))
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines[0].hasPrefix("line,field,reason,household_number,"))
        #expect(lines.dropFirst().compactMap { Int($0.prefix { $0 != "," }) }.count == refused)
        // Again: what was refused is refused, and what was taken stays as it is.
        let before = try node.count("changesets")
        let again = try Program.run(["import", "--data", node.data, "--json", path])
        #expect(try again.value("rejected") as? Int == refused)
        #expect(try again.value("new") as? Int == 0)
        #expect(try node.count("changesets") == before)
        try requireSound(node)
    }

    @Test func `persons of a household that nobody registered are refused, not lost`() throws {
        let path = folder.path + "/persons.csv"
        try FileManager.default.copyItem(atPath: DemoFiles.paths(of: "IQ-BA")[1], toPath: path)
        let count = try DemoFiles.rows(path).count - 1
        let first = try Program.run(["import", "--data", node.data, "--json", path])
        #expect(first.exitCode == 1)
        #expect(try first.value("rejected") as? Int == count)
        #expect(try node.count("persons") == 0)
        // Once the households are there, the rejected rows can be imported as they were written.
        try node.run("import", DemoFiles.paths(of: "IQ-BA")[0])
        try node.run("import", path.replacing(".csv", with: ".rejected.csv"))
        #expect(try node.count("persons") == count)
    }

    @Test(arguments: [
        ("person: {given_name: [a]}\n", "person given_name: "),
        ("colour: red\n", "‘colour’ is not a key"),
        ("person: [\n", "not valid YAML"),
    ])
    func `a mapping that cannot be used is named, with the place in it`(
        content: String, reason: String
    ) throws {
        let path = folder.path + "/mapping.yaml"
        try Data(content.utf8).write(to: URL(fileURLWithPath: path))
        let run = try Program.run([
            "import", "--data", node.data, "--mapping", path, DemoFiles.paths(of: "IQ-BA")[0],
        ])
        #expect(run.exitCode == 1)
        #expect(run.errors.contains(path))
        #expect(run.errors.contains(reason), "\(run.errors)")
    }

    @Test func `a file that is not there is named`() throws {
        let run = try Program.run(
            ["import", "--data", node.data, folder.path + "/nobody.csv"])
        #expect(run.exitCode == 1)
        #expect(run.errors.contains("nobody.csv"))
    }
}
