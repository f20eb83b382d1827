import Foundation
import Registry
import Storage
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
        // The restore brings back the certificate before this one.
        try hub.run("pki", "renew")
        hub.stop()
        try hub.serve()
        try ninewa.run("sync")
        hub.stop(SIGKILL)
        try FileManager.default.removeItem(atPath: hub.data)
        try hub.run("restore", "--from", file, "--passphrase-file", passphrase)
        try hub.serve()
        try ninewa.run("sync")
        #expect(try names(hub) == ["HUB", "IQ-NI"])
        #expect(try hub.run("audit", "verify").exitCode == 0)
    }

    @Test func `a certificate that an upstream has replaced is believed no more`() throws {
        let ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        try ninewa.run("sync")
        let files = ["tls.pem", "tls.key"]
        let old = try files.map { try hub.key($0) }
        try hub.run("pki", "renew")
        hub.stop()
        try hub.serve()
        try ninewa.run("sync")
        hub.stop()
        for (file, text) in zip(files, old) {
            try text.write(toFile: hub.data + "/keys/" + file, atomically: true, encoding: .utf8)
        }
        try hub.serve()
        let refused = try Program.run(["sync", "--data", ninewa.data])
        #expect(refused.exitCode == 1)
        #expect(refused.errors.contains("its certificate is one that it has replaced"))
        try hub.run("pki", "renew")
        hub.stop()
        try hub.serve()
        try ninewa.run("sync")
    }

    @Test func `the command reads the passphrase itself when the node runs`() throws {
        // The same name is another file for every process.
        let run = try Program.run(
            [
                "backup", "--data", hub.data, "--to", "night.backup", "--passphrase-file",
                "/proc/self/cwd/passphrase", "--json",
            ], in: folder.path)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try run.value("holds_keys") as? Bool == true)
        let again = TestNode(name: "HUB", data: folder.path + "/again")
        try again.run(
            "restore", "--from", folder.path + "/night.backup", "--passphrase-file", passphrase)
        #expect(try again.key("ca.key") == hub.key("ca.key"))
    }

    @Test func `a passphrase file that says nothing is refused by its name`() throws {
        let empty = folder.path + "/empty"
        try Data("\nthe passphrase is here\n".utf8).write(to: URL(fileURLWithPath: empty))
        for (file, word) in [(empty, "is empty"), (folder.path + "/none", "cannot be read")] {
            let run = try Program.run([
                "backup", "--data", hub.data, "--to", folder.path + "/x.backup",
                "--passphrase-file", file,
            ])
            #expect(run.exitCode == 1)
            #expect(run.errors.contains("“\(file)”"))
            #expect(run.errors.contains(word))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/x.backup"))
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

    @Test func `a restore that was cut short is done again, and leaves nothing of the first`()
        throws
    {
        let file = folder.path + "/hub.backup"
        try hub.run("backup", "--to", file, "--passphrase-file", passphrase)
        let again = TestNode(name: "HUB", data: folder.path + "/again")
        try FileManager.default.createDirectory(
            atPath: again.data, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let left = ["registry.restored", "registry.restored-wal", "restored.part"]
            .map { again.data + "/" + $0 }
        for path in left { try Data("half".utf8).write(to: URL(fileURLWithPath: path)) }
        try again.run("restore", "--from", file, "--passphrase-file", passphrase)
        for path in left { #expect(!FileManager.default.fileExists(atPath: path), "\(path)") }
        #expect(try names(again) == ["HUB"])
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

    /// Tables of a node's database that belong to it, to its people and to those who join it.
    private static let ownTables: Set = [
        "access_log", "alarm", "case_assignment", "certificate", "draft", "join_token",
        "peer", "upstream_certificate", "user_password", "user_sign_in", "witness",
    ]
    /// Tables that go into a clone beside those of the data dictionary.
    private static let sharedTables: Set = [
        "alias", "branch", "breach", "departed", "fork", "grdb_migrations", "head",
        "journal", "life", "lingering", "missing", "node_state", "orphan", "payroll_snapshot",
        "quarantine_entry", "quarantine_notice", "receipt", "reflects", "search_name",
        "search_person", "search_word", "signature", "staged", "superseded", "touch", "unread",
        "upstream_state",
    ]

    @Test func `a clone knows no secrets of the people who work at the node`() throws {
        let secret = Data("a secret of a phone".utf8)
        try hub.run("user", "add", "amina", "--role", "registrar")
        hub.stop()
        let store = try Store(path: hub.data + "/registry.sqlite", readers: 1)
        try store.write { transaction in
            try transaction.execute(
                "INSERT INTO user_sign_in (name, failures, totp_secret) VALUES ('amina', 0, $1)",
                .bytes(Array(secret)))
            try transaction.execute(
                "INSERT INTO draft (id, owner, changed, body) VALUES (x'01', 'amina', 1, '{}')")
            try transaction.execute(
                "INSERT INTO case_assignment (record, owner, assigned) VALUES (x'01', 'amina', 1)")
        }
        try store.close()
        let clone = TestNode(name: "TRAINING", data: folder.path + "/training")
        try hub.run("clone", "--to", clone.data, "--node", "TRAINING")
        let file = URL(fileURLWithPath: clone.data + "/registry.sqlite")
        #expect(try Data(contentsOf: file).range(of: secret) == nil)
        let copy = try Store(path: file.path, readers: 1)
        defer { try? copy.close() }  // it was only read
        let tables = try copy.read { transaction in
            try transaction.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
                .map { $0.text(0) }
        }
        let entities = Set(DataDictionary.current.entities.map(\.name))
        let ours = Set(tables.filter { !$0.hasPrefix("sqlite_") }).subtracting(entities)
        #expect(ours == Self.ownTables.union(Self.sharedTables), "Does it belong into a clone?")
        for table in ["draft", "case_assignment", "user_sign_in"] {
            let row = try copy.read { try $0.first("SELECT 1 FROM \"\(table)\" LIMIT 1") }
            #expect(row == nil, "\(table)")
        }
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
