import Testing
import Trust

@Suite struct DigestTests {
    /// Vectors of NIST FIPS 180-4 (abc, 448 bits, 896 bits) and of the empty text.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
    ])
    func `SHA-256 gives the digests of the standard`(text: String, hex: String) {
        #expect(sha256(Array(text.utf8)).hex == hex)
    }

    @Test func `a million letters in pieces have the digest of the standard`() {
        var hasher = SHA256Hasher()
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 1000)
        for _ in 0..<1000 { hasher.update(piece) }
        #expect(
            hasher.finish().hex
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `one hasher serves many digests`() {
        var hasher = SHA256Hasher()
        for text in ["one", "", "two", "one"] {
            hasher.update(Array(text.utf8))
            #expect(hasher.finish() == sha256(Array(text.utf8)))
        }
    }

    @Test func `numbers and digests are hashed as their bytes, most significant first`() {
        let digest = sha256([1, 2, 3])
        var hasher = SHA256Hasher()
        hasher.update(0x0102_0304_0506_0708 as UInt64)
        hasher.update(digest)
        hasher.update([9, 10, 11, 12][1...2])
        #expect(hasher.finish() == sha256([1, 2, 3, 4, 5, 6, 7, 8] + digest.bytes + [10, 11]))
    }

    @Test func `a digest survives the way through bytes and through text`() throws {
        let digest = sha256([7])
        #expect(Digest(bytes: digest.bytes) == digest)
        #expect(Digest(bytes: digest.bytes[...]) == digest)
        #expect(Digest(hex: digest.hex) == digest)
        #expect(Digest(hex: digest.hex.uppercased()) == digest)
        var buffer: [UInt8] = [1]
        digest.append(to: &buffer)
        #expect(buffer == [1] + digest.bytes)
        let first = digest.bytes.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        #expect(digest.firstWord == first)
    }

    @Test(arguments: [0, 31, 33, 64])
    func `only 32 bytes are a digest`(count: Int) {
        #expect(Digest(bytes: [UInt8](repeating: 1, count: count)) == nil)
        #expect(Digest(hex: String(repeating: "ab", count: count)) == nil)
    }

    @Test func `foreign characters are no digest`() {
        #expect(Digest(hex: String(repeating: "0", count: 62) + "0g") == nil)
        #expect(Digest(hex: String(repeating: "0", count: 63)) == nil)
    }

    @Test(arguments: 0..<32)
    func `digests are ordered as their bytes are`(place: Int) throws {
        var bytes = [UInt8](repeating: 0x80, count: 32)
        let middle = try #require(Digest(bytes: bytes))
        bytes[place] = 0x81
        let larger = try #require(Digest(bytes: bytes))
        bytes[place] = 0x7F
        let smaller = try #require(Digest(bytes: bytes))
        #expect(smaller < middle && middle < larger && !(larger < smaller))
        #expect(Digest.zero < smaller)
    }

    @Test func `random bytes do not repeat`() {
        #expect(SecureRandom.bytes(0).isEmpty)
        #expect(Set((0..<1000).map { _ in SecureRandom.bytes(16) }).count == 1000)
        #expect(Set((0..<1000).map { _ in SecureRandom.word() }).count == 1000)
    }
}
