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

    /// How many may send large files at once.
    private static let mostUploads = 2
    /// What is read and thrown away of a form that is too large, so that the browser gets to the
    /// answer; then the connection is closed.
    private static let mostDropped = 2 << 30

    /// A certificate that browsers trust, and its key.
    struct Identity: Sendable, Equatable {
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
            // Otherwise a certificate without its key would be noticed only when the server runs.
            _ = try NIOSSLContext(configuration: tls)
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
            await Self.answer(Self.asked(request, isSecure), site)
        }
        router.get("/") { [site] request, _ in
            await Self.answer(Self.asked(request, isSecure), site)
        }
        let uploads = Uploads()
        router.post("/**") { [site] request, _ in
            try await Self.answerForm(request, site, uploads, isSecure)
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

    /// How many large forms are being read.
    private final class Uploads: Sendable {
        private let count = Mutex(0)

        /// Whether one more may be read; then `end` must follow.
        func begin() -> Bool {
            count.withLock { count in
                guard count < ConsoleServer.mostUploads else { return false }
                count += 1
                return true
            }
        }

        func end() { count.withLock { $0 -= 1 } }
    }

    /// Reads a form and answers it. Only who may send files is given the memory for them, and no
    /// more than a few at once.
    private static func answerForm(
        _ request: Request, _ site: ConsoleSite, _ uploads: Uploads, _ isSecure: Bool
    ) async throws -> Response {
        var asked = asked(request, isSecure)
        let takesFiles = await Task(executorPreference: WorkerThreads.pages) { [asked] in
            site.takesFiles(asked)
        }.value
        let most = takesFiles ? WebRequest.mostUploadBytes : WebRequest.mostFormBytes
        let isLarge =
            request.headers[.contentLength].flatMap { Int($0) }
            .map { $0 > WebRequest.mostFormBytes } ?? takesFiles
        if takesFiles, isLarge {
            guard uploads.begin() else {
                asked.unread = .busy
                _ = try await read(request, upTo: 0)
                return await answer(asked, site)
            }
        }
        defer { if takesFiles, isLarge { uploads.end() } }
        if let bytes = try await read(request, upTo: most) {
            asked.body = bytes
        } else {
            asked.unread = .tooLarge
        }
        return await answer(asked, site)
    }

    /// The bytes of a form; nil when it has more, which are read and thrown away.
    private static func read(_ request: Request, upTo most: Int) async throws -> [UInt8]? {
        var bytes: [UInt8]? = []
        var count = 0
        for try await part in request.body {
            count += part.readableBytes
            if count <= most {
                bytes?.append(contentsOf: part.readableBytesView)
            } else {
                bytes = nil
                guard count <= mostDropped else { throw HTTPError(.contentTooLarge) }
            }
        }
        return bytes
    }

    private static func asked(_ request: Request, _ isSecure: Bool) -> WebRequest {
        WebRequest(
            method: request.method.rawValue, path: request.uri.path,
            query: request.uri.query ?? "", cookie: request.headers[.cookie] ?? "",
            acceptLanguage: request.headers[.acceptLanguage] ?? "",
            fetchSite: HTTPField.Name("sec-fetch-site").flatMap { request.headers[$0] } ?? "",
            body: [], contentType: request.headers[.contentType] ?? "", isSecure: isSecure)
    }

    private static func answer(_ asked: WebRequest, _ site: ConsoleSite) async -> Response {
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
