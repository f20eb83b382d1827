import COpenSSL

/// What is kept of a password: scrypt (RFC 7914) with its own salt and cost, so that the cost can
/// rise over the years and old hashes still verify.
public struct PasswordHash: Sendable, Hashable, CustomStringConvertible {
    /// How much work and memory one guess takes: 128 · 2^`logN` · `r` bytes.
    public struct Cost: Sendable, Hashable {
        /// The exponent of the work factor, 1 to 20.
        public let logN: Int
        /// The block size, 1 to 32.
        public let r: Int
        /// How often it is done, 1 to 16.
        public let p: Int

        /// 32 MiB and about a tenth of a second: for people who sign in.
        public static let standard = Cost(checked: (15, 8, 1))

        /// A cost; nil when a number is out of range or it would take more than 512 MiB.
        public init?(logN: Int, r: Int, p: Int) {
            guard (1...20).contains(logN), (1...32).contains(r), (1...16).contains(p),
                128 << logN * r <= 512 << 20
            else { return nil }
            self.init(checked: (logN, r, p))
        }

        private init(checked: (logN: Int, r: Int, p: Int)) {
            (logN, r, p) = checked
        }
    }

    /// The cost it was made with.
    public let cost: Cost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// A hash of `password` with a new random salt. Throws `OpenSSLFailure` when memory is short.
    public static func make(password: String, cost: Cost = .standard) throws -> PasswordHash {
        let salt = SecureRandom.bytes(16)
        let hash = try derive(password: password, salt: salt, cost: cost, count: 32)
        return PasswordHash(cost: cost, salt: salt, hash: hash)
    }

    /// Whether `password` is the one it was made of; false, too, when memory is short.
    /// It takes as long as making one.
    public func verifies(_ password: String) -> Bool {
        // Nobody is let in when the hash cannot be computed.
        guard
            let computed = try? Self.derive(
                password: password, salt: salt, cost: cost, count: hash.count)
        else { return false }
        return unsafe CRYPTO_memcmp(computed, hash, hash.count) == 0
    }

    /// scrypt as such: `count` bytes from password and salt. Throws `OpenSSLFailure`.
    package static func derive(
        password: String, salt: [UInt8], cost: Cost, count: Int
    ) throws -> [UInt8] {
        let bytes = Array(password.utf8)
        var output = [UInt8](repeating: 0, count: count)
        // Twice what is needed: OpenSSL's own limit of 32 MiB would refuse the standard cost.
        let memory = UInt64(256 << cost.logN * cost.r + (1 << 20) * cost.p)
        let result = unsafe bytes.withUnsafeBytes { password in
            unsafe EVP_PBE_scrypt(
                password.baseAddress?.assumingMemoryBound(to: CChar.self), password.count,
                salt, salt.count, UInt64(1) << UInt64(cost.logN), UInt64(cost.r), UInt64(cost.p),
                memory, &output, output.count)
        }
        try need(result, "compute a password hash")
        return output
    }
}

extension PasswordHash {
    /// `$scrypt$ln=15,r=8,p=1$salt$hash`, salt and hash in base 64 without padding.
    public var description: String {
        "$scrypt$ln=\(cost.logN),r=\(cost.r),p=\(cost.p)$\(Base64.text(of: salt))"
            + "$\(Base64.text(of: hash))"
    }

    /// The hash that `description` wrote; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        let numbers = parts[2].split(separator: ",", omittingEmptySubsequences: false)
        guard numbers.count == 3,
            let logN = Self.number(numbers[0], after: "ln="),
            let r = Self.number(numbers[1], after: "r="),
            let p = Self.number(numbers[2], after: "p="),
            let cost = Cost(logN: logN, r: r, p: p),
            let salt = Base64.bytes(of: parts[3]), (8...64).contains(salt.count),
            let hash = Base64.bytes(of: parts[4]), (16...64).contains(hash.count)
        else { return nil }
        self.init(cost: cost, salt: salt, hash: hash)
    }

    private static func number(_ text: Substring, after prefix: String) -> Int? {
        guard text.hasPrefix(prefix) else { return nil }
        return Int(text.dropFirst(prefix.count))
    }
}
