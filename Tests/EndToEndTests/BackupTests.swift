import Foundation
import Testing

/// Backup, restore and clone of real nodes that run.
@Suite struct BackupTests {
    private let folder: TestFolder
    private let hub: TestNode
    private let passphrase: String

    init() throws {
        folder = try TestFolder()
        hub = try folder.hub()
        passphrase = folder.path + "/passphrase"
        try Data("a passphrase of the ministry\n".utf8).write(
            to: URL(fileURLWithPath: passphrase))
    }

    private func names(_ node: TestNode) throws -> [String] {
        let nodes = try node.run("node", "list").value("nodes") as? [[String: Any]] ?? []
        return nodes.compactMap { $0["name"] as? String }
    }

    @Test func `a hub that runs is backed up, lost, restored, and its province goes on`() throws {
        let ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        #expect(try hub.run("status").value("is_backup_overdue") as? Bool == true)
        let file = folder.path + "/hub.backup"
        try hub.run("backup", "--to", file, "--passphrase-file", passphrase)
        #expect(try hub.run("status").value("is_backup_overdue") as? Bool == false)
        #expect(try hub.run("status").value("backup", "file") as? String == file)
        try hub.run("user", "add", "amina", "--role", "registrar")
        try ninewa.run("sync")
        hub.stop(SIGKILL)
        try FileManager.default.removeItem(atPath: hub.data)
        try hub.run("restore", "--from", file, "--passphrase-file", passphrase)
        try hub.serve()
        try ninewa.run("sync")
        #expect(try names(hub) == ["HUB", "IQ-NI"])
        #expect(try hub.run("audit", "verify").exitCode == 0)
    }

    @Test func `a restore never overwrites a node, and moves it aside when told`() throws {
        let file = folder.path + "/hub.backup"
        try hub.run("backup", "--to", file, "--passphrase-file", passphrase)
        hub.stop()
        let arguments = [
            "restore", "--data", hub.data, "--from", file, "--passphrase-file", passphrase,
        ]
        let refused = try Program.run(arguments)
        #expect(refused.exitCode == 1)
        #expect(refused.errors.contains("--replace"))
        let done = try Program.run(arguments + ["--replace", "--json"])
        #expect(done.exitCode == 0)
        let before = try #require(try done.value("before") as? String)
        #expect(FileManager.default.fileExists(atPath: before + "/registry.sqlite"))
        #expect(try names(hub) == ["HUB"])
    }

    @Test func `a hub without its keys is not restored, a province joins again`() throws {
        let ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        for node in [hub, ninewa] {
            try node.run("backup", "--to", folder.path + "/\(node.name).backup")
        }
        let lost = try Program.run([
            "restore", "--data", folder.path + "/new-hub", "--from", folder.path + "/HUB.backup",
            "--new-keys",
        ])
        #expect(lost.exitCode == 1)
        #expect(lost.errors.contains("ca.key"))
        let again = TestNode(name: "IQ-NI", data: folder.path + "/again")
        let restored = try again.run(
            "restore", "--from", folder.path + "/IQ-NI.backup", "--new-keys")
        #expect(try restored.value("must_join") as? Bool == true)
        let token = try hub.token(for: "IQ-NI", areas: "IQ-NI")
        try again.run("join", "--upstream", hub.syncURL, "--token", token)
        #expect(try names(again) == ["HUB", "IQ-NI", "IQ-NI"])
    }

    @Test func `a wrong passphrase and a cut backup are refused and leave nothing`() throws {
        let file = folder.path + "/hub.backup"
        try hub.run("backup", "--to", file, "--passphrase-file", passphrase)
        let other = folder.path + "/other"
        try Data("another passphrase".utf8).write(to: URL(fileURLWithPath: other))
        let wrong = try Program.run([
            "restore", "--data", folder.path + "/x", "--from", file, "--passphrase-file", other,
        ])
        #expect(wrong.exitCode == 1)
        #expect(wrong.errors.contains("passphrase"))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        let half = folder.path + "/half.backup"
        try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: half))
        let cut = try Program.run([
            "restore", "--data", folder.path + "/x", "--from", half, "--passphrase-file",
            passphrase,
        ])
        #expect(cut.exitCode == 1)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/x/node.json"))
    }

    @Test func `a clone has another name and other keys, and no node accepts it`() throws {
        let clone = TestNode(name: "TRAINING", data: folder.path + "/training")
        try hub.run("clone", "--to", clone.data, "--node", "TRAINING")
        #expect(try names(clone) == ["HUB", "TRAINING"])
        #expect(try clone.key("ca.pem") != hub.key("ca.pem"))
        #expect(try clone.key("signing.key") != hub.key("signing.key"))
        #expect(!FileManager.default.fileExists(atPath: clone.data + "/payments.yaml"))
        try clone.run("user", "add", "pupil", "--role", "registrar")
        #expect(try clone.run("audit", "verify").exitCode == 0)
    }
}
