import Testing
import Trust

@Suite struct SealingTests {
    private let text = Array("a decision of the hub".utf8)

    @Test func `what was sealed opens with the same key under the same name only`() throws {
        let node = try SigningKey.generate()
        let key = SealingKey(of: node)
        let sealed = try key.seal(text, name: [1])
        #expect(try SealingKey(of: SigningKey(pem: node.pem)).open(sealed, name: [1]) == text)
        #expect(try key.open(sealed, name: [2]) == nil)
        #expect(try SealingKey(of: SigningKey.generate()).open(sealed, name: [1]) == nil)
        #expect(try key.seal(text, name: [1]) == sealed)
        #expect(try key.seal(text, name: [2]) != sealed)
    }

    @Test func `what was changed or cut does not open`() throws {
        let key = SealingKey(of: try SigningKey.generate())
        let sealed = try key.seal(text, name: [1])
        for index in sealed.indices {
            var damaged = sealed
            damaged[index] ^= 1
            #expect(try key.open(damaged, name: [1]) == nil)
            #expect(try key.open(Array(sealed.prefix(index)), name: [1]) == nil)
        }
        #expect(try key.open(try key.seal([], name: [1]), name: [1]) == [])
    }
}
