import ArgumentParser

/// How a node is.
struct StatusCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how a node is.",
        discussion: """
            Who it is, its upstream with what is still to be sent, its certificate, how much is \
            registered, what waits for a decision, and the nodes below with their last contact.

            Example: shabaka status --data hub --json
            """)

    @OptionGroup var options: NodeOptions

    typealias Outcome = StatusReport

    func run(on node: Node, output: Output) async throws -> StatusReport {
        try StatusReport(node)
    }
}
