import ArgumentParser
import Casework
import ChangeLog
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle
import Storage
import Sync
import UnixSignals

/// Runs a node until it is told to stop.
struct ServeCommand: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run a node until it is told to stop.",
        discussion: """
            Answers nodes below on the sync port, serves the pages of its staff on the console \
            port, syncs with the upstream, and takes the commands that people give for this \
            directory. Ends cleanly with SIGTERM or Ctrl-C.

            Example: shabaka serve --data hub --console-port 8080 --sync-port 8443 --bind 0.0.0.0
            """)

    @OptionGroup var options: NodeOptions

    @Option(help: "The port of the pages; 0 for any.")
    var consolePort = 8080

    @Option(help: "The port for nodes below; 0 for any. A field office has none.")
    var syncPort = 8443

    @Option(help: "The address to listen on for nodes below.")
    var bind = "127.0.0.1"

    @Option(help: "The address of the pages; anywhere but 127.0.0.1 they are served over TLS.")
    var consoleBind = "127.0.0.1"

    @Option(help: "The certificate of the pages (PEM); the node's own when left out.")
    var consoleCertificate: FilePath?

    @Option(help: "The key that belongs to it (PEM).")
    var consoleKey: FilePath?

    @Option(help: "Seconds between two rounds with the upstream; 0 for only when told.")
    var syncInterval = 60

    var isJSON: Bool { options.json }

    struct Outcome: Rendered {
        var stopped: String
        var text: String { "\(stopped) stopped." }
    }

    func validate() throws {
        for port in [consolePort, syncPort] where !(0...65535).contains(port) {
            throw ValidationError("A port is a number from 0 to 65535.")
        }
        guard (consoleCertificate == nil) == (consoleKey == nil) else {
            throw ValidationError("Give --console-certificate and --console-key together.")
        }
        guard syncInterval >= 0 else {
            throw ValidationError("--sync-interval is not negative.")
        }
    }

    /// What the pages' browsers trust, as it is now; nil where nothing leaves the machine.
    private func identity(
        of node: Node
    ) -> (@Sendable () throws -> ConsoleServer.Identity)? {
        if let certificate = consoleCertificate?.absolute, let key = consoleKey?.absolute {
            return {
                ConsoleServer.Identity(
                    certificatePEM: try String(contentsOfFile: certificate, encoding: .utf8),
                    keyPEM: try String(contentsOfFile: key, encoding: .utf8))
            }
        }
        if ["127.0.0.1", "::1", "localhost"].contains(consoleBind) { return nil }
        return {
            guard let own = try node.credentials() else { throw NodeFault.notJoined(node.name) }
            return ConsoleServer.Identity(certificatePEM: own.certificatePEM, keyPEM: own.keyPEM)
        }
    }

    func perform(_ output: Output) async throws -> Outcome {
        let directory = options.directory
        guard case .mine(let node) = try await NodeDoor.open(directory) else {
            throw NodeFault.inUse(directory.path, process: NodeLock.holder(directory))
        }
        directory.sweep()
        var logger = Logger(label: "shabaka") { _ in MessageLog(output) }
        logger.logLevel = .notice
        let renewer = CertificateRenewal(node)
        // A hub that was switched off for long must be able to come back by itself.
        try await renewer.renewIfDue(output)
        let console = ConsolePort(
            console: ConsoleServer(node, output),
            address: .hostname(consoleBind, port: consolePort), identity: identity(of: node),
            output: output, logger: logger)
        // What was given and cannot be used is refused before anything listens.
        let given = try console.identity?()
        if consoleCertificate != nil { _ = try console.server(given) }
        var services: [any Service] = [
            try ControlServer(node).application(logger),
            console,
            PeopleIndexLoop(node: node, output: output),
        ]
        if node.role != .field {
            services.append(
                SyncPort(
                    node: node, address: .hostname(bind, port: syncPort), output: output,
                    logger: logger))
        }
        services.append(SyncLoop(node: node, intervalSeconds: syncInterval, output: output))
        if node.role == .hub, syncInterval > 0 {
            services.append(ArrivalLoop(node: node, output: output))
        }
        let listens = try node.role != .field && NodeKeys(of: node.directory).areAPair()
        services.append(
            ServiceNotifier(node: node, ports: listens ? ["console", "sync"] : ["console"]))
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(20)
        // So that the first question at the desk is answered as fast as the others.
        let desk = Task(executorPreference: WorkerThreads.background) {
            do {
                try node.desk.prepare()
            } catch {
                output.message("The desk cannot answer yet. " + Complaint.text(of: error))
            }
        }
        defer { desk.cancel() }
        try await ServiceGroup(configuration: configuration).run()
        try node.store.checkpoint()
        return Outcome(stopped: node.name)
    }
}
