import Foundation
import Testing

@Suite struct CommandLineTests {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
    }

    @Test(arguments: [
        [], ["status"], ["status", "--data"], ["init", "--data", "x", "--role", "king"],
        ["nothing"], ["join", "--data", "x", "--upstream", "http://x", "--token", "y"],
    ])
    func `wrong usage ends with 64`(arguments: [String]) throws {
        // Without a command the program shows its help.
        let expected: Int32 = arguments.isEmpty ? 0 : 64
        #expect(try Program.run(arguments, in: folder.path).exitCode == expected)
    }

    @Test func `a refusal ends with 1 and is one document`() throws {
        let run = try Program.run(["status", "--data", "nowhere", "--json"], in: folder.path)
        #expect(run.exitCode == 1)
        #expect((try run.value("error") as? String ?? "").contains("There is no node"))
    }

    @Test func `a directory takes one node`() throws {
        let node = TestNode(name: "HUB", data: folder.path + "/hub")
        try node.run("init", "--role", "hub", "--node", "HUB")
        let again = try Program.run(
            ["init", "--data", node.data, "--role", "hub", "--node", "HUB"])
        #expect(again.exitCode == 1)
        #expect(again.errors.contains("already"))
    }

    @Test func `a command means the same on a node that runs, however deep its directory lies`()
        throws
    {
        let deep = String(repeating: "/a-folder-with-a-long-name", count: 5)
        let hub = TestNode(name: "HUB", data: folder.path + deep + "/hub")
        try hub.run("init", "--role", "hub", "--node", "HUB")
        let before = try hub.run("node", "list").output
        try hub.serve()
        #expect(try hub.run("node", "list").output == before)
        try hub.run(
            "user", "add", "زينب", "--role", "payroll-maker", "--password-stdin",
            input: "0123456789\n")
        let refused = try Program.run(
            [
                "user", "add", "ali", "--data", hub.data, "--role", "payroll-maker",
                "--password-stdin",
            ],
            input: "short\n")
        #expect(refused.exitCode == 1)
        #expect(refused.errors.contains("10 characters"))
    }

    @Test func `a node that was killed starts again and has what was saved`() throws {
        let hub = try folder.hub()
        try hub.run("user", "add", "ali", "--role", "payroll-maker")
        hub.stop(SIGKILL)
        try hub.serve()
        let again = try Program.run(
            ["user", "add", "ali", "--data", hub.data, "--role", "payroll-maker"])
        #expect(again.errors.contains("already"))
        #expect(hub.stop() == 0)
    }

    @Test func `two nodes never serve one directory`() throws {
        let hub = try folder.hub()
        let second = try Program.run(
            ["serve", "--data", hub.data, "--console-port", "0", "--sync-port", "0"])
        #expect(second.exitCode == 1)
        #expect(second.errors.contains("has “\(hub.data)” open"))
        #expect(second.errors.contains("systemctl stop shabaka-node@hub"))
    }

    @Test func `the committed dictionary is the one in the program`() throws {
        let run = try Program.run(["schema", "export", "--to", folder.path + "/schemas"])
        #expect(run.exitCode == 0)
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        for file in ["dictionary.json", "dictionary.md"] {
            let fresh = try String(
                contentsOfFile: folder.path + "/schemas/" + file, encoding: .utf8)
            let kept = try String(contentsOfFile: root.path + "/schemas/" + file, encoding: .utf8)
            #expect(fresh == kept, "Run: shabaka schema export --to schemas")
        }
    }
}
