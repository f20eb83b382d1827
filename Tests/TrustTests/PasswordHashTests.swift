import Testing
import Trust

@Suite struct PasswordHashTests {
    /// The vectors of RFC 7914, section 12, but the one that takes a gigabyte.
    @Test(arguments: [
        (
            "", "", 4, 1, 1,
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
        ),
        (
            "password", "NaCl", 10, 8, 16,
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        ),
        (
            "pleaseletmein", "SodiumChloride", 14, 8, 1,
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        ),
    ])
    func `scrypt gives what the standard says`(
        password: String, salt: String, logN: Int, r: Int, p: Int, hex: String
    ) throws {
        let cost = try #require(PasswordHash.Cost(logN: logN, r: r, p: p))
        let derived = try PasswordHash.derive(
            password: password, salt: Array(salt.utf8), cost: cost, count: 64)
        let text = derived.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(text == hex)
    }

    let cheap = PasswordHash.Cost(logN: 4, r: 8, p: 1)

    @Test(arguments: ["correct horse", "كلمة السر", "", "a\u{0}b"])
    func `a password verifies after the way through text, another one does not`(
        password: String
    ) throws {
        let hash = try PasswordHash.make(password: password, cost: #require(cheap))
        let read = try #require(PasswordHash(hash.description))
        #expect(read == hash)
        #expect(read.verifies(password))
        #expect(!read.verifies(password + "x"))
        #expect(!read.verifies("a"))
    }

    @Test func `the same password has another hash each time`() throws {
        let cost = try #require(cheap)
        let first = try PasswordHash.make(password: "x", cost: cost)
        let second = try PasswordHash.make(password: "x", cost: cost)
        #expect(first != second)
    }

    @Test func `the standard cost fits into the memory that it is given`() throws {
        let hash = try PasswordHash.make(password: "x")
        #expect(hash.description.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(hash.verifies("x"))
    }

    @Test(arguments: [
        "", "x", "$scrypt$ln=15,r=8,p=1$",
        "$argon2$ln=4,r=8,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=40,r=8,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=20,r=32,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAA$AAAA",
        "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAA!",
        "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAB",
        "$scrypt$ln=4,r=8$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    ])
    func `a text that is no hash, or one of ruinous cost, is refused`(text: String) {
        #expect(PasswordHash(text) == nil)
    }
}
