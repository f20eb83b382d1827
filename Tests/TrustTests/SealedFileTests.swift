import Foundation
import Testing
import Trust

/// What a stick between two nodes rests on.
@Suite struct SealedFileTests {
    private let folder: TemporaryFolder
    private let sender: SigningKey
    private let receiver: SigningKey

    init() throws {
        folder = try TemporaryFolder()
        sender = try .generate()
        receiver = try .generate()
    }

    private var plain: String { folder.path + "/plain" }
    private var cipher: String { folder.path + "/cipher" }
    private var opened: String { folder.path + "/opened" }

    private func seal(_ count: Int) throws -> (FileEnvelope, Data) {
        let data = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try data.write(to: URL(fileURLWithPath: plain))
        return (try FileEnvelope(sealing: plain, to: cipher, for: receiver.publicKey), data)
    }

    @Test(arguments: [0, 1, 100_000])
    func `a file is opened by the one it was sealed for`(count: Int) throws {
        let (envelope, data) = try seal(count)
        try envelope.open(cipher, from: 0, to: opened, with: receiver)
        #expect(try Data(contentsOf: URL(fileURLWithPath: opened)) == data)
        #expect(throws: FileEnvelope.Failure.cannotBeOpened) {
            try envelope.open(cipher, from: 0, to: opened, with: sender)
        }
    }

    @Test(arguments: [0, 50_000, 99_999])
    func `a changed byte of a sealed file is noticed`(place: Int) throws {
        let (envelope, _) = try seal(100_000)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: cipher))
        bytes[place] ^= 1
        try bytes.write(to: URL(fileURLWithPath: cipher))
        #expect(throws: FileEnvelope.Failure.cannotBeOpened) {
            try envelope.open(cipher, from: 0, to: opened, with: receiver)
        }
    }

    @Test func `a signed message is its signer's, whole and unchanged`() throws {
        let message = try SignedMessage(signing: Array("fourteen families".utf8), with: sender)
        #expect(message.unverifiedContent() == Array("fourteen families".utf8))
        #expect(message.isSigned(by: sender.publicKey))
        #expect(!message.isSigned(by: receiver.publicKey))
        for index in stride(from: 0, to: message.der.count, by: 7) {
            var changed = message.der
            changed[index] ^= 1
            let other = SignedMessage(der: changed)
            // Some bytes name algorithms in more than one way; the content never changes.
            if other.isSigned(by: sender.publicKey) {
                #expect(other.unverifiedContent() == message.unverifiedContent())
            }
        }
        #expect(SignedMessage(der: [1, 2, 3]).unverifiedContent() == nil)
    }
}
