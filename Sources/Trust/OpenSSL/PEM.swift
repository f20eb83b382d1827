import COpenSSL

/// Text of the form `-----BEGIN …-----` in and out of OpenSSL.
enum PEM {
    /// More than any key, request or certificate of ours; a stranger's text is not read further.
    static let maximumBytes = 64 * 1024

    /// Calls `body` with a BIO that reads `text`.
    static func reading<Result>(
        _ text: String, _ operation: String, _ body: (OpaquePointer) throws -> Result
    ) throws -> Result {
        let bytes = Array(text.utf8)
        guard bytes.count <= maximumBytes else {
            throw OpenSSLFailure(
                operation: operation, reasons: ["the text is longer than \(maximumBytes) bytes"])
        }
        return try unsafe bytes.withUnsafeBytes { buffer in
            let bio = try unsafe need(
                BIO_new_mem_buf(buffer.baseAddress, Int32(buffer.count)), operation)
            defer { unsafe BIO_free(bio) }
            return try unsafe body(bio)
        }
    }

    /// The text that `body` writes into the BIO it is given; it returns OpenSSL's result.
    static func writing(
        _ operation: String, _ body: (OpaquePointer) -> Int32
    ) throws -> String {
        let bio = try unsafe need(BIO_new(BIO_s_mem()), operation)
        defer { unsafe BIO_free(bio) }
        try unsafe need(body(bio), operation)
        var start: UnsafeMutablePointer<CChar>?
        let count = unsafe shabaka_memory_bio_contents(bio, &start)
        let contents = unsafe UnsafeRawBufferPointer(start: start, count: count)
        return unsafe String(decoding: contents, as: UTF8.self)
    }
}

/// The DER bytes that one of OpenSSL's `i2d_` functions writes.
///
/// `encode` is called twice: without a place to learn the length, and with one.
func derBytes(
    _ operation: String,
    _ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32
) throws -> [UInt8] {
    let count = encode(nil)
    guard count > 0 else { throw OpenSSLFailure.drained(operation) }
    var bytes = [UInt8](repeating: 0, count: Int(count))
    let written = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
        var place = buffer.baseAddress
        return unsafe encode(&place)
    }
    guard written == count else { throw OpenSSLFailure.drained(operation) }
    return bytes
}
