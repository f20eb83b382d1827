import CLibCurl
import Glibc
import Trust

/// One of libcurl's easy handles and the connection it keeps.
///
/// It may move between threads but never be used by two at once: its owner's serial queue sees to
/// that, which is why it may be called sendable. Only `stop` may be touched from anywhere.
@safe final class CurlConnection: @unchecked Sendable {
    /// Where it leads.
    enum Endpoint: Sendable {
        case tls(
            baseURL: String, identity: HTTPSClient.Identity?, trust: HTTPSClient.ServerTrust)
        case socket(path: String)

        /// The address of `path` there.
        func url(path: String) -> String {
            precondition(
                path.utf8.first == UInt8(ascii: "/")
                    && path.utf8.allSatisfy { $0 > 32 && $0 < 127 },
                "a path begins with / and is plain ASCII")
            switch self {
            case .tls(let baseURL, _, _):
                return (baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL) + path
            case .socket:
                return "http://localhost" + path
            }
        }
    }

    /// Ends the request that is under way, and all later ones.
    let stop = Flag()

    private let endpoint: Endpoint
    private let limits: HTTPSClient.Limits
    private var handle: UnsafeMutableRawPointer?
    private let message: UnsafeMutableBufferPointer<CChar>
    private let judge: ServerJudge
    /// The judge as OpenSSL knows it, in every handshake.
    private let judgePointer: UnsafeMutablePointer<shabaka_curl_judge>

    init(_ endpoint: Endpoint, limits: HTTPSClient.Limits) {
        self.endpoint = endpoint
        self.limits = limits
        unsafe message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe message.initialize(repeating: 0)
        judge = ServerJudge(endpoint)
        unsafe judgePointer = .allocate(capacity: 1)
        unsafe judgePointer.initialize(to: judge.pointer)
        CurlLibrary.start
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe message.deallocate()
        unsafe judgePointer.deallocate()
    }

    /// Closes the connection. The next request would open another.
    func disconnect() {
        unsafe curl_easy_cleanup(handle)
        unsafe handle = nil
    }

    /// Makes one request and waits for its end. Throws `HTTPSClient.Failure`.
    func perform(
        _ request: CurlRequest, unless cancellation: Flag
    ) throws -> HTTPSClient.Response {
        do {
            return try performOnce(request, cancellation)
        } catch let broken as BrokenConnection {
            guard let alert = try refusal(cancellation) else {
                throw HTTPSClient.Failure.unreachable(broken.reason)
            }
            throw HTTPSClient.Failure.refusedByPeer(alert: alert)
        }
    }

    /// The alert with which the peer refuses us, or nil when it does not or cannot be asked.
    ///
    /// In TLS 1.3 the peer judges our certificate after the handshake. While we send, its alert
    /// may be lost behind the broken connection; whoever connects and only listens hears it.
    private func refusal(_ cancellation: Flag) throws -> String? {
        guard case .tls = endpoint else { return nil }
        let probe = CurlRequest(path: "/", timeoutSeconds: limits.connectSeconds, isProbe: true)
        do {
            _ = try performOnce(probe, cancellation)
        } catch HTTPSClient.Failure.refusedByPeer(let alert) {
            return alert
        } catch HTTPSClient.Failure.cancelled {
            throw HTTPSClient.Failure.cancelled
        } catch {
            // The caller tells of the first failure, which says more.
        }
        return nil
    }

    /// How long the peer may take to refuse us after the handshake.
    private static let judgementMilliseconds: Int32 = 1000

    /// The connection stood and broke, and nothing says why.
    private struct BrokenConnection: Error {
        let reason: String
    }

    private func performOnce(
        _ request: CurlRequest, _ cancellation: Flag
    ) throws -> HTTPSClient.Response {
        let limit = limits.responseBytes
        let transfer = CurlTransfer(
            limitBytes: limit, onChunk: request.onChunk, stops: [stop, cancellation])
        guard !transfer.isStopped else { throw HTTPSClient.Failure.cancelled }
        let handle = try unsafe opened()
        unsafe message[0] = 0
        judge.complaint = nil
        let url = endpoint.url(path: request.path)
        let options = unsafe CurlOptions(handle: handle)
        let headers = try CurlHeaders(request.headerLines)
        try unsafe options.set(CURLOPT_URL, url)
        try unsafe options.set(CURLOPT_FRESH_CONNECT, request.isProbe ? 1 : 0)
        try unsafe options.set(CURLOPT_CONNECT_ONLY, request.isProbe ? 1 : 0)
        try unsafe options.set(CURLOPT_VERBOSE, request.isProbe ? 1 : 0)
        try unsafe options.set(CURLOPT_TIMEOUT, request.timeoutSeconds)
        try unsafe options.set(
            CURLOPT_MAXFILESIZE_LARGE, size: request.onChunk == nil ? limit : 0)
        try unsafe options.set(
            CURLOPT_LOW_SPEED_TIME, request.onChunk == nil ? limits.silenceSeconds : 0)
        let code = withExtendedLifetime((transfer, headers)) {
            let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
            unsafe shabaka_curl_set_headers(handle, headers.list)
            unsafe shabaka_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
            unsafe shabaka_curl_set_pointer(handle, CURLOPT_XFERINFODATA, context)
            unsafe shabaka_curl_set_pointer(handle, CURLOPT_DEBUGDATA, context)
            defer { unsafe options.forgetTransfer() }
            guard let body = request.body else {
                unsafe shabaka_curl_set_number(handle, CURLOPT_HTTPGET, 1)
                let code = unsafe curl_easy_perform(handle)
                guard request.isProbe, code == CURLE_OK else { return code }
                return unsafe shabaka_curl_listen(handle, Self.judgementMilliseconds)
            }
            return unsafe body.withUnsafeBytes { bytes in
                unsafe shabaka_curl_set_number(handle, CURLOPT_POST, 1)
                unsafe shabaka_curl_set_body(handle, bytes.baseAddress, curl_off_t(bytes.count))
                return unsafe curl_easy_perform(handle)
            }
        }
        guard code == CURLE_OK else {
            let failure = unsafe HTTPSClient.Failure(
                code: code, message: text(of: code), transfer: transfer, timing: timing(handle))
            if case .unreachable(let reason) = failure, code.meansBrokenConnection {
                throw BrokenConnection(reason: reason)
            }
            throw failure
        }
        judge.noteAccepted()
        return unsafe HTTPSClient.Response(
            status: shabaka_curl_status(handle), body: transfer.received)
    }

    /// The handle, made and set up when there is none.
    private func opened() throws -> UnsafeMutableRawPointer {
        if let handle = unsafe handle { return unsafe handle }
        guard let made = unsafe curl_easy_init() else {
            throw HTTPSClient.Failure.other(
                code: Int32(CURLE_OUT_OF_MEMORY.rawValue), message: "libcurl has no memory")
        }
        unsafe handle = made
        unsafe shabaka_curl_set_pointer(made, CURLOPT_ERRORBUFFER, message.baseAddress)
        do {
            try unsafe CurlOptions(handle: made).apply(endpoint, limits, judge: judgePointer)
        } catch {
            disconnect()
            throw error
        }
        return unsafe made
    }

    private func text(of code: CURLcode) -> String {
        let bytes = unsafe message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let text = String(decoding: bytes, as: UTF8.self)
        if code == CURLE_PEER_FAILED_VERIFICATION, let complaint = judge.complaint {
            return complaint
        }
        if !bytes.isEmpty { return text }
        return unsafe String(cString: curl_easy_strerror(code))
    }

    private func timing(_ handle: UnsafeMutableRawPointer) -> CurlTiming {
        let total = unsafe shabaka_curl_microseconds(handle, CURLINFO_TOTAL_TIME_T)
        return unsafe CurlTiming(
            wasConnected: shabaka_curl_microseconds(handle, CURLINFO_PRETRANSFER_TIME_T) > 0,
            totalSeconds: max(1, Int((total + 500_000) / 1_000_000)))
    }
}

/// libcurl must be started once, before the first thread uses it.
private enum CurlLibrary {
    static let start: Void = {
        let code = shabaka_curl_global_init()
        precondition(code == CURLE_OK, "libcurl could not be started")
    }()
}
