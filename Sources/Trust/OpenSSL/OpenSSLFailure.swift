import COpenSSL

/// OpenSSL could not do what it was asked to. The text is OpenSSL's own, for whoever operates the
/// node; it never holds key material.
public struct OpenSSLFailure: Error, CustomStringConvertible {
    /// What was tried, as `read the private key`.
    public let operation: String

    /// What OpenSSL said, the first cause first; may be empty.
    public let reasons: [String]

    /// One sentence for messages.
    public var description: String {
        let cause = reasons.isEmpty ? "OpenSSL gives no reason" : reasons.joined(separator: "; ")
        return "could not \(operation): \(cause)"
    }

    /// Takes everything that waits in this thread's error queue. Call it right after the failure:
    /// what stays in the queue would turn up later as the cause of something else.
    static func drained(_ operation: String) -> OpenSSLFailure {
        var reasons: [String] = []
        while true {
            let code = ERR_get_error()
            guard code != 0 else { break }
            var buffer = [CChar](repeating: 0, count: 256)
            unsafe buffer.withUnsafeMutableBufferPointer {
                unsafe ERR_error_string_n(code, $0.baseAddress, $0.count)
            }
            let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            reasons.append(String(decoding: bytes, as: UTF8.self))
        }
        return OpenSSLFailure(operation: operation, reasons: reasons)
    }
}

/// The pointer that OpenSSL returned, or its reason why there is none.
func need<Pointer>(_ pointer: Pointer?, _ operation: String) throws -> Pointer {
    guard let pointer else { throw OpenSSLFailure.drained(operation) }
    return pointer
}

/// Checks that OpenSSL returned one, its word for success.
func need(_ result: Int32, _ operation: String) throws {
    guard result == 1 else { throw OpenSSLFailure.drained(operation) }
}
