import Foundation
import Testing

/// A family that is registered three times, from the scan to the decision and back, through the real
/// program.
@Suite struct DuplicateCommandTests {
    private let folder: TestFolder
    private let hub: TestNode
    private static let family = "BA-0000011"
    private static let again = ["BA-0900001", "BA-0900002"]

    init() throws {
        folder = try TestFolder()
        hub = TestNode(name: "HUB", data: folder.path + "/hub")
        try hub.run("init", "--role", "hub", "--node", "HUB")
        let paths = DemoFiles.paths(of: "IQ-BA")
        let copies = [folder.path + "/households.csv", folder.path + "/persons.csv"]
        var households = try DemoFiles.rows(paths[0])
        var persons = try DemoFiles.rows(paths[1])
        let home = try #require(households.first { $0[0] == Self.family })
        let members = persons.filter { $0[1] == Self.family }
        let columns = ["account_iban", "registered_on"].compactMap {
            households[0].firstIndex(of: $0)
        }
        households = [households[0]]
        persons = [persons[0]]
        for (place, number) in Self.again.enumerated() {
            var copy = home
            copy[0] = number
            copy[columns[0]] = ""
            copy[columns[1]] = "2025-0\(place + 6)-01"
            households.append(copy)
            for (member, row) in members.enumerated() {
                persons.append(["\(number)-0\(member + 1)", number] + row.dropFirst(2))
            }
        }
        try DemoFiles.write(households, to: copies[0])
        try DemoFiles.write(persons, to: copies[1])
        _ = try Program.run(["import", "--data", hub.data, "--json"] + paths + copies)
        try hub.run("duplicates", "scan")
    }

    /// The group of the family in the list of open cases.
    private func group() throws -> [String: Any]? {
        let groups = try hub.run("duplicates", "list").value("groups") as? [[String: Any]]
        return groups?.first { group in
            let homes = group["registrations"] as? [[String: Any]] ?? []
            return homes.contains { $0["number"] as? String == Self.family }
        }
    }

    private func caseID() throws -> String {
        try #require(try group()?["case"] as? String)
    }

    @Test func `three registrations are one line, decided at once, and taken back at once`() throws
    {
        let found = try #require(try group())
        #expect((found["registrations"] as? [Any])?.count == 3)
        #expect(found["open"] as? Int == 3)
        let id = try caseID()
        let shown = try hub.run("duplicates", "show", id, "--actor", "amina")
        #expect((try shown.value("group", "cases") as? [Any])?.count == 3)
        let before = try hub.count("changesets")

        let decided = try hub.run(
            "duplicates", "decide", id, "--same", "--keep", Self.family, "--actor", "amina")
        #expect((try decided.value("settled") as? [Any])?.count == 3)
        #expect((try decided.value("left") as? [Any])?.isEmpty == true)
        #expect(try decided.value("status") as? String == "same")
        #expect(try hub.count("changesets") == before + 1)
        #expect(try group() == nil)

        let undone = try hub.run("duplicates", "undo", id, "--actor", "amina")
        #expect(try undone.value("status") as? String == "open")
        #expect(try hub.count("changesets") == before + 2)
        #expect(try group()?["open"] as? Int == 3)
    }

    @Test func `these are the same, that one is different`() throws {
        let id = try caseID()
        let decided = try hub.run(
            "duplicates", "decide", id, "--same", "--only", Self.family + "," + Self.again[0],
            "--others-different", "The third was seen.", "--actor", "amina")
        #expect((try decided.value("settled") as? [Any])?.count == 3)
        let different = try hub.run("duplicates", "list", "--status", "different")
        #expect((try different.value("cases") as? [Any])?.count == 2)
        #expect(try group() == nil)
        // A scan of the same data leaves it at that.
        let scan = try hub.run("duplicates", "scan")
        #expect(try scan.value("opened") as? Int == 0)
    }

    @Test(arguments: [
        (["--same", "--only", "BA-0999999"], "BA-0999999"), (["--different"], "--reason"),
        (["--same", "--others-different", "Seen."], "--only"),
        (["--same", "--different"], "either"),
    ])
    func `a decision that says nothing clear is refused`(
        options: [String], reason: String
    ) throws {
        let id = try caseID()
        let before = try hub.count("changesets")
        let run = try Program.run(
            ["duplicates", "decide", id, "--data", hub.data, "--actor", "amina"] + options)
        #expect(run.exitCode != 0)
        #expect(run.errors.contains(reason), "\(run.errors)")
        #expect(try hub.count("changesets") == before)
    }

    @Test func `a model is not learnt from a handful of decisions`() throws {
        let few = try Program.run(["duplicates", "retrain", "--data", hub.data])
        #expect(few.exitCode == 1)
        #expect(few.errors.contains("Decide more cases first"))
        let unknown = try Program.run([
            "duplicates", "retrain", "--data", hub.data, "--model-version", "9", "--actor", "amina",
        ])
        #expect(unknown.exitCode == 1)
        #expect(unknown.errors.contains("There is no model 9"))
        let silent = try Program.run(["duplicates", "retrain", "--data", hub.data, "--accept"])
        #expect(silent.exitCode != 0)
        #expect(silent.errors.contains("--actor"))
    }
}
