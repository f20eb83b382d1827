import ArgumentParser

/// The base of every command: runs, says its outcome as text or JSON, ends with 0, 1 or 64.
///
/// Commands that work on a node conform to `NodeCommand` instead.
protocol DocumentCommand: AsyncParsableCommand {
    associatedtype Outcome: Rendered

    /// Whether the outcome goes to a program.
    var isJSON: Bool { get }

    /// Does the work. An error thrown here is said by `Complaint`.
    func perform(_ output: Output) async throws -> Outcome
}

extension DocumentCommand {
    func run() async throws {
        let output = TerminalSink.output()
        try await ending(output) { try await perform(output) }.conclude()
    }

    /// Does the work and keeps what to print and which code to end with.
    func ending(
        _ output: Output, _ work: () async throws -> Outcome
    ) async -> Ending {
        do {
            let outcome = try await work()
            let text = isJSON ? try JSONDocument.text(of: outcome) : outcome.text
            let isEnded = text.isEmpty || text.hasSuffix("\n")
            return Ending(
                exitCode: outcome.exitCode, standardOutput: isEnded ? text : text + "\n")
        } catch let ending as Ending {
            return ending
        } catch {
            let message = Complaint.text(of: error)
            if !(error is ExitCode) { output.message("Error: " + message) }
            return Ending(
                exitCode: Complaint.exitCode(of: error),
                standardOutput: isJSON ? JSONDocument.error(message) : "")
        }
    }
}

/// How a command ended.
struct Ending: Error, Codable, Sendable {
    var exitCode: Int32
    /// What belongs on standard output.
    var standardOutput: String

    /// Prints it and ends the process with a code other than 0 when it must.
    func conclude() throws {
        StandardStreams.output(standardOutput)
        if exitCode != 0 { throw ExitCode(exitCode) }
    }
}
