import Foundation
import Registry
import Testing

/// A hub, two provinces and a field office with real files, over real TLS.
@Suite struct FederationTests {
    private static let office: Set = ["03-1", "03-2"]
    private let folder: TestFolder
    private let hub: TestNode
    private let ninewa: TestNode
    private let babil: TestNode
    private let office: TestNode

    init() throws {
        folder = try TestFolder()
        hub = try folder.hub()
        ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        babil = try folder.node("IQ-BA", areas: "IQ-BA", below: hub)
        try ninewa.serve()
        office = try folder.node("IQ-NI-F03", areas: "03-1,03-2", below: ninewa)
        try Self.load(babil, "IQ-BA")
        try Self.load(ninewa, "IQ-NI", "--except-areas", "03-1,03-2")
        try Self.load(office, "IQ-NI", "--areas", "03-1,03-2")
    }

    private static func load(_ node: TestNode, _ province: String, _ options: String...) throws {
        let run = try Program.run(
            ["import", "--data", node.data, "--json"] + options + DemoFiles.paths(of: province))
        #expect(run.exitCode == 0, "\(run.errors)")
    }

    /// One round of each, from below to above and back, until nothing is under way.
    private func syncAll() throws {
        // What one province pushes may open a case about a family of the other.
        for node in [office, ninewa, babil, ninewa, office] { try node.run("sync") }
    }

    private func requireAgreement() throws {
        try EndToEndTests.requireAgreement(hub, ninewa, areas: ["IQ-NI"])
        try EndToEndTests.requireAgreement(hub, babil, areas: ["IQ-BA"])
        try EndToEndTests.requireAgreement(ninewa, office, areas: Self.office)
    }

    /// A row of the demonstration's files of Ninewa, with some values changed.
    private func row(
        _ kind: String, where column: String, is value: String, changed: [String: String]
    ) throws -> [[String]] {
        let rows = try DemoFiles.rows("\(DemoFiles.root)/deploy/demo/IQ-NI-\(kind).csv")
        let index = try #require(rows[0].firstIndex(of: column))
        var row = try #require(rows.dropFirst().first { $0[index] == value })
        for (name, value) in changed { row[try #require(rows[0].firstIndex(of: name))] = value }
        return [rows[0], row]
    }

    @Test func `each node shows what its upstream shows of its areas, and nobody is lost`() throws {
        try syncAll()
        try requireAgreement()
        var numbers: [String: Set<String>] = [:]
        for province in ["IQ-NI", "IQ-BA"] {
            for (kind, path) in zip(["household", "person"], DemoFiles.paths(of: province)) {
                numbers[kind, default: []].formUnion(
                    try DemoFiles.rows(path).dropFirst().map { $0[0] })
            }
        }
        let contents = try hub.contents()
        for (kind, expected) in numbers {
            let found = contents.values("number", of: kind).compactMap(\.text)
            #expect(found.count == expected.count)
            #expect(Set(found) == expected)
        }
        // Who has nothing new to say says little.
        let idle = try babil.run("sync")
        #expect(try idle.value("pushed_changesets") as? Int == 0)
        #expect(try idle.value("received_records") as? Int == 0)
        for node in [hub, ninewa, babil, office] { try requireSound(node) }
    }

    @Test func `a family of two provinces is a case in both before anybody scans`() throws {
        try syncAll()
        func open(_ node: TestNode) throws -> [[String: Any]] {
            try node.run("duplicates", "list").value("cases") as? [[String: Any]] ?? []
        }
        let across = try open(hub).filter { found in
            let provinces = ["earlier", "later"].compactMap {
                ((found[$0] as? [String: Any])?["number"] as? String)?.prefix(2)
            }
            return Set(provinces).count == 2
        }
        #expect(!across.isEmpty)
        let wanted = Set(across.compactMap { $0["case"] as? String })
        for node in [ninewa, babil] {
            let there = Set(try open(node).compactMap { $0["case"] as? String })
            #expect(wanted.isSubset(of: there))
        }
    }

    @Test func `two who edit one person without knowing of each other see the same open conflict`()
        throws
    {
        try syncAll()
        let households = try DemoFiles.rows(DemoFiles.paths(of: "IQ-NI")[0])
        let number = try #require(households.first { $0[2] == "03-1" }?[0])
        for (node, day) in [(office, "1971-03-04"), (ninewa, "1972-05-06")] {
            let path = folder.path + "/\(node.name).csv"
            try DemoFiles.write(
                row("persons", where: "household_number", is: number, changed: ["birth_date": day]),
                to: path)
            let outcome = try node.run("import", path)
            #expect(try outcome.value("changed") as? Int == 1)
        }
        try syncAll()
        for node in [hub, ninewa, office] {
            #expect(try node.count("conflicts") == 1)
            #expect(try node.contents().conflicts == 1)
        }
        #expect(try babil.count("conflicts") == 0)
        try requireAgreement()
        for node in [hub, ninewa, office] { try requireSound(node) }
    }

    @Test func `a family that moves comes to the office of its new area and leaves the other`()
        throws
    {
        try syncAll()
        let before = try office.contents().values("number", of: "household").compactMap(\.text)
        let households = try DemoFiles.rows(DemoFiles.paths(of: "IQ-NI")[0]).dropFirst()
        let leaving = try #require(households.first { $0[2] == "03-2" }?[0])
        let coming = try #require(households.first { !Self.office.contains($0[2]) }?[0])
        for (number, area) in [(leaving, "03-3"), (coming, "03-2")] {
            let path = folder.path + "/\(number).csv"
            try DemoFiles.write(
                row(
                    "households", where: "household_number", is: number,
                    changed: ["district": area]), to: path)
            try ninewa.run("import", path)
        }
        try syncAll()
        let after = try office.contents().values("number", of: "household").compactMap(\.text)
        #expect(Set(after) == Set(before).subtracting([leaving]).union([coming]))
        try requireAgreement()
    }
}
