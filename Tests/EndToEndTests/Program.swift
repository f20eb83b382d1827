import Foundation

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
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try path())
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        let pipes = (input: Pipe(), output: Pipe(), errors: Pipe())
        process.standardInput = pipes.input
        process.standardOutput = pipes.output
        process.standardError = pipes.errors
        try process.run()
        try pipes.input.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try pipes.input.fileHandleForWriting.close()
        let errors = LineBuffer(pipes.errors.fileHandleForReading)
        let output = try pipes.output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Run(
            exitCode: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
            errors: errors.waitForEnd())
    }
}

/// Reads a stream on a thread of its own, so that its writer never waits.
final class LineBuffer: @unchecked Sendable {
    private let condition = NSCondition()
    private var text = ""
    private var isOver = false

    init(_ handle: FileHandle) {
        Thread.detachNewThread { [self] in
            while true {
                let data = handle.availableData
                condition.lock()
                text += String(decoding: data, as: UTF8.self)
                isOver = data.isEmpty
                condition.broadcast()
                condition.unlock()
                if data.isEmpty { return }
            }
        }
    }

    /// The rest of the first line that begins with `prefix`; nil when the stream ends without one.
    func wait(for prefix: String) -> String? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            for line in text.split(separator: "\n") where line.hasPrefix(prefix) {
                return String(line.dropFirst(prefix.count))
            }
            if isOver { return nil }
            condition.wait()
        }
    }

    /// Everything, once the stream has ended.
    func waitForEnd() -> String {
        condition.lock()
        defer { condition.unlock() }
        while !isOver { condition.wait() }
        return text
    }
}
