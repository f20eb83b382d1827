import CLibCurl

extension HTTPSClient {
    /// Why there is no answer. An HTTP status is an answer, never a failure.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// Nobody answers there, or the connection broke. The peer may have done what it was
        /// asked to; ask again.
        case unreachable(String)
        /// The peer refuses this node's certificate; the TLS alert in OpenSSL's words, as
        /// `certificate required`, `unknown ca` or `certificate expired`.
        case refusedByPeer(alert: String)
        /// Whoever answers has no certificate of the authority for this host.
        case untrustedServer(String)
        /// It took longer than it may.
        case timeout(seconds: Int)
        /// The answer is longer than it may be.
        case tooLarge(limitBytes: Int)
        /// The task was cancelled or the client closed.
        case cancelled
        /// Anything else, with libcurl's code.
        case other(code: Int32, message: String)

        /// What happened and what to do.
        public var description: String {
            switch self {
            case .unreachable(let reason):
                "no connection: \(reason). Is the other node running, and the network up? "
                    + "Nothing is lost; it will be tried again"
            case .refusedByPeer(let alert):
                "the other node refuses this node's certificate (\(alert)). "
                    + Self.advice(alert: alert)
            case .untrustedServer(let reason):
                "whoever answers is not the node that it should be: \(reason). Check the address, "
                    + "and that the other node's certificate names this host; do not go on before"
            case .timeout(let seconds):
                "no complete answer within \(seconds) seconds. The network or the other node is "
                    + "slow; it will be tried again"
            case .tooLarge(let limitBytes):
                "the answer is longer than \(limitBytes) bytes. Is that address really a node's?"
            case .cancelled:
                "stopped before the answer came"
            case .other(let code, let message):
                "the request failed: \(message) (libcurl \(code))"
            }
        }

        private static func advice(alert: String) -> String {
            switch alert {
            case "certificate required": "Join this node first"
            case "unknown ca": "It belongs to another federation: join again with a new token"
            case "certificate expired": "Renew it, and check the clocks of both nodes"
            default: "Join again with a new token, and check the clocks of both nodes"
            }
        }
    }
}

extension HTTPSClient.Failure {
    /// The failure behind a result of libcurl.
    ///
    /// - Parameters:
    ///   - message: what libcurl wrote into its error buffer.
    ///   - transfer: what is known of the transfer itself.
    init(code: CURLcode, message: String, transfer: CurlTransfer, timing: CurlTiming) {
        if transfer.wasTooLarge || code == CURLE_FILESIZE_EXCEEDED {
            self = .tooLarge(limitBytes: transfer.limitBytes)
            return
        }
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT:
            self = .unreachable(message)
        case CURLE_OPERATION_TIMEDOUT:
            self =
                timing.wasConnected
                ? .timeout(seconds: timing.totalSeconds) : .unreachable(message)
        case CURLE_PEER_FAILED_VERIFICATION:
            self = .untrustedServer(message)
        case CURLE_ABORTED_BY_CALLBACK:
            self = .cancelled
        case _ where code.meansBrokenConnection || code == CURLE_SSL_CONNECT_ERROR:
            if let alert = transfer.alert ?? Self.alert(in: message) {
                self = .refusedByPeer(alert: alert)
            } else if code.meansBrokenConnection {
                self = .unreachable(message)
            } else {
                self = .other(code: Int32(code.rawValue), message: message)
            }
        default:
            self = .other(code: Int32(code.rawValue), message: message)
        }
    }

    /// The alert in a text such as `…:SSL routines::tlsv13 alert certificate required, errno 0`.
    static func alert(in message: String) -> String? {
        guard message.contains("SSL routines"),
            let start = message.firstRange(of: " alert ")?.upperBound
        else { return nil }
        return String(message[start...].prefix { $0 != "," })
    }
}

extension CURLcode {
    /// Whether a connection stood and broke before the answer was complete.
    var meansBrokenConnection: Bool {
        [CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE].contains(self)
    }
}
