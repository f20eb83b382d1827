import Foundation
import Sync
import Trust

/// One node in a directory of its own, served or not.
final class TestNode {
    let name: String
    let data: String
    private var process: Process?
    private var messages: LineBuffer?
    /// The address of the sync port, while it is served.
    private(set) var syncURL = ""
    /// The address of the pages, while it is served.
    private(set) var consoleURL = ""

    init(name: String, data: String) {
        self.name = name
        self.data = data
    }

    deinit {
        if let process, process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// The program did not do what a test rests on.
    struct Broken: Error {
        var errors: String
    }

    /// Runs a command on the node and requires that it succeeds.
    @discardableResult
    func run(_ arguments: String..., input: String = "") throws -> Program.Run {
        let run = try Program.run(arguments + ["--data", data, "--json"], input: input)
        guard run.exitCode == 0 else { throw Broken(errors: run.errors) }
        return run
    }

    /// Starts the node; it syncs only when it is told to.
    func serve() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try Program.path())
        process.arguments = [
            "serve", "--data", data, "--console-port", "0", "--sync-port", "0",
            "--sync-interval", "0",
        ]
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let messages = LineBuffer(errors.fileHandleForReading)
        guard let console = messages.wait(for: "console: "),
            let sync = messages.wait(for: "sync: ")
        else { throw Broken(errors: messages.waitForEnd()) }
        consoleURL = console
        syncURL = sync
        self.process = process
        self.messages = messages
    }

    /// Ends the node: cleanly, or as a loss of power does. Returns its exit code.
    @discardableResult
    func stop(_ signal: Int32 = SIGTERM) -> Int32 {
        guard let process else { return -1 }
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        self.process = nil
        return process.terminationStatus
    }

    /// A token for a node below.
    func token(for node: String, areas: String) throws -> String {
        try run("token", "--node", node, "--areas", areas).value("token") as? String ?? ""
    }

    /// What the node would say in a TLS handshake.
    func credentials() throws -> HTTPSClient.Identity {
        HTTPSClient.Identity(
            certificatePEM: try key("tls.pem"), keyPEM: try key("tls.key"),
            caPEM: try key("ca.pem"))
    }

    /// One of the files in its folder of keys.
    func key(_ file: String) throws -> String {
        try String(contentsOfFile: data + "/keys/" + file, encoding: .utf8)
    }

    /// A client of this node's sync port.
    func client(as identity: HTTPSClient.Identity?) throws -> HTTPSClient {
        HTTPSClient(
            baseURL: syncURL, identity: identity, trust: .authority(try key("ca.pem")))
    }
}

/// A folder for the nodes of one test, removed with it.
final class TestFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "shabaka-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // What cannot be removed is left to the machine's own cleaning.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// A hub that is served.
    func hub() throws -> TestNode {
        let hub = TestNode(name: "HUB", data: path + "/hub")
        try hub.run("init", "--role", "hub", "--node", "HUB")
        try hub.serve()
        return hub
    }

    /// A node that joined another.
    func node(_ name: String, areas: String, below upstream: TestNode) throws -> TestNode {
        let node = TestNode(name: name, data: path + "/" + name)
        let token = try upstream.token(for: name, areas: areas)
        try node.run("join", "--upstream", upstream.syncURL, "--token", token)
        return node
    }
}
