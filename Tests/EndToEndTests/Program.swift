import Foundation
import Glibc

/// The real program, as a person or a script runs it.
enum Program {
    /// How one run ended.
    struct Run {
        var exitCode: Int32
        var output: String
        var errors: String

        /// A value of the JSON document on standard output, by its path.
        func value(_ path: String...) throws -> Any? {
            var value: Any? = try JSONSerialization.jsonObject(with: Data(output.utf8))
            for key in path { value = (value as? [String: Any])?[key] }
            return value
        }
    }

    /// No program was built before the tests.
    struct NotBuilt: Error, CustomStringConvertible {
        var description: String { "Build the program first: swift build -c release" }
    }

    /// Where the program was built; `SHABAKA` names another.
    static func path() throws -> String {
        if let path = ProcessInfo.processInfo.environment["SHABAKA"] { return path }
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        for kind in ["release", "debug"] {
            let path = root.path + "/.build/\(kind)/shabaka"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw NotBuilt()
    }

    /// Runs the program to its end.
    static func run(
        _ arguments: [String], in folder: String? = nil, input: String = ""
    ) throws -> Run {
        try RunningProgram(arguments, in: folder, input: input).wait()
    }
}

/// A run that has not ended yet.
final class RunningProgram: Sendable {
    private let process = Process()
    private let output: LineBuffer
    private let errors: LineBuffer

    init(
        _ arguments: [String], program: String? = nil, in folder: String? = nil,
        input: String = "", environment: [String: String] = [:]
    ) throws {
        process.executableURL = URL(fileURLWithPath: try program ?? Program.path())
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { _, new in new }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        let pipes = (input: Pipe(), output: Pipe(), errors: Pipe())
        process.standardInput = pipes.input
        process.standardOutput = pipes.output
        process.standardError = pipes.errors
        try process.run()
        output = LineBuffer(pipes.output.fileHandleForReading)
        errors = LineBuffer(pipes.errors.fileHandleForReading)
        try pipes.input.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try pipes.input.fileHandleForWriting.close()
    }

    /// The system's number of the process.
    var processID: Int32 { process.processIdentifier }

    deinit {
        if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
    }

    /// Waits until it has ended by itself.
    func wait() -> Program.Run {
        let text = output.waitForEnd()
        process.waitUntilExit()
        return Program.Run(
            exitCode: process.terminationStatus, output: text, errors: errors.waitForEnd())
    }

    /// Waits on a thread of its own: what takes many minutes leaves those of the tests to others.
    func end() async -> Program.Run {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: self.wait()) }
        }
    }

    /// Ends it as a loss of power does.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

/// A condition that did not come true in time.
struct TooLate: Error, CustomStringConvertible {
    var condition: String
    var description: String { "Waited in vain until \(condition)." }
}

/// Returns as soon as a condition holds. Throws `TooLate` when it does not within two minutes.
func waitUntil(_ condition: String, _ holds: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(120)
    while try !holds() {
        guard ContinuousClock.now < deadline else { throw TooLate(condition: condition) }
        usleep(5000)
    }
}

/// Reads a stream on a thread of its own, so that its writer never waits.
final class LineBuffer: @unchecked Sendable {
    private let condition = NSCondition()
    private var bytes = Data()
    private var isOver = false

    init(_ handle: FileHandle) {
        Thread.detachNewThread { [self] in
            while true {
                let data = handle.availableData
                condition.lock()
                bytes += data
                isOver = data.isEmpty
                condition.broadcast()
                condition.unlock()
                if data.isEmpty { return }
            }
        }
    }

    /// The rest of the first line that begins with `prefix`; nil when the stream ends without one,
    /// or none comes for two minutes.
    func wait(for prefix: String) -> String? {
        let deadline = Date(timeIntervalSinceNow: 120)
        condition.lock()
        defer { condition.unlock() }
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            for line in text.split(separator: "\n") where line.hasPrefix(prefix) {
                return String(line.dropFirst(prefix.count))
            }
            if isOver || !condition.wait(until: deadline) { return nil }
        }
    }

    /// Everything, once the stream has ended.
    func waitForEnd() -> String {
        condition.lock()
        defer { condition.unlock() }
        while !isOver { condition.wait() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
