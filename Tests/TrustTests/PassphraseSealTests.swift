import Testing
import Trust

@Suite struct PassphraseSealTests {
    private let cheap = PasswordHash.Cost(logN: 4, r: 1, p: 1) ?? .standard
    private let passphrase = "a long enough passphrase"

    @Test(arguments: [0, 1, 1000])
    func `what was sealed opens with its passphrase only`(count: Int) throws {
        let bytes = [UInt8](repeating: 7, count: count)
        let sealed = try PassphraseSeal.seal(bytes, passphrase: passphrase, cost: cheap)
        #expect(try PassphraseSeal.open(sealed, passphrase: passphrase) == bytes)
        #expect(throws: PassphraseSeal.Failure.wrongPassphrase) {
            try PassphraseSeal.open(sealed, passphrase: "another passphrase")
        }
    }

    @Test func `a change of any byte is noticed`() throws {
        let sealed = try PassphraseSeal.seal([1, 2, 3], passphrase: passphrase, cost: cheap)
        for index in sealed.indices where !(14...15).contains(index) {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: (any Error).self) {
                try PassphraseSeal.open(changed, passphrase: passphrase)
            }
        }
        #expect(throws: PassphraseSeal.Failure.notSealed) {
            try PassphraseSeal.open(Array(sealed.prefix(20)), passphrase: passphrase)
        }
    }

    @Test func `a short passphrase is refused`() throws {
        #expect(throws: PassphraseSeal.Failure.tooShort) {
            try PassphraseSeal.seal([1], passphrase: "short")
        }
    }
}
