import Foundation
import Registry
import Testing

/// What operators do about changesets that were set aside, and about families that move.
@Suite struct OperatorCommandTests {
    private let folder: TestFolder
    private let hub: TestNode
    private let ninewa: TestNode
    private let baghdad: TestNode

    init() throws {
        folder = try TestFolder()
        hub = try folder.hub()
        ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        baghdad = try folder.node("IQ-BG", areas: "IQ-BG", below: hub)
        try syncAll()
    }

    private func syncAll() throws {
        for node in [ninewa, baghdad, ninewa, baghdad] { try node.run("sync") }
    }

    private func setAside(_ node: TestNode) throws -> [[String: Any]] {
        try node.run("quarantine", "list").value("changesets") as? [[String: Any]] ?? []
    }

    /// A family of Ninewa that was written at Baghdad, which never served it: its settings were
    /// tampered with. Returns the family and how its changeset is named.
    private func trespass() throws -> (OneFamily, String) {
        let family = try OneFamily(of: "IQ-NI", district: "03-1", in: folder.path)
        let path = URL(fileURLWithPath: baghdad.data + "/node.json")
        let honest = try Data(contentsOf: path)
        var settings = try #require(
            try JSONSerialization.jsonObject(with: honest) as? [String: Any])
        settings["areas"] = ["IQ-BG", "IQ-NI"]
        try JSONSerialization.data(withJSONObject: settings).write(to: path)
        try family.load(at: baghdad)
        try honest.write(to: path)
        try syncAll()
        let found = try setAside(hub)
        #expect(found.count == 1)
        return (family, try #require(found.first?["changeset"] as? String))
    }

    @Test func `what a node may never write is set aside, named to it, and shown without values`()
        throws
    {
        let (family, name) = try trespass()
        #expect(try family.area(at: hub) == nil)
        #expect(try setAside(baghdad).compactMap { $0["changeset"] as? String } == [name])
        let shown = try hub.run("quarantine", "show", name)
        #expect(try shown.value("status") as? String == "open")
        #expect(try shown.value("node") as? String == "IQ-BG")
        let changes = try #require(try shown.value("changes") as? [[String: Any]])
        #expect(Set(changes.compactMap { $0["entity"] as? String }).contains("household"))
        #expect(!shown.output.contains(family.household))
        // Its origin is told, and headquarters that it has to decide.
        let told = try baghdad.run("status")
        #expect(try told.value("own_set_aside") as? Int == 1)
        let advice = try told.value("advice") as? [String] ?? []
        #expect(advice.contains { $0.contains("shabaka quarantine list") })
        #expect(try baghdad.run("sync").value("own_set_aside") as? Int == 1)
        #expect(try hub.run("status").value("set_aside_to_decide") as? Int == 1)
        #expect(try ninewa.run("status").value("own_set_aside") as? Int == 0)
        // It blocks nothing that comes after it.
        try baghdad.run("user", "add", "later", "--role", "registrar")
        try syncAll()
        #expect(try hub.contents().values("name", of: "user").contains(.text("later")))
        for node in [hub, baghdad] { try requireSound(node) }
    }

    @Test func `what is released is merged, and reaches the province that it concerns`() throws {
        let (family, name) = try trespass()
        try hub.run(
            "quarantine", "release", name, "--actor", "amina", "--reason", "Helped out in May")
        try syncAll()
        #expect(try family.area(at: hub) == "03-1")
        #expect(try family.area(at: ninewa) == "03-1")
        for node in [hub, baghdad] {
            #expect(try setAside(node).allSatisfy { $0["status"] as? String == "released" })
        }
        try requireAgreement(hub, ninewa, areas: ["IQ-NI"])
        try requireAgreement(hub, baghdad, areas: ["IQ-BG"])
    }

    @Test func `what is rejected stays in the log and out of the registry`() throws {
        let (family, name) = try trespass()
        try hub.run(
            "quarantine", "reject", name, "--actor", "amina", "--reason", "A stolen laptop")
        try syncAll()
        for node in [hub, ninewa, baghdad] { #expect(try family.area(at: node) == nil) }
        #expect(
            try hub.run("quarantine", "show", name).value("status") as? String == "rejected")
        try requireSound(hub)
        let unknown = try Program.run([
            "quarantine", "release", "IQ-BG/999", "--data", hub.data, "--actor", "amina",
            "--reason", "x",
        ])
        #expect(unknown.exitCode == 1)
        #expect(unknown.errors.contains("quarantine list"))
    }

    // MARK: Families that move

    private func ask() throws -> (OneFamily, String) {
        let family = try OneFamily(of: "IQ-BG", district: "01-1", in: folder.path)
        try family.load(at: baghdad)
        try syncAll()
        let record = try #require(try family.record(at: baghdad))
        let asked = try ninewa.run(
            "transfer", "ask", record, "--from", "01-1", "--to", "03-1", "--actor", "amina",
            "--reason", "Moved to her sister")
        try syncAll()
        return (family, try #require(try asked.value("id") as? String))
    }

    @Test func `a family moves when the province that serves it grants it, and not before`()
        throws
    {
        let (family, request) = try ask()
        #expect(try family.area(at: ninewa) == nil)
        let own = try Program.run([
            "transfer", "grant", request, "--data", ninewa.data, "--actor", "amina",
        ])
        #expect(own.exitCode == 1)
        #expect(own.errors.contains("not served by this node"))
        let waiting = try baghdad.run("transfer", "list").value("transfers") as? [[String: Any]]
        #expect(waiting?.compactMap { $0["status"] as? String } == ["asked"])
        try baghdad.run("transfer", "grant", request, "--actor", "omar")
        try syncAll()
        #expect(try family.area(at: ninewa) == "03-1")
        #expect(try family.area(at: hub) == "03-1")
        #expect(try family.area(at: baghdad) == nil)
        try requireAgreement(hub, ninewa, areas: ["IQ-NI"])
        try requireAgreement(hub, baghdad, areas: ["IQ-BG"])
        for node in [hub, ninewa, baghdad] { try requireSound(node) }
    }

    @Test func `a family stays when the province refuses, with the reason for who asked`() throws {
        let (family, request) = try ask()
        try baghdad.run(
            "transfer", "refuse", request, "--actor", "omar", "--reason", "They still live here")
        try syncAll()
        #expect(try family.area(at: ninewa) == nil)
        #expect(try family.area(at: baghdad) == "01-1")
        let heard = try ninewa.run("transfer", "list").value("transfers") as? [[String: Any]]
        #expect(heard?.first?["status"] as? String == "refused")
        #expect(heard?.first?["answer_reason"] as? String == "They still live here")
        let late = try Program.run([
            "transfer", "grant", request, "--data", hub.data, "--actor", "omar",
        ])
        #expect(late.exitCode == 1)
        #expect(late.errors.contains("already"))
    }
}
