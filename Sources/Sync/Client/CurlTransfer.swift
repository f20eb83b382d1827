import CLibCurl
import Synchronization

/// A request to be made. Without a body it is a GET.
struct CurlRequest: Sendable {
    var path: String
    var body: [UInt8]?
    var headers: [(name: String, value: String)] = []
    /// For the whole of it; 0 for no limit.
    var timeoutSeconds: Int
    /// Whether to send nothing and to listen, on a new connection, for the peer's alerts.
    var isProbe = false
    /// Takes the answer's bytes as they come; without it they are gathered.
    var onChunk: (@Sendable ([UInt8]) -> Void)?

    /// The lines that libcurl is to send beside its own.
    var headerLines: [String] {
        // libcurl would wait a second for the server's leave to send a long body.
        var lines = ["Expect:"]
        if body != nil, !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            lines.append("Content-Type: application/octet-stream")
        }
        for (name, value) in headers {
            let line = "\(name): \(value)"
            precondition(
                line.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 },
                "a header is one line")
            lines.append(line)
        }
        return lines
    }
}

/// Says once, to whichever thread asks, that something is to end.
final class Flag: Sendable {
    private let value = Atomic<Bool>(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}

/// How far a transfer came.
struct CurlTiming {
    /// Whether the connection and its TLS stood.
    var wasConnected: Bool
    /// How long it took, rounded up.
    var totalSeconds: Int
}

/// What libcurl's callbacks see and fill while one request is under way, all on one thread.
final class CurlTransfer {
    let limitBytes: Int
    private let onChunk: (@Sendable ([UInt8]) -> Void)?
    private let stops: [Flag]
    private(set) var received: [UInt8] = []
    private(set) var wasTooLarge = false
    private(set) var alert: String?

    init(limitBytes: Int, onChunk: (@Sendable ([UInt8]) -> Void)?, stops: [Flag]) {
        self.limitBytes = limitBytes
        self.onChunk = onChunk
        self.stops = stops
    }

    var isStopped: Bool { stops.contains { $0.isSet } }

    /// Takes bytes of the answer; false ends the transfer.
    private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if let onChunk {
            unsafe onChunk(Array(bytes))
            return true
        }
        guard received.count + bytes.count <= limitBytes else {
            wasTooLarge = true
            return false
        }
        unsafe received.append(contentsOf: bytes)
        return true
    }

    /// Keeps the first alert of the peer that libcurl's messages tell of.
    private func hear(_ bytes: UnsafeRawBufferPointer) {
        guard alert == nil else { return }
        alert = unsafe HTTPSClient.Failure.alert(in: String(decoding: bytes, as: UTF8.self))
    }

    /// libcurl brings a piece of the answer; any other count than the one brought is an error.
    static let write: shabaka_curl_write_function = { bytes, size, count, context in
        guard let context = unsafe context else { return 0 }
        let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
        return unsafe transfer.take(buffer) ? size * count : 0
    }

    /// libcurl asks, about once a second while nothing moves, whether to go on.
    static let progress: shabaka_curl_progress_function = { context, _, _, _, _ in
        guard let context = unsafe context else { return 1 }
        let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        return transfer.isStopped ? 1 : 0
    }

    /// libcurl tells what it does. Its error buffer takes the first message only, which is not
    /// always the telling one.
    static let debug: shabaka_curl_debug_function = { _, type, bytes, count, context in
        guard type == CURLINFO_TEXT, let context = unsafe context else { return 0 }
        let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        unsafe transfer.hear(UnsafeRawBufferPointer(start: bytes, count: count))
        return 0
    }
}
