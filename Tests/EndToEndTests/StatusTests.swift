import Foundation
import Registry
import Storage
import Testing

/// What `status` says of a node and of its neighbours, and what to do.
@Suite struct StatusTests {
    private let folder: TestFolder
    private let hub: TestNode
    private let ninewa: TestNode

    init() throws {
        folder = try TestFolder()
        hub = try folder.hub()
        ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        try ninewa.run("sync")
    }

    private func advice(_ node: TestNode) throws -> String {
        (try node.run("status").value("advice") as? [String] ?? []).joined(separator: "\n")
    }

    private func text(_ node: TestNode) throws -> String {
        try Program.run(["status", "--data", node.data]).output
    }

    private func peer(_ name: String, of node: TestNode) throws -> [String: Any] {
        let peers = try node.run("status").value("peers") as? [[String: Any]] ?? []
        return try #require(peers.first { $0["name"] as? String == name })
    }

    /// Changes what a node that does not run remembers.
    private func alter(_ node: TestNode, _ change: (Transaction) throws -> Void) throws {
        let store = try Store(path: node.data + "/registry.sqlite", readers: 1)
        try store.write(change)
        try store.close()
    }

    @Test func `what waits to be sent is counted until it is sent`() throws {
        let family = try OneFamily(of: "IQ-NI", district: "03-1", in: folder.path)
        try family.load(at: ninewa)
        let waiting = try ninewa.run("status")
        #expect(try waiting.value("upstream", "backlog_changesets") as? Int ?? 0 > 0)
        #expect(try waiting.value("upstream", "backlog_bytes") as? Int ?? 0 > 100)
        for _ in 1...2 { try ninewa.run("sync") }
        let sent = try ninewa.run("status")
        #expect(try sent.value("upstream", "backlog_changesets") as? Int == 0)
        #expect(try sent.value("upstream", "backlog_bytes") as? Int == 0)
    }

    @Test func `both sides say how they are in touch and how far the clocks are apart`() throws {
        let below = try peer("IQ-NI", of: hub)
        #expect(below["link"] as? String == "online")
        #expect(below["role"] as? String == "province")
        #expect(below["areas"] as? [String] == ["IQ-NI"])
        let ahead = try #require(below["clock_offset_milliseconds"] as? Int)
        #expect(abs(ahead) < 60_000)
        let status = try ninewa.run("status")
        let offset = try #require(
            try status.value("upstream", "clock_offset_milliseconds") as? Int)
        #expect(abs(offset) < 60_000)
        #expect(try !advice(hub).contains("clock"))
        #expect(try #require(below["free_disk_bytes"] as? Int) > 0)
        hub.stop()
        try alter(hub) {
            try $0.execute(
                """
                UPDATE peer SET clock_offset = 300000, last_contact = last_contact - 691200000,
                    free_disk = 94371840
                WHERE name = 'IQ-NI'
                """)
        }
        #expect(try peer("IQ-NI", of: hub)["link"] as? String == "silent")
        #expect(try advice(hub).contains("The clock of IQ-NI differs"))
        #expect(try advice(hub).contains("Only 90 MB are left on the disk of IQ-NI"))
        #expect(try advice(hub).contains("shabaka node revoke IQ-NI"))
        #expect(try advice(hub).contains("There is no backup of IQ-NI."))
    }

    @Test func `an upstream that was not heard of for a week asks for a stick`() throws {
        try alter(ninewa) {
            try $0.execute(
                "UPDATE peer SET clock_offset = -90000, last_contact = last_contact - 691200000")
        }
        #expect(try advice(ninewa).contains("shabaka bundle export FILE --for HUB"))
        #expect(try advice(ninewa).contains("differ by so many seconds: -90."))
    }

    @Test func `a refusal stands there with its code, its words, and what to do`() throws {
        try ninewa.serve()
        try hub.run("node", "revoke", "IQ-NI", "--reason", "lost", "--actor", "omar")
        #expect(try Program.run(["sync", "--data", ninewa.data]).exitCode == 1)
        let status = try ninewa.run("status")
        #expect(try status.value("upstream", "link", "code") as? String == "revoked")
        let complaint = try #require(
            try status.value("upstream", "link", "complaint") as? String)
        let said = try text(ninewa)
        #expect(said.contains("(refused: revoked)"))
        #expect(said.contains(complaint))
        #expect(try advice(ninewa).contains("Call headquarters"))
    }

    @Test func `a node that exchanges sticks has no state of a link`() throws {
        let office = TestNode(name: "IQ-NI-F03", data: folder.path + "/office")
        let asked = try office.run(
            "join", "--request", folder.path + "/request", "--node", "IQ-NI-F03", "--role",
            "field", "--areas", "03-1")
        let signed = try ninewa.run(
            "pki", "sign", folder.path + "/request", "--out", folder.path + "/answer", "--code",
            try #require(try asked.value("code") as? String))
        try office.run(
            "join", "--certificate", folder.path + "/answer", "--code",
            try #require(try signed.value("code") as? String))
        let said = try text(office)
        #expect(said.contains("Upstream IQ-NI by bundles: last contact"))
        #expect(!said.contains("untried"))
    }

    @Test func `a backup that is dated in the future is no backup of today`() throws {
        try ninewa.run("backup", "--to", folder.path + "/ni.backup")
        #expect(try ninewa.run("status").value("is_backup_overdue") as? Bool == false)
        try alter(ninewa) { transaction in
            let row = try transaction.first(
                "SELECT value FROM node_state WHERE name = 'last backup'")
            let bytes = try #require(row?.bytes(0))
            var backup = try #require(
                try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
            let madeAt = try #require((backup["madeAt"] as? NSNumber)?.int64Value)
            backup["madeAt"] = NSNumber(value: madeAt + 7 * 86_400_000)
            try transaction.execute(
                "UPDATE node_state SET value = $1 WHERE name = 'last backup'",
                .bytes(Array(try JSONSerialization.data(withJSONObject: backup))))
        }
        #expect(try ninewa.run("status").value("is_backup_overdue") as? Bool == true)
        #expect(try advice(ninewa).contains("dated in the future"))
        #expect(try text(ninewa).contains("Backup: dated in the future"))
    }

    @Test func `systemd hears that the node lives, from the threads that answer pages`() throws {
        let path = folder.path + "/notify"
        let script = """
            import socket, sys
            heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            heard.bind(sys.argv[1])
            heard.settimeout(100)
            while True:
                text = heard.recv(1000).decode()
                print(text)
                if "WATCHDOG=1" in text: break
            """
        let systemd = try RunningProgram(["-c", script, path], program: "/usr/bin/python3")
        try waitUntil("somebody listens") { FileManager.default.fileExists(atPath: path) }
        ninewa.environment = ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "3000000"]
        try ninewa.serve()
        let heard = systemd.wait()
        #expect(heard.output.contains("READY=1"), "\(heard.errors)")
        #expect(heard.output.contains("WATCHDOG=1"))
    }

    @Test func `an upstream that was put back is told of until somebody has heard it`() throws {
        let passphrase = folder.path + "/passphrase"
        try Data("a passphrase of the ministry\n".utf8).write(
            to: URL(fileURLWithPath: passphrase))
        let file = folder.path + "/hub.backup"
        try hub.run("backup", "--to", file, "--passphrase-file", passphrase)
        for number in 1...10 { try hub.run("user", "add", "u\(number)", "--role", "registrar") }
        try ninewa.run("sync")
        hub.stop(SIGKILL)
        try FileManager.default.removeItem(atPath: hub.data)
        try hub.run("restore", "--from", file, "--passphrase-file", passphrase)
        try hub.serve()
        let noticed = try ninewa.run("sync")
        let notices = try noticed.value("notices") as? [String] ?? []
        #expect(notices.contains { $0.contains("The log of HUB ends earlier than it did") })
        let alarms = try ninewa.run("status").value("alarms") as? [[String: Any]] ?? []
        #expect(alarms.compactMap { $0["kind"] as? String } == ["upstream-rolled-back"])
        #expect(try advice(ninewa).contains("shabaka alarms acknowledge"))
        // A node that runs says it in its messages, too.
        ninewa.syncInterval = 3600
        try ninewa.serve()
        try waitUntil("the first round is over") {
            try ninewa.run("status").value("upstream", "link", "kind") as? String == "online"
        }
        ninewa.stop()
        #expect(ninewa.messagesAtEnd().contains("The log of HUB ends earlier than it did"))
        try ninewa.run("alarms", "acknowledge", "--actor", "omar")
        let left = try ninewa.run("status").value("alarms") as? [[String: Any]]
        #expect(left?.isEmpty == true)
        #expect(try !advice(ninewa).contains("alarms"))
        let all = try ninewa.run("alarms", "list").value("alarms") as? [[String: Any]]
        #expect(all?.count == 1)
    }
}
