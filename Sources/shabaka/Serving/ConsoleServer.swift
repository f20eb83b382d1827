import Console
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Sync
import Synchronization

/// The HTTP server of a node's pages: it knows sockets, the console knows none.
struct ConsoleServer {
    private let node: Node
    private let site: ConsoleSite

    init(_ node: Node, _ output: Output) {
        self.node = node
        site = ConsoleSite(ConsoleHost(node, output))
    }

    /// The most bytes that a form may have.
    private static let maximumForm = 1 << 20

    /// The HTTP server on this machine, to be run beside the others.
    func application(port: Int, _ logger: Logger, _ output: Output) -> some ApplicationProtocol {
        let router = Router()
        router.get("/**") { [site] request, _ in await Self.answer(request, [], site) }
        router.get("/") { [site] request, _ in await Self.answer(request, [], site) }
        router.post("/**") { [site] request, _ in
            let body = try await request.body.collect(upTo: Self.maximumForm)
            return await Self.answer(request, Array(body.readableBytesView), site)
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

    private static func answer(
        _ request: Request, _ body: [UInt8], _ site: ConsoleSite
    ) async -> Response {
        let asked = WebRequest(
            method: request.method.rawValue, path: request.uri.path,
            query: request.uri.query ?? "", cookie: request.headers[.cookie] ?? "",
            acceptLanguage: request.headers[.acceptLanguage] ?? "",
            fetchSite: HTTPField.Name("sec-fetch-site").flatMap { request.headers[$0] } ?? "",
            body: body)
        let answer = await Task(executorPreference: BlockingExecutor.shared) {
            site.answer(asked)
        }.value
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            guard let name = HTTPField.Name(name) else { continue }
            headers.append(HTTPField(name: name, value: value))
        }
        return Response(
            status: HTTPResponse.Status(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}
