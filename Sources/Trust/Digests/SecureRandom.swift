import COpenSSL

/// Random bytes that nobody can foretell: keys, salts, tokens, incarnations, serial numbers.
public enum SecureRandom {
    /// `count` random bytes (0 or more).
    public static func bytes(_ count: Int) -> [UInt8] {
        precondition(count >= 0, "a count of random bytes is not negative")
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe bytes.withUnsafeMutableBytes { unsafe fill($0) }
        return bytes
    }

    /// 64 random bits.
    public static func word() -> UInt64 {
        var word: UInt64 = 0
        unsafe withUnsafeMutableBytes(of: &word) { unsafe fill($0) }
        return word
    }

    /// Overwrites `buffer` with random bytes.
    ///
    /// Without randomness nothing here is safe, so a machine that has none stops the process.
    public static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        guard let base = buffer.baseAddress else { return }
        precondition(buffer.count <= Int(Int32.max), "at most 2 GiB of random bytes at once")
        let result = unsafe RAND_bytes(
            base.assumingMemoryBound(to: UInt8.self), Int32(buffer.count))
        precondition(result == 1, "OpenSSL has no randomness")
    }
}
