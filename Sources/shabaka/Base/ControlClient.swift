import Foundation
import Sync
import Synchronization

/// A command on its way to the node that has the database open.
struct ControlRequest: Codable, Sendable {
    var arguments: [String]
    /// Where its relative paths begin.
    var workingDirectory: String
    /// What the command reads that only the person's own process can read.
    var input: String
}

/// One line of the running node's answer.
enum ControlLine: Codable, Sendable {
    case event(Output.Event)
    case ending(Ending)
}

/// The way to the process that has a node open: HTTP through the socket in its directory.
struct ControlClient {
    private let directory: NodeDirectory

    init(_ directory: NodeDirectory) {
        self.directory = directory
    }

    /// Whether a node answers there.
    func isAnswered() async -> Bool {
        guard let socket = try? SocketPath(directory) else { return false }
        let client = HTTPSClient(unixSocket: socket.path)
        defer { client.close() }
        // No answer is an answer here.
        return (try? await client.get("/alive"))?.status == 200
    }

    /// Lets the running node do the work; what it says on its way goes to `output`.
    ///
    /// - Throws: `ControlFault.stopped` when the node stops in between.
    func run(_ request: ControlRequest, output: Output) async throws -> Ending {
        let socket = try SocketPath(directory)
        let client = HTTPSClient(unixSocket: socket.path)
        defer { client.close() }
        let lines = LineReader(output)
        let status: Int
        do {
            status = try await client.stream(
                "/command", body: Array(try JSONEncoder().encode(request)),
                headers: [("Content-Type", "application/json")]
            ) { lines.take($0) }
        } catch HTTPSClient.Failure.unreachable {
            // The socket is in the node's own directory: no network is to blame.
            throw ControlFault.stopped(directory.path)
        }
        guard status == 200, let ending = lines.ending else {
            throw ControlFault.stopped(directory.path)
        }
        return ending
    }
}

/// What goes wrong between a command and the running node.
enum ControlFault: Error, CustomStringConvertible {
    case stopped(String)

    var description: String {
        switch self {
        case .stopped(let path):
            "The node in “\(path)” stopped before the command was done. Start it again and look "
                + "at what was done (“shabaka status”) before you repeat the command."
        }
    }
}

/// Cuts the running node's answer into lines and acts on each.
private final class LineReader: Sendable {
    private struct State {
        var rest: [UInt8] = []
        var ending: Ending?
    }

    private let output: Output
    private let state = Mutex(State())

    init(_ output: Output) {
        self.output = output
    }

    var ending: Ending? { state.withLock { $0.ending } }

    func take(_ bytes: [UInt8]) {
        let lines = state.withLock { state in
            state.rest += bytes
            var parts = state.rest.split(
                separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            state.rest = Array(parts.removeLast())
            return parts.map { Array($0) }
        }
        for line in lines {
            // A line that cannot be read leaves the ending missing, which is noticed.
            switch try? JSONDecoder().decode(ControlLine.self, from: Data(line)) {
            case .event(.message(let text)): output.message(text)
            case .event(.progress(let label, let done, let total)):
                output.progress(label, done: done, total: total)
            case .ending(let ending): state.withLock { $0.ending = ending }
            case nil: break
            }
        }
    }
}

/// The path of a node's control socket, short enough for the system (108 bytes) however deep the
/// directory lies.
final class SocketPath: Sendable {
    let path: String
    private let folder: Int32?

    /// Throws `FileFault`.
    init(_ directory: NodeDirectory) throws {
        if directory.controlSocket.utf8.count <= 100 {
            path = directory.controlSocket
            folder = nil
        } else {
            let descriptor = unsafe open(directory.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else {
                throw FileFault.cannotWrite(directory.controlSocket, errno: errno)
            }
            folder = descriptor
            path = "/proc/self/fd/\(descriptor)/control.sock"
        }
    }

    deinit {
        if let folder { close(folder) }
    }
}
