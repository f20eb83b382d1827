import Foundation
import Registry
import Testing

/// A field office that has never seen a network: it joins and works through sticks alone.
@Suite struct BundleTests {
    private let folder: TestFolder
    private let hub: TestNode
    private let ninewa: TestNode
    private let office: TestNode

    init() throws {
        folder = try TestFolder()
        hub = try folder.hub()
        ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        office = TestNode(name: "IQ-NI-F03", data: folder.path + "/office")
    }

    private func stick(_ name: String) -> String { folder.path + "/" + name }

    /// The way to a certificate, with both codes read out.
    private func join() throws {
        let asked = try office.run(
            "join", "--request", stick("request"), "--node", "IQ-NI-F03", "--role", "field",
            "--areas", "03-1")
        let code = try #require(try asked.value("code") as? String)
        let signed = try ninewa.run(
            "pki", "sign", stick("request"), "--out", stick("answer"), "--code", code)
        let answer = try #require(try signed.value("code") as? String)
        try office.run("join", "--certificate", stick("answer"), "--code", answer)
    }

    private func carry(_ name: String, from: TestNode, to: TestNode) throws -> Program.Run {
        try from.run("bundle", "export", stick(name), "--for", to.name)
        return try to.run("bundle", "import", stick(name))
    }

    @Test func `an office joins, works and hears of decisions by sticks alone`() throws {
        try join()
        let first = try carry("d0", from: ninewa, to: office)
        #expect(try first.value("fate") as? String == "taken")
        try office.run("user", "add", "amina", "--role", "registrar")
        let up = try carry("u1", from: office, to: ninewa)
        #expect(try up.value("new_changesets") as? Int ?? 0 >= 1)
        try ninewa.run("sync")
        let down = try carry("d1", from: ninewa, to: office)
        #expect(try down.value("receipts") as? Int ?? 0 >= 1)
        let again = try office.run("bundle", "import", stick("d1"))
        #expect(try again.value("fate") as? String == "repeated")
        #expect(try office.run("audit", "verify").exitCode == 0)
        let status = try office.run("status")
        #expect(try status.value("upstream", "is_by_bundles") as? Bool == true)
        #expect(try status.value("upstream", "name") as? String == "IQ-NI")
    }

    @Test func `a stick that comes late, behind a newer one, does no harm and says so`() throws {
        try join()
        _ = try carry("d0", from: ninewa, to: office)
        try ninewa.run("bundle", "export", stick("late"), "--for", office.name)
        try office.run("user", "add", "amina", "--role", "registrar")
        _ = try carry("u1", from: office, to: ninewa)
        try ninewa.run("user", "add", "omar", "--role", "registrar")
        _ = try carry("d1", from: ninewa, to: office)
        let late = try office.run("bundle", "import", stick("late"))
        #expect(try late.value("fate") as? String == "old")
        let users = try office.contents().values("name", of: "user")
        #expect(Set(users) == [.text("amina"), .text("omar")])
        #expect(try office.run("audit", "verify").exitCode == 0)
    }

    @Test func `a certificate that ends is no trouble without a network, and said once`() throws {
        try join()
        try office.outlive(authorityOf: hub)
        let before = try office.key("tls.pem")
        office.syncInterval = 1
        try office.serve()
        #expect(office.stop() == 0)
        let said = office.messagesAtEnd().components(separatedBy: "shabaka join --request")
        #expect(said.count == 2)
        #expect(try office.key("tls.pem") == before)
        #expect(try carry("d0", from: ninewa, to: office).value("fate") as? String == "taken")
    }

    @Test func `an office that finds a network goes on online`() throws {
        try join()
        _ = try carry("d0", from: ninewa, to: office)
        try office.run("user", "add", "amina", "--role", "registrar")
        let refused = try Program.run(["sync", "--data", office.data])
        #expect(refused.exitCode == 1)
        #expect(refused.errors.contains("by bundles only"))
        try ninewa.serve()
        try office.run("join", "--upstream", ninewa.syncURL)
        #expect(try office.run("sync").value("pushed_changesets") as? Int == 0)
    }

    @Test func `codes that were not read out, and sticks for others, are refused`() throws {
        try office.run(
            "join", "--request", stick("request"), "--node", "IQ-NI-F03", "--role", "field",
            "--areas", "03-1")
        let guessed = try Program.run([
            "pki", "sign", stick("request"), "--data", ninewa.data, "--out", stick("answer"),
            "--code", "0000-0000-0000-0000-0000",
        ])
        #expect(guessed.exitCode == 1)
        #expect(guessed.errors.contains("not what was read out"))
        try join()
        try ninewa.run("bundle", "export", stick("d0"), "--for", "IQ-NI-F03")
        let wrong = try Program.run(["bundle", "import", stick("d0"), "--data", hub.data])
        #expect(wrong.exitCode == 1)
        #expect(wrong.errors.contains("is for IQ-NI-F03, this is HUB"))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: stick("d0")))
        try bytes.prefix(bytes.count - 1).write(to: URL(fileURLWithPath: stick("half")))
        let half = try Program.run(["bundle", "import", stick("half"), "--data", office.data])
        #expect(half.errors.contains("not whole"))
    }

    @Test func `the hub signs for a province that no network reaches`() throws {
        let asked = try office.run(
            "join", "--request", stick("request"), "--node", "IQ-NI-F03", "--role", "field",
            "--areas", "03-1")
        let code = try #require(try asked.value("code") as? String)
        let signed = try hub.run(
            "pki", "sign", stick("request"), "--out", stick("answer"), "--code", code, "--below",
            "IQ-NI")
        try office.run(
            "join", "--certificate", stick("answer"), "--code",
            try #require(try signed.value("code") as? String))
        try ninewa.run("sync")
        let first = try carry("d0", from: ninewa, to: office)
        #expect(try first.value("fate") as? String == "taken")
    }
}
