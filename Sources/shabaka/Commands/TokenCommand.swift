import ArgumentParser
import ChangeLog
import Sync

/// Gives out a token with which a node may join.
struct TokenCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Give out a one-time token with which a node may join.",
        discussion: """
            Run it at the node that becomes the upstream: provinces join the hub, field offices \
            join a province. The token is good once, for a week. Carry it by hand or by phone, \
            not by the network that it protects.

            Example: shabaka token --data hub --node IQ-NI --areas IQ-NI --host ni.example.iq
            """)

    @OptionGroup var options: NodeOptions

    @Option(help: "The name of the node that will join.")
    var node: String

    @Option(help: "The area codes that it will serve, with commas; its own name by default.")
    var areas: CommaList?

    @Option(help: "Names and addresses under which nodes below will reach it, with commas.")
    var host: CommaList?

    struct Outcome: Rendered {
        var token: String
        var node: String
        var role: String
        var areas: [String]
        var expires: String?

        var text: String { token }
    }

    func run(on node: Node, output: Output) async throws -> Outcome {
        let token = try node.giveToken(
            for: self.node, areas: areas?.items ?? [self.node], hosts: host?.items ?? [])
        return Outcome(
            token: token.text, node: token.node, role: token.role.rawValue, areas: token.areas,
            expires: UTCText.of(token.expires * 1000))
    }
}
