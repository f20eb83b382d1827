import CZstd

/// Frames travel compressed (Zstandard, RFC 8878).
public enum Compression {
    /// The most bytes that a frame may have when it is opened.
    public static let maximumBytes = 32 << 20

    /// The compressed form.
    public static func compress(_ bytes: [UInt8]) -> [UInt8] {
        let bound = ZSTD_compressBound(bytes.count)
        return unsafe [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            let written = unsafe bytes.withUnsafeBytes { source in
                unsafe ZSTD_compress(
                    buffer.baseAddress, bound, source.baseAddress, source.count, 3)
            }
            precondition(ZSTD_isError(written) == 0, "Zstandard refuses a buffer of its own size.")
            count = written
        }
    }

    /// The bytes of a compressed frame, or nil when it is damaged, or larger than any frame may be.
    public static func decompress(_ bytes: [UInt8]) -> [UInt8]? {
        let size = unsafe bytes.withUnsafeBytes {
            unsafe ZSTD_getFrameContentSize($0.baseAddress, $0.count)
        }
        guard size != czstd_content_size_error(), size != czstd_content_size_unknown(),
            size <= UInt64(maximumBytes)
        else { return nil }
        var failed = false
        let result = unsafe [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
            let written = unsafe bytes.withUnsafeBytes { source in
                unsafe ZSTD_decompress(
                    buffer.baseAddress, Int(size), source.baseAddress, source.count)
            }
            failed = ZSTD_isError(written) != 0 || written != Int(size)
            count = failed ? 0 : written
        }
        return failed ? nil : result
    }
}
