import Foundation
import Sync
import Trust

/// One node in a directory of its own, served or not.
final class TestNode {
    let name: String
    let data: String
    private var process: Process?
    private var messages: LineBuffer?
    private var syncPort = 0
    /// The address of the sync port, while it is served.
    private(set) var syncURL = ""
    /// The address of the pages, while it is served.
    private(set) var consoleURL = ""
    /// On top of the tests' own environment, for every process of this node.
    var environment: [String: String] = [:]
    /// Seconds between two rounds while it is served; 0 for only when told.
    var syncInterval = 0

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
        let run = try RunningProgram(
            arguments + ["--data", data, "--json"], input: input, environment: environment
        ).wait()
        guard run.exitCode == 0 else { throw Broken(errors: run.errors) }
        return run
    }

    /// Starts a command on the node without waiting for its end.
    func start(_ arguments: [String]) throws -> RunningProgram {
        try RunningProgram(arguments + ["--data", data, "--json"], environment: environment)
    }

    /// Starts the node, on the ports that it had before.
    func serve(_ options: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try Program.path())
        process.arguments =
            [
                "serve", "--data", data, "--console-port", "0", "--sync-port",
                "\(syncPort)", "--sync-interval", "\(syncInterval)",
            ] + options
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { _, new in new }
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let messages = LineBuffer(errors.fileHandleForReading)
        self.process = process
        self.messages = messages
        consoleURL = try address(in: messages, "console: ")
        // Nobody joins a field office, so it has no port for that.
        let settings = try Data(contentsOf: URL(fileURLWithPath: data + "/node.json"))
        let role = (try JSONSerialization.jsonObject(with: settings) as? [String: Any])?["role"]
        if role as? String == "field" { return }
        syncURL = try address(in: messages, "sync: ")
        syncPort = syncURL.split(separator: ":").last.flatMap { Int($0) } ?? 0
    }

    private func address(in messages: LineBuffer, _ prefix: String) throws -> String {
        guard let address = messages.wait(for: prefix) else {
            stop(SIGKILL)
            throw Broken(errors: messages.waitForEnd())
        }
        return address
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

    /// Whether its process is there.
    var isServed: Bool { process?.isRunning ?? false }

    /// What it said since it was started; waits for its end.
    func messagesAtEnd() -> String { messages?.waitForEnd() ?? "" }

    /// How much processor time the served node has used so far, in hundredths of a second.
    func processorTicks() throws -> Int {
        guard let process else { return 0 }
        let text = try String(
            contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
        // Behind the name, which ends with the last bracket: user and system time are the 12th and
        // 13th value.
        let values = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        return values.count > 13 ? (Int(values[12]) ?? 0) + (Int(values[13]) ?? 0) : 0
    }

    /// One of the numbers in its status.
    func count(_ name: String) throws -> Int {
        try run("status").value("counts", name) as? Int ?? 0
    }

    /// What stands in its database.
    func contents() throws -> NodeContents {
        try NodeContents(database: data + "/registry.sqlite")
    }

    /// How far its log goes.
    ///
    /// - Parameter receiver: whose receipts count; everybody's when nil.
    func position(confirmedBy receiver: String? = nil) throws -> LogPosition {
        try LogPosition(database: data + "/registry.sqlite", confirmedBy: receiver)
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

    /// A certificate for some node from the authority of this one, which is a hub.
    func certificate(
        for node: String, now: Int64, seconds: Int64
    ) throws -> HTTPSClient.Identity {
        let authority = try CertificateAuthority(
            certificatePEM: key("ca.pem"), keyPEM: key("ca.key"))
        let tlsKey = try TLSKey.generate()
        let certificate = try authority.issue(
            request: CertificateRequest.create(key: tlsKey), node: node,
            hosts: ["127.0.0.1"], now: now, validSeconds: seconds)
        return HTTPSClient.Identity(
            certificatePEM: certificate.pem, keyPEM: tlsKey.pem, caPEM: try key("ca.pem"))
    }

    /// Puts a certificate that has ended in the place of the node's own.
    func outlive(authorityOf hub: TestNode) throws {
        let now = Int64(Date().timeIntervalSince1970)
        let old = try hub.certificate(for: name, now: now - 200, seconds: 100)
        for (file, text) in [("tls.pem", old.certificatePEM), ("tls.key", old.keyPEM)] {
            try text.write(
                toFile: data + "/keys/" + file, atomically: true, encoding: .utf8)
        }
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
