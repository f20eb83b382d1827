import ArgumentParser
import ChangeLog
import Foundation
import Sync
import Trust

/// Makes a node a member of a federation.
struct JoinCommand: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "join", abstract: "Join a federation with a one-time token.",
        discussion: """
            Makes the node if the directory is empty, asks the upstream for a certificate, and \
            takes what the node needs to work: areas, code lists, programmes, and the families of \
            its areas. Nothing is sent before the upstream's authority has matched the token.

            Example: shabaka join --data ni --upstream https://hub.example.iq:8443 --token TOKEN
            """)

    @Option(help: "The node's directory; made if it is not there.")
    var data: FilePath

    @Option(help: "The address of the upstream's sync port, https://HOST:PORT.")
    var upstream: String

    @Option(help: "The token that “shabaka token” printed at the upstream.")
    var token: String

    @Flag(help: "One JSON document on standard output.")
    var json = false

    var isJSON: Bool { json }

    struct Outcome: Rendered {
        var node: String
        var role: String
        var areas: [String]
        var upstream: String
        /// What the first round brought.
        var sync: SyncOutcome

        var text: String {
            "\(node) (\(role)) joined \(upstream) for \(areas.joined(separator: ", ")).\n"
                + sync.text
        }
    }

    func validate() throws {
        guard upstream.hasPrefix("https://") else {
            throw ValidationError("--upstream begins with https://")
        }
        guard JoinToken(token) != nil else {
            throw ValidationError("The token is not whole: it begins with “shabaka1.”.")
        }
    }

    func perform(_ output: Output) async throws -> Outcome {
        guard let token = JoinToken(token) else { throw MembershipRefusal.unknownToken }
        let node = try open(token)
        let joining = Joining(node, upstreamURL: upstream)
        try await joining.join(token)
        output.message("Joined \(token.upstream).")
        let summary = try await node.link.round(output)
        return Outcome(
            node: token.node, role: token.role.rawValue, areas: token.areas,
            upstream: token.upstream, sync: SyncOutcome(summary))
    }

    private func open(_ token: JoinToken) throws -> Node {
        let directory = NodeDirectory(data)
        guard directory.isInitialised else {
            return try NodeMaker(
                directory,
                settings: NodeSettings(name: token.node, role: token.role, areas: token.areas)
            ).make()
        }
        let settings = try NodeSettings(of: directory)
        guard settings.name == token.node, settings.role == token.role else {
            throw NodeFault.joinsElsewhere(
                "\(settings.name) (\(settings.role.rawValue))",
                token: "\(token.node) (\(token.role.rawValue))")
        }
        guard let lock = try NodeLock(directory) else {
            throw NodeFault.inUse(directory.path, process: NodeLock.holder(directory))
        }
        return try Node(directory, lock: lock)
    }
}
