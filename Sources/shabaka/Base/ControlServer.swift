import ArgumentParser
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Sync

/// Takes the commands of people on a running node, through the socket in its directory.
///
/// Whoever may enter the directory may command the node: its mode is 0700, that of the socket 0600.
/// What comes through it is written into no log: passwords are among it.
struct ControlServer {
    private let node: Node
    private let socket: SocketPath

    /// Throws `FileFault`.
    init(_ node: Node) throws {
        self.node = node
        socket = try SocketPath(node.directory)
    }

    /// The HTTP server on the socket, to be run beside the others.
    func application(_ logger: Logger) -> some ApplicationProtocol {
        // What a node left that was killed: nobody listens there, since we hold the lock.
        _ = unsafe unlink(node.directory.controlSocket)
        let router = Router()
        router.get("/alive") { _, _ in HTTPResponse.Status.ok }
        router.post("/command") { [node] request, _ in
            let body = try await request.body.collect(upTo: 16 << 20)
            let command = try JSONDecoder().decode(
                ControlRequest.self, from: Data(body.readableBytesView))
            return Response(status: .ok, body: Self.body(command, node))
        }
        return Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .unixDomainSocket(path: socket.path), serverName: "shabaka-control"),
            onServerRunning: { [socket] _ in
                // The mode of the directory closes it, too, where this is refused.
                withExtendedLifetime(socket) { _ = unsafe chmod(socket.path, 0o600) }
            },
            logger: logger)
    }

    private static func body(_ request: ControlRequest, _ node: Node) -> ResponseBody {
        ResponseBody { writer in
            let (lines, continuation) = AsyncStream.makeStream(of: ControlLine.self)
            let work = Task(executorPreference: WorkerThreads.background) {
                let output = Output(input: { request.input }) {
                    continuation.yield(.event($0))
                }
                let ending = await Self.run(request, node, output)
                continuation.yield(.ending(ending))
                continuation.finish()
            }
            do {
                for await line in lines {
                    var buffer = ByteBuffer(bytes: try JSONEncoder().encode(line))
                    buffer.writeString("\n")
                    try await writer.write(buffer)
                }
            } catch {
                // The person who waited is gone: the command may stop at its next safe point.
                work.cancel()
                throw error
            }
            try await writer.finish(nil)
        }
    }

    private static func run(
        _ request: ControlRequest, _ node: Node, _ output: Output
    ) async -> Ending {
        do {
            let parsed = try FilePath.$workingDirectory.withValue(request.workingDirectory) {
                try Shabaka.parseAsRoot(request.arguments)
            }
            guard let command = parsed as? any NodeCommand else {
                throw ValidationError("This command does not run inside a node.")
            }
            return await command.ending(on: node, output: output)
        } catch {
            output.message(Shabaka.fullMessage(for: error))
            return Ending(exitCode: Shabaka.exitCode(for: error).rawValue, standardOutput: "")
        }
    }
}
