import Foundation

/// A node that is served by a process of its own, so that its cost can be told from ours.
final class ServedNode {
    /// The address of its sync port.
    let url: String
    /// The address of its pages.
    let consoleURL: String
    private let process: Process

    /// Starts `serve` on a directory and waits until it listens.
    ///
    /// - Parameter syncInterval: seconds between two rounds; 0 for only when told.
    /// - Throws: `CocoaError`, `Failure` when it ends or says nothing for a minute.
    init(_ directory: NodeDirectory, syncInterval: Int = 0) async throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [
            "serve", "--data", directory.path, "--console-port", "0", "--sync-port", "0",
            "--sync-interval", "\(syncInterval)",
        ]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let patience = ContinuousClock.now + .seconds(60)
        while true {
            let listening = await Self.listening(directory)
            if let url = listening["sync"], let console = listening["console"] {
                self.url = url
                consoleURL = console
                return
            }
            guard process.isRunning, ContinuousClock.now < patience else {
                process.terminate()
                throw Failure.silent
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    deinit {
        if process.isRunning { process.terminate() }
    }

    enum Failure: Error, CustomStringConvertible {
        case silent

        var description: String {
            "The node of the measurement does not answer. Run “shabaka serve” by hand to see why."
        }
    }

    private struct Listening: Decodable {
        var listening: [String: String]
    }

    private static func listening(_ directory: NodeDirectory) async -> [String: String] {
        let request = ControlRequest(
            arguments: ["status", "--data", directory.path, "--json"], workingDirectory: "/",
            input: "")
        // It may not listen on its control socket yet.
        let ending = try? await ControlClient(directory).run(request, output: Output { _ in })
        return (ending?.standardOutput).flatMap {
            try? JSONDecoder().decode(Listening.self, from: Data($0.utf8))
        }?.listening ?? [:]
    }

    /// Seconds of the processor until now, over all its threads.
    var cpuSeconds: Double {
        // Fields 14 and 15 of proc(5); the second one, a name in brackets, may hold blanks.
        let file = "/proc/\(process.processIdentifier)/stat"
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        let words = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        guard words.count > 13 else { return 0 }
        let ticks = (Double(words[12]) ?? 0) + (Double(words[13]) ?? 0)
        return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// What it holds in memory.
    var memory: ProcessMemory { ProcessMemory(process: "\(process.processIdentifier)") }

    /// Ends it cleanly.
    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
