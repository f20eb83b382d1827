import ArgumentParser
import Foundation

/// How a node is.
struct StatusCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how a node is.",
        discussion: "Example: shabaka status --data hub --json")

    @OptionGroup var options: NodeOptions

    struct Outcome: Rendered {
        var node: String
        var text: String { node }
    }

    func run(on node: Node, output: Output) async throws -> Outcome {
        Outcome(node: node.name)
    }
}
