import Testing
import Trust

@Suite struct KeyTests {
    let message = Array("tip of the log".utf8)

    @Test func `a signature verifies with the public half`() throws {
        let key = try SigningKey.generate()
        let signature = try key.sign(message)
        #expect(key.publicKey.verifies(signature, of: message))
        #expect(key.publicKey.verifies(try key.sign([]), of: []))
    }

    @Test func `one changed bit of message or signature is refused`() throws {
        let key = try SigningKey.generate()
        let signature = try key.sign(message)
        for place in message.indices {
            var changed = message
            changed[place] ^= 1
            #expect(!key.publicKey.verifies(signature, of: changed))
        }
        for place in signature.indices {
            var changed = signature
            changed[place] ^= 1
            #expect(!key.publicKey.verifies(changed, of: message))
        }
    }

    @Test func `what is no signature is refused`() throws {
        let key = try SigningKey.generate()
        let other = try SigningKey.generate()
        #expect(!key.publicKey.verifies([], of: message))
        #expect(!key.publicKey.verifies([0x30, 0x00], of: message))
        #expect(!key.publicKey.verifies(try other.sign(message), of: message))
        #expect(!key.publicKey.verifies(try key.sign(message) + [0], of: message))
    }

    @Test func `a refused signature is not the cause of a later failure`() throws {
        let key = try SigningKey.generate()
        #expect(!key.publicKey.verifies([0x30, 0x03, 0x02, 0x01, 0x01], of: message))
        let failure = #expect(throws: OpenSSLFailure.self) { try SigningKey(pem: "nothing") }
        #expect(failure?.reasons.count == 1, "\(String(describing: failure))")
    }

    @Test func `keys survive the way through their text`() throws {
        let key = try SigningKey.generate()
        let read = try SigningKey(pem: key.pem)
        #expect(read.publicKey == key.publicKey)
        #expect(read.pem == key.pem)
        #expect(key.publicKey.verifies(try read.sign(message), of: message))
        let verifying = try VerifyingKey(bytes: key.publicKey.bytes)
        #expect(verifying.verifies(try key.sign(message), of: message))
        #expect(verifying.bytes.count == 91)
    }

    @Test func `a public key has one spelling`() throws {
        let bytes = try SigningKey.generate().publicKey.bytes
        #expect(throws: OpenSSLFailure.self) { try VerifyingKey(bytes: []) }
        #expect(throws: OpenSSLFailure.self) { try VerifyingKey(bytes: bytes + [0]) }
        #expect(throws: OpenSSLFailure.self) { try VerifyingKey(bytes: Array(bytes.dropLast())) }
    }

    /// An Ed25519 key of RFC 8410, 10.3, and a P-384 key's public half.
    @Test func `keys of other kinds are refused`() throws {
        let ed25519 = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----

            """
        let failure = #expect(throws: OpenSSLFailure.self) { try SigningKey(pem: ed25519) }
        #expect(failure?.reasons == ["it is not a P-256 key"])
        #expect(throws: OpenSSLFailure.self) { try TLSKey(pem: ed25519) }
    }

    @Test func `a text of a megabyte is not read as a key`() {
        let text = String(repeating: "A", count: 1 << 20)
        #expect(throws: OpenSSLFailure.self) { try SigningKey(pem: text) }
    }
}
