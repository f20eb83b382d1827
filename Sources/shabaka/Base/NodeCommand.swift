import ArgumentParser

/// Which node, and how to answer.
struct NodeOptions: ParsableArguments {
    @Option(help: "The node's directory.")
    var data: FilePath

    @Flag(help: "One JSON document on standard output.")
    var json = false

    /// The node's directory.
    var directory: NodeDirectory { NodeDirectory(data) }
}

/// The base of every command that works on a node.
///
/// It runs in this process when nobody else has the node open, and inside the running `serve`
/// otherwise; it must not notice the difference: it takes paths as `FilePath`, speaks through
/// `Output`, and reads what only the person's own process can read through it.
protocol NodeCommand: DocumentCommand {
    /// Declare as `@OptionGroup var options: NodeOptions`.
    var options: NodeOptions { get }

    /// Reads what only the process of the person can read: standard input, or a file with a secret.
    /// `run` finds it in `output.standardInput()`; it goes through the control socket and into no
    /// argument, file or log.
    func readInput(_ output: Output) throws -> String

    /// Does the work on the open node.
    func run(on node: Node, output: Output) async throws -> Outcome
}

extension NodeCommand {
    var isJSON: Bool { options.json }
    func readInput(_ output: Output) throws -> String { "" }

    func perform(_ output: Output) async throws -> Outcome {
        let directory = options.directory
        switch try await NodeDoor.open(directory) {
        case .mine(let node):
            return try await run(on: node, output: output.reading(try readInput(output)))
        case .running:
            let request = ControlRequest(
                arguments: Array(CommandLine.arguments.dropFirst()),
                workingDirectory: FilePath.workingDirectory,
                input: try readInput(output))
            // What the running node rendered passes through as it is.
            throw try await ControlClient(directory).run(request, output: output)
        }
    }

    /// Runs in a node that is open, for the control socket.
    func ending(on node: Node, output: Output) async -> Ending {
        await ending(output) { try await run(on: node, output: output) }
    }
}

/// How a command gets at a node.
enum NodeDoor {
    /// Nobody else had it open.
    case mine(Node)
    /// A running `serve` has it open and answers.
    case running

    /// Takes the lock, or finds the process that holds it. A command that is about to end or a
    /// node that is about to listen is waited for.
    ///
    /// - Throws: `NodeFault.notInitialised`, `.inUse`, `StoreError`.
    static func open(_ directory: NodeDirectory) async throws -> NodeDoor {
        guard directory.isInitialised else { throw NodeFault.notInitialised(directory.path) }
        let patience = ContinuousClock.now + .seconds(10)
        while true {
            if let lock = try NodeLock(directory) {
                return .mine(try Node(directory, lock: lock))
            }
            if await ControlClient(directory).isAnswered() { return .running }
            guard ContinuousClock.now < patience else {
                throw NodeFault.inUse(directory.path, process: NodeLock.holder(directory))
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
