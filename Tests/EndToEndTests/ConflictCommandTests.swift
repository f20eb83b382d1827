import Foundation
import Registry
import Testing

/// What people write without knowing of each other, settled with the commands.
@Suite struct ConflictCommandTests {
    private let folder: TestFolder
    private let hub: TestNode
    private let ninewa: TestNode
    private let office: TestNode
    private let family: OneFamily

    init() throws {
        folder = try TestFolder()
        hub = try folder.hub()
        ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        try ninewa.serve()
        office = try folder.node("IQ-NI-F03", areas: "03-1,03-2", below: ninewa)
        family = try OneFamily(of: "IQ-NI", district: "03-1", in: folder.path)
        try family.load(at: office)
        try syncAll()
    }

    private func syncAll() throws {
        for node in [office, ninewa, office] { try node.run("sync") }
    }

    /// Each of the two corrects something of the family's first person, unaware of the other.
    private func disagree(_ first: [String: String], _ second: [String: String]) throws -> String {
        try family.correct(first, at: office)
        try family.correct(second, at: ninewa)
        try syncAll()
        let all = try ninewa.run("conflicts", "list").value("conflicts") as? [[String: Any]] ?? []
        #expect(all.count == 1)
        return try #require(all.first?["name"] as? String)
    }

    /// What each node shows of the person, when nothing is open any more.
    private func settled(_ field: String) throws -> Set<String> {
        try syncAll()
        return try Set(
            [hub, ninewa, office].map { node in
                #expect(try node.count("conflicts") == 0)
                let contents = try node.contents()
                let person = (contents.records["person"] ?? [:]).values.first {
                    contents.value("number", of: "person", $0)?.text == family.person
                }
                return person.flatMap { contents.value(field, of: "person", $0)?.text } ?? "–"
            })
    }

    private func decide(_ name: String, _ options: [String]) throws -> Program.Run {
        try Program.run(
            ["conflicts", "decide", name, "--data", ninewa.data, "--json", "--actor", "amina"]
                + ["--reason", "Seen the card"] + options)
    }

    @Test func `a conflict shows every value with who wrote it, where, and what he saw`() throws {
        let name = try disagree(["birth_date": "1971-03-04"], ["birth_date": "1972-05-06"])
        let shown = try ninewa.run("conflicts", "show", name)
        let claims = try #require(try shown.value("claims") as? [[String: Any]])
        #expect(Set(claims.compactMap { $0["node"] as? String }) == ["IQ-NI", "IQ-NI-F03"])
        let days = claims.compactMap { ($0["values"] as? [String: String])?["birth_date"] }
        #expect(Set(days) == ["1971-03-04", "1972-05-06"])
        let seen = claims.compactMap { ($0["was"] as? [String: String])?["birth_date"] }
        #expect(Set(seen) == [family.birth])
        let standing = try shown.value("standing") as? [String: String]
        #expect(standing?["birth_date"] == family.birth)
        #expect(try shown.value("household") as? String == family.household)
    }

    @Test(arguments: [["--for", "2"], ["--value", "birth_date=1970-01-02"], ["--standing"]])
    func `it is decided for one value, for another or for what stands, and all hear of it`(
        way: [String]
    ) throws {
        let name = try disagree(["birth_date": "1971-03-04"], ["birth_date": "1972-05-06"])
        let claims = try ninewa.run("conflicts", "show", name).value("claims")
        let second = (claims as? [[String: Any]])?.last?["values"] as? [String: String]
        let expected =
            switch way[0] {
            case "--for": second?["birth_date"] ?? ""
            case "--value": "1970-01-02"
            default: family.birth
            }
        let decided = try decide(name, way)
        #expect(decided.exitCode == 0, "\(decided.errors)")
        #expect(try settled("birth_date") == [expected])
        try requireAgreement(hub, ninewa, areas: ["IQ-NI"])
        try requireAgreement(ninewa, office, areas: ["03-1", "03-2"])
    }

    @Test func `both stand where each corrected something else`() throws {
        let name = try disagree(["birth_date": "1971-03-04"], ["mother_name": "سعاد"])
        let decided = try decide(name, ["--both"])
        #expect(decided.exitCode == 0, "\(decided.errors)")
        #expect(try settled("birth_date") == ["1971-03-04"])
        #expect(try settled("mother_name") == ["سعاد"])
    }

    @Test func `both cannot stand where two wrote different things in one field`() throws {
        let name = try disagree(["birth_date": "1971-03-04"], ["birth_date": "1972-05-06"])
        let refused = try decide(name, ["--both"])
        #expect(refused.exitCode == 1)
        #expect(refused.errors.contains("birth_date"))
        #expect(try ninewa.count("conflicts") == 1)
    }

    @Test func `what two people settle is proposed by one and accepted by another`() throws {
        let name = try disagree(["national_id": "197110001111"], ["national_id": "197220002222"])
        let proposed = try decide(name, ["--for", "1"])
        #expect(proposed.exitCode == 0, "\(proposed.errors)")
        #expect(try proposed.value("is_settled") as? Bool == false)
        let proposal = try #require(try proposed.value("proposal") as? String)
        let own = try Program.run([
            "conflicts", "accept", proposal, "--data", ninewa.data, "--actor", "amina",
        ])
        #expect(own.exitCode == 1)
        #expect(own.errors.contains("another person"))
        #expect(try ninewa.count("conflicts") == 1)
        try ninewa.run("conflicts", "accept", proposal, "--actor", "omar")
        try syncAll()
        for node in [hub, ninewa, office] { #expect(try node.count("conflicts") == 0) }
        try requireAgreement(hub, ninewa, areas: ["IQ-NI"])
    }

    @Test(arguments: [["--for", "9"], ["--value", "phone=1"], ["--close"]])
    func `a decision that makes no sense is refused, and the conflict stays`(
        options: [String]
    ) throws {
        let name = try disagree(["birth_date": "1971-03-04"], ["birth_date": "1972-05-06"])
        let refused = try Program.run(
            ["conflicts", "decide", name, "--data", ninewa.data, "--actor", "amina"]
                + ["--reason", "No reason"] + options)
        #expect(refused.exitCode == 1)
        #expect(try ninewa.count("conflicts") == 1)
    }
}
