import Console
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
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
    /// The most bytes of files that come through a page: a province twice over.
    private static let maximumImport = 64 << 20

    /// A certificate that browsers trust, and its key.
    struct Identity {
        var certificatePEM: String
        var keyPEM: String

        fileprivate func configuration() throws -> TLSConfiguration {
            let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificatePEM.utf8))
            var tls = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(
                    try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem)))
            tls.minimumTLSVersion = .tlsv13  // every browser since 2020 speaks it
            tls.applicationProtocols = ["http/1.1"]
            return tls
        }
    }

    /// The server of the pages, to be run beside the others; over TLS where it has an identity.
    ///
    /// - Throws: `NIOSSLError` when certificate and key do not fit.
    func application(
        address: BindAddress, identity: Identity?, _ logger: Logger, _ output: Output
    ) throws -> some ApplicationProtocol {
        let isSecure = identity != nil
        let router = Router()
        router.get("/**") { [site] request, _ in
            await Self.answer(request, [], site, isSecure)
        }
        router.get("/") { [site] request, _ in await Self.answer(request, [], site, isSecure) }
        router.post("/**") { [site] request, _ in
            let isImport = request.uri.path == "/import"
            let body = try await request.body.collect(
                upTo: isImport ? Self.maximumImport : Self.maximumForm)
            return await Self.answer(request, Array(body.readableBytesView), site, isSecure)
        }
        return Application(
            router: router,
            server: try identity.map {
                try .tls(.http1(), tlsConfiguration: $0.configuration())
            } ?? .http1(),
            configuration: ApplicationConfiguration(address: address, serverName: "shabaka"),
            onServerRunning: { [node] channel in
                guard let port = channel.localAddress?.port else { return }
                let host = channel.localAddress?.ipAddress ?? "127.0.0.1"
                let url = "\(isSecure ? "https" : "http")://\(host):\(port)"
                node.listening.withLock { $0["console"] = url }
                output.message("console: \(url)")
            },
            logger: logger)
    }

    private static func answer(
        _ request: Request, _ body: [UInt8], _ site: ConsoleSite, _ isSecure: Bool
    ) async -> Response {
        let asked = WebRequest(
            method: request.method.rawValue, path: request.uri.path,
            query: request.uri.query ?? "", cookie: request.headers[.cookie] ?? "",
            acceptLanguage: request.headers[.acceptLanguage] ?? "",
            fetchSite: HTTPField.Name("sec-fetch-site").flatMap { request.headers[$0] } ?? "",
            body: body, contentType: request.headers[.contentType] ?? "", isSecure: isSecure)
        // A morning's fifty sign-ins queue here, not before the pages of those who work.
        let isSignIn = asked.method == "POST" && asked.path == "/sign-in"
        let threads = isSignIn ? WorkerThreads.passwords : .pages
        let answer = await Task(executorPreference: threads) {
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
