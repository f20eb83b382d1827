import CLibCurl
public import Trust

/// What a node remembers of the certificates with which a server showed itself.
public protocol ServerMemory: Sendable {
    func standing(of certificate: Certificate) throws -> ServerStanding
    /// Takes down that the server showed this one and proved that it has the key.
    func note(_ certificate: Certificate) throws
}

/// How a server's certificate stands to those that it showed before.
public enum ServerStanding: Sendable {
    /// It is the one that was shown last.
    case present
    /// It was not seen before.
    case new
    /// Another one has taken its place.
    case replaced
}

/// Decides during the handshake whether a server's certificate is that of the node that must answer.
///
/// Used on one thread at a time, as the connection that it belongs to.
@safe final class ServerJudge {
    private let node: String?
    private let memory: (any ServerMemory)?
    /// Why the last certificate was not accepted.
    var complaint: String?
    /// The last one that was accepted and is new. That the server has its key is shown only by
    /// the end of the handshake.
    private var accepted: Certificate?

    init(_ endpoint: CurlConnection.Endpoint) {
        guard case .tls(_, _, .authority(_, let node, let memory)) = endpoint else {
            (self.node, self.memory) = (nil, nil)
            return
        }
        (self.node, self.memory) = (node, memory)
    }

    /// Called when the server has answered.
    func noteAccepted() {
        guard let certificate = accepted else { return }
        accepted = nil
        // What cannot be written now is written with the next connection.
        try? memory?.note(certificate)
    }

    private func accepts(_ der: [UInt8]) -> Bool {
        accepted = nil
        complaint = nil
        // What cannot be read names nobody.
        let certificate = try? Certificate(der: der)
        if let node, certificate?.node != node {
            complaint = "its certificate is not that of \(node)"
            return false
        }
        guard let certificate, let memory else { return true }
        do {
            switch try memory.standing(of: certificate) {
            case .present: return true
            case .new: accepted = certificate
            case .replaced:
                complaint =
                    "its certificate is one that it has replaced: it was put back from a backup and "
                    + "must renew it, or somebody else has its key"
            }
        } catch {
            complaint = "what this node remembers of its certificates cannot be read (\(error))"
        }
        return complaint == nil
    }

    /// As OpenSSL knows it, good as long as the judge lives.
    var pointer: shabaka_curl_judge {
        unsafe shabaka_curl_judge(
            accepts: Self.callback, context: Unmanaged.passUnretained(self).toOpaque())
    }

    private static let callback:
        @convention(c) (UnsafePointer<UInt8>?, Int, UnsafeMutableRawPointer?) -> Int32 = {
            bytes, count, context in
            guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
            let judge = unsafe Unmanaged<ServerJudge>.fromOpaque(context).takeUnretainedValue()
            let der = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
            return judge.accepts(der) ? 1 : 0
        }
}
