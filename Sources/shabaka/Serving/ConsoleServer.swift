import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Sync
import Synchronization

/// The pages of a node: for now its status, for people and as JSON.
struct ConsoleServer {
    private let node: Node

    init(_ node: Node) {
        self.node = node
    }

    /// The HTTP server on this machine, to be run beside the others. The pages hold no personal
    /// data, but who may see them is not asked yet: so they stay on 127.0.0.1.
    func application(port: Int, _ logger: Logger, _ output: Output) -> some ApplicationProtocol {
        let router = Router()
        router.get("/") { [node] _, _ in
            let page = StatusPage(try await Self.report(node)).html
            return Self.response(page, "text/html; charset=utf-8")
        }
        router.get("/status.json") { [node] _, _ in
            Self.response(
                try JSONDocument.text(of: try await Self.report(node)), "application/json")
        }
        return Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: port), serverName: "shabaka"),
            onServerRunning: { [node] channel in
                guard let port = channel.localAddress?.port else { return }
                node.listening.withLock { $0["console"] = "http://127.0.0.1:\(port)" }
                output.message("console: http://127.0.0.1:\(port)")
            },
            logger: logger)
    }

    private static func report(_ node: Node) async throws -> StatusReport {
        try await Task(executorPreference: BlockingExecutor.shared) {
            try StatusReport(node)
        }.value
    }

    private static func response(_ text: String, _ type: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: type, .cacheControl: "no-store",
                .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'",
                .xContentTypeOptions: "nosniff",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
