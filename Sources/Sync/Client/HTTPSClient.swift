import Dispatch

/// A node's way to one peer: HTTP/1.1 over mutual TLS 1.3 by libcurl, or plain HTTP over a local
/// socket.
///
/// Calls are made one after the other in the order in which they came, on a thread of their own,
/// over one connection that is kept. When a kept connection turns out to be dead, libcurl repeats
/// the request on a new one: every request must be safe to repeat. Redirects are not followed,
/// proxies are not used, only the given authority is trusted.
public final class HTTPSClient: Sendable {
    /// Who this node is, for the handshake.
    public struct Identity: Sendable, Equatable {
        /// The node's own certificate.
        public let certificatePEM: String
        /// The key that belongs to it.
        public let keyPEM: String
        /// The authority that issued it, and the peer's.
        public let caPEM: String

        public init(certificatePEM: String, keyPEM: String, caPEM: String) {
            self.certificatePEM = certificatePEM
            self.keyPEM = keyPEM
            self.caPEM = caPEM
        }
    }

    /// Whom this node believes to be the peer.
    public enum ServerTrust: Sendable {
        /// The peer's certificate must come from this authority (PEM), name the host and, where
        /// they are given, this node, and not be one that it has replaced.
        case authority(String, node: String? = nil, memory: (any ServerMemory)? = nil)
        /// Nothing is checked and nothing is sent but `GET /v1/ca`: its answer is worthless until
        /// it matches the digest in a token that came another way.
        case firstContact
    }

    /// How long and how much a peer may make this node wait and hold.
    public struct Limits: Sendable {
        /// Seconds until the connection and its TLS stand.
        public var connectSeconds = 10
        /// Seconds in which nothing moves; a peer's thinking counts. 0 for no limit.
        public var silenceSeconds = 60
        /// Seconds of a whole `get`.
        public var getSeconds = 60
        /// The longest answer, in bytes.
        public var responseBytes = 16 << 20

        public init() {}
    }

    /// An answer of the peer, whatever its status.
    public struct Response: Sendable {
        /// The HTTP status.
        public var status: Int
        /// The body as it came.
        public var body: [UInt8]

        public init(status: Int, body: [UInt8]) {
            self.status = status
            self.body = body
        }
    }

    private let connection: CurlConnection
    private let queue: DispatchQueue
    private let limits: Limits
    private let isFirstContact: Bool

    /// A client of the peer at `baseURL` (`https://host:port`). Connects with the first request.
    ///
    /// - Parameter identity: who this node is; nil for a node that is about to join. Not used at
    ///   first contact.
    public init(
        baseURL: String, identity: Identity?, trust: ServerTrust, limits: Limits = Limits()
    ) {
        if case .firstContact = trust { isFirstContact = true } else { isFirstContact = false }
        connection = CurlConnection(
            .tls(baseURL: baseURL, identity: identity, trust: trust), limits: limits)
        queue = DispatchQueue(label: "shabaka.https-client")
        self.limits = limits
    }

    /// A client of a node on this machine, through the socket in its directory. There is no limit
    /// to the time that the node may be silent: the commands of people wait for it.
    public init(unixSocket path: String) {
        var limits = Limits()
        limits.silenceSeconds = 0
        limits.getSeconds = 0
        isFirstContact = false
        connection = CurlConnection(.socket(path: path), limits: limits)
        queue = DispatchQueue(label: "shabaka.socket-client")
        self.limits = limits
    }

    /// Fetches `path`, which begins with `/`. Throws `Failure`.
    public func get(_ path: String) async throws -> Response {
        precondition(
            !isFirstContact || path == "/v1/ca", "first contact asks for nothing but /v1/ca")
        let request = CurlRequest(path: path, timeoutSeconds: limits.getSeconds)
        return try await run(request)
    }

    /// Sends `body` to `path` and returns the answer. Throws `Failure`.
    ///
    /// - Parameters:
    ///   - path: begins with `/`.
    ///   - body: may be empty.
    ///   - headers: on top of `Content-Type: application/octet-stream`, which they may replace.
    ///   - timeoutSeconds: for the whole of it; 0 for as long as something moves.
    public func post(
        _ path: String, body: [UInt8], headers: [(name: String, value: String)] = [],
        timeoutSeconds: Int = 120
    ) async throws -> Response {
        precondition(!isFirstContact, "first contact sends nothing")
        let request = CurlRequest(
            path: path, body: body, headers: headers, timeoutSeconds: timeoutSeconds)
        return try await run(request)
    }

    /// Sends `body` to `path` and hands the answer on piece by piece, as it comes, whatever its
    /// status; returns the status. Neither its length nor its time is limited. Throws `Failure`.
    ///
    /// - Parameter onChunk: called on another thread, one call after the other.
    public func stream(
        _ path: String, body: [UInt8], headers: [(name: String, value: String)] = [],
        onChunk: @escaping @Sendable ([UInt8]) -> Void
    ) async throws -> Int {
        precondition(!isFirstContact, "first contact sends nothing")
        let request = CurlRequest(
            path: path, body: body, headers: headers, timeoutSeconds: 0, onChunk: onChunk)
        return try await run(request).status
    }

    /// Ends what is under way with `Failure.cancelled` and closes the connection. Later calls
    /// fail the same way.
    public func close() {
        connection.stop.set()
        queue.async { [connection] in connection.disconnect() }
    }

    private func run(_ request: CurlRequest) async throws -> Response {
        let cancellation = Flag()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.async { [connection] in
                    continuation.resume(
                        with: Result { try connection.perform(request, unless: cancellation) })
                }
            }
        } onCancel: {
            cancellation.set()
        }
    }
}
