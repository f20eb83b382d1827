import ArgumentParser
import ChangeLog
import Foundation
import Sync
import Trust

/// Makes a node a member of a federation.
struct JoinCommand: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "join", abstract: "Join a federation with a one-time token, or by files.",
        discussion: """
            Makes the node if the directory is empty, asks the upstream for a certificate, and \
            takes what the node needs to work: areas, code lists, programmes, and the families of \
            its areas. Nothing is sent before the upstream's authority has matched the token.

            A node without a network asks with --request, carries the file to where “shabaka pki \
            sign” answers it, and takes the answer with --certificate; it then works with “shabaka \
            bundle”. When a network comes, --upstream alone says where the upstream is.

            Example: shabaka join --data ni --upstream https://hub.example.iq:8443 --token TOKEN
            Example:
              shabaka join --data f03 --request f03.request --node IQ-NI-F03 --role field \
            --areas 03-1
              shabaka join --data f03 --certificate f03.answer --code 1A2B-3C4D-5E6F-7081-92A3
            """)

    @Option(help: "The node's directory; made if it is not there.")
    var data: FilePath

    @Option(help: "The address of the upstream's sync port, https://HOST:PORT.")
    var upstream: String?

    @Option(help: "The token that “shabaka token” printed at the upstream.")
    var token: String?

    @Option(help: "Write a request to this file instead, for “shabaka pki sign”.")
    var request: FilePath?

    @Option(help: "The new node's name, with --request.")
    var node: String?

    @Option(help: "province or field, with --request.")
    var role: Journal.Role?

    @Option(help: "The areas that it will serve, with commas, with --request.")
    var areas: CommaList?

    @Option(help: "Names and addresses under which others will reach it, with --request.")
    var host: CommaList?

    @Option(help: "Take the answer to a request from this file.")
    var certificate: FilePath?

    @Option(help: "The code that “shabaka pki sign” printed, with --certificate.")
    var code: String?

    @Flag(help: "One JSON document on standard output.")
    var json = false

    var isJSON: Bool { json }

    struct Outcome: Rendered {
        var node: String
        var role: String
        var areas: [String]
        /// Nil while a request is on its way.
        var upstream: String?
        /// What the first round brought; nil when there was none.
        var sync: SyncOutcome?
        /// What both sides read to each other, for a request.
        var code: String?
        var file: String?

        var text: String {
            if let file, let code {
                return """
                    The request of \(node) (\(role)) is in \(file). Its code: \(code)
                    Carry it to the upstream and read the code out there: shabaka pki sign \
                    \(file) --data DIR --out ANSWER --code CODE
                    """
            }
            let joined =
                "\(node) (\(role)) joined \(upstream ?? "") for "
                + "\(areas.joined(separator: ", "))."
            guard let sync else {
                return joined + "\nNext: take the first bundle from \(upstream ?? "") with "
                    + "“shabaka bundle import”."
            }
            return joined + "\n" + sync.text
        }
    }

    func validate() throws {
        let ways = [token != nil, request != nil, certificate != nil].filter { $0 }.count
        guard ways <= 1, ways == 1 || upstream != nil else {
            throw ValidationError("Give --upstream with --token, or --request, or --certificate.")
        }
        if let upstream, !upstream.hasPrefix("https://") {
            throw ValidationError("--upstream begins with https://")
        }
        if let token {
            guard JoinToken(token) != nil else {
                throw ValidationError("The token is not whole: it begins with “shabaka1.”.")
            }
            guard upstream != nil else { throw ValidationError("--token needs --upstream.") }
        }
        if certificate != nil, code == nil {
            throw ValidationError("--certificate needs the --code that was read out to you.")
        }
        if let node, !Membership.isNodeName(node) {
            throw ValidationError("A node's name is 1 to 32 of A–Z, 0–9 and -.")
        }
        if role == .hub { throw ValidationError("The hub joins nobody: use “shabaka init”.") }
    }

    func perform(_ output: Output) async throws -> Outcome {
        if let request { return try ask(request) }
        if let certificate, let code { return try accept(certificate, code) }
        guard let upstream else { throw MembershipRefusal.unknownToken }
        guard let text = token else { return try await reach(upstream, output) }
        guard let token = JoinToken(text) else { throw MembershipRefusal.unknownToken }
        let node = try open(
            NodeSettings(name: token.node, role: token.role, areas: token.areas),
            wanted: "the token")
        try await Joining(node, upstreamURL: upstream).join(token)
        output.message("Joined \(token.upstream).")
        let summary = try await node.link.round(output)
        return Outcome(
            node: token.node, role: token.role.rawValue, areas: token.areas,
            upstream: token.upstream, sync: SyncOutcome(summary))
    }

    /// Writes a request for a node that no network reaches.
    private func ask(_ file: FilePath) throws -> Outcome {
        let directory = NodeDirectory(data)
        let known = directory.isInitialised ? try NodeSettings(of: directory) : nil
        guard let name = node ?? known?.name, let role = role ?? known?.role,
            let areas = areas?.items ?? known?.areas
        else { throw ValidationError("--request needs --node, --role and --areas.") }
        let node = try open(
            NodeSettings(name: name, role: role, areas: areas), wanted: "the request")
        // Whoever asks again keeps its names.
        let present = try directory.text(of: directory.certificate)
            .map { try Certificate(pem: $0).hosts } ?? []
        let request = try FileJoining(directory).request(
            from: node,
            hosts: host?.items ?? present.filter { !Membership.localHosts.contains($0) }, to: file)
        return Outcome(
            node: name, role: role.rawValue, areas: areas, code: request.code,
            file: file.absolute)
    }

    /// Takes the answer to a request.
    private func accept(_ file: FilePath, _ code: String) throws -> Outcome {
        let node = try existing()
        let answer = try FileJoining(node.directory).accept(file, code: code, by: node)
        return Outcome(
            node: answer.node, role: answer.role, areas: answer.areas, upstream: answer.upstream)
    }

    /// A member by files has found a network.
    private func reach(_ url: String, _ output: Output) async throws -> Outcome {
        let node = try existing()
        var settings = try node.settings()
        guard let upstream = settings.upstream else { throw NodeFault.notJoined(node.name) }
        settings.upstream?.url = url
        try settings.save(in: node.directory)
        let summary = try await node.link.round(output)
        return Outcome(
            node: node.name, role: node.role.rawValue, areas: settings.areas,
            upstream: upstream.name, sync: SyncOutcome(summary))
    }

    private func existing() throws -> Node {
        let directory = NodeDirectory(data)
        guard directory.isInitialised else { throw NodeFault.notInitialised(directory.path) }
        guard let lock = try NodeLock(directory) else {
            throw NodeFault.inUse(directory.path, process: NodeLock.holder(directory))
        }
        return try Node(directory, lock: lock)
    }

    private func open(_ wanted: NodeSettings, wanted by: String) throws -> Node {
        let directory = NodeDirectory(data)
        guard directory.isInitialised else {
            return try NodeMaker(directory, settings: wanted).make()
        }
        let settings = try NodeSettings(of: directory)
        guard settings.name == wanted.name, settings.role == wanted.role else {
            throw NodeFault.joinsElsewhere(
                "\(settings.name) (\(settings.role.rawValue))", by: by,
                wanted: "\(wanted.name) (\(wanted.role.rawValue))")
        }
        return try existing()
    }
}
