import ChangeLog
import Sync
import Testing
import Trust

@Suite struct MessageTests {
    static let branch = Branch(origin: "IQ-BG", incarnation: .max)
    static let tip = Tip(branch: branch, sequence: 9, digest: sha256([1]))
    static let receipt = Receipt(
        branch: branch, first: 2, last: 9, digest: sha256([1]), receiver: "H",
        received: 1_700_000_000_000, signature: [1, 2, 3])
    static let hello = {
        var hello = Hello(
            node: "IQ-BG", protocolVersion: 1, dictionary: 1, clock: 1_700_000_000_000,
            tipsDigest: sha256([]))
        hello.lastBackup = 1_690_000_000_000
        hello.setAsideDigest = sha256([6])
        hello.freeDisk = 1 << 40
        return hello
    }()
    static let frame = PushFrame(
        entries: [[1, 2, 3], [4], [UInt8](repeating: 7, count: 300)],
        signatures: [PushFrame.Signature(branch: branch, sequence: 9, signature: [9, 8])],
        receipts: [receipt])

    @Test func `messages are read back from their own bytes`() throws {
        let hello = try Hello(bytes: Self.hello.bytes)
        #expect(hello == Self.hello)
        let answer = HelloAnswer(hello: Self.hello, isSame: false, tips: [Self.tip, Self.tip])
        let readAnswer = try HelloAnswer(bytes: answer.bytes)
        #expect(readAnswer == answer)
        var brief = answer
        brief.setAside = nil
        #expect(try HelloAnswer(bytes: brief.bytes) == brief)
        let frame = try PushFrame(bytes: Self.frame.bytes)
        #expect(frame == Self.frame)
        let taken = PushAnswer(
            outcome: .gap, tips: [Self.tip], receipts: [Self.receipt], forked: ["IQ-BA"],
            merged: 3)
        let readTaken = try PushAnswer(bytes: taken.bytes)
        #expect(readTaken == taken)
        let request = FeedRequest(
            cursor: Cursor(position: 7, chain: sha256([4])), tipsDigest: sha256([5]),
            tips: [Self.tip], isComplete: true)
        let readRequest = try FeedRequest(bytes: request.bytes)
        #expect(readRequest == request)
        let pull = PullRequest(tips: [Self.tip], forked: [Self.branch], after: 12)
        #expect(try PullRequest(bytes: pull.bytes) == pull)
        let back = PullAnswer(frame: Self.frame, last: 14)
        #expect(try PullAnswer(bytes: back.bytes) == back)
    }

    @Test func `a full disk is told, and what an older version leaves out is not known`() throws {
        var hello = Self.hello
        hello.freeDisk = 0
        #expect(try Hello(bytes: hello.bytes).freeDisk == 1)
        hello.freeDisk = nil
        #expect(try Hello(bytes: hello.bytes).freeDisk == nil)
    }

    @Test func `a frame is refused whole at every cut and every flipped byte of its entries`() {
        let bytes = Self.frame.bytes
        for count in 0..<bytes.count {
            #expect(throws: WireReader.Malformed.self, "cut at \(count)") {
                try PushFrame(bytes: Array(bytes.prefix(count)))
            }
        }
        for index in 0..<310 where index != 0 {
            var damaged = bytes
            damaged[index] ^= 0x04
            let read = try? PushFrame(bytes: damaged)  // refused: also good
            #expect(read != Self.frame)
            #expect(read == nil || read?.entries == Self.frame.entries)
        }
    }

    @Test func `a compressed frame is read back, and no cut of it is`() {
        let bytes = Self.frame.bytes
        let packed = Compression.compress(bytes)
        #expect(Compression.decompress(packed) == bytes)
        for count in 0..<packed.count {
            #expect(Compression.decompress(Array(packed.prefix(count))) == nil, "cut at \(count)")
        }
    }

    @Test func `a number beyond all sense is read as a number, not as a negative one`() throws {
        var hello = Self.hello
        hello.protocolVersion = 0
        var writer = WireWriter()
        writer.number(2, 1 << 63)
        let read = try Hello(bytes: hello.bytes + writer.bytes)
        #expect(read.protocolVersion >= 0)
        #expect(try Hello(bytes: read.bytes) == read)
    }

    @Test(arguments: [[], [0], [UInt8](repeating: 0xFF, count: 40)] as [[UInt8]])
    func `what is no compressed frame is refused`(bytes: [UInt8]) {
        #expect(Compression.decompress(bytes) == nil)
    }

    @Test(arguments: [
        (SyncRefusal.unknownNode("x"), 403), (.revoked("x"), 403), (.foreignOrigin("x"), 403),
        (.upgradeFirst(theirs: 2, ours: 1), 426), (.malformed("x"), 400),
        (.wrongUpstream(expected: "x", found: "y"), 403),
        (.badSignature("x"), 400), (.tipsNeeded, 409), (.busy, 503), (.diskFull, 507),
    ])
    func `every refusal has a code, a status and a sentence`(refusal: SyncRefusal, status: Int) {
        #expect(refusal.status == status)
        #expect(!refusal.code.isEmpty)
        #expect(refusal.description.hasSuffix(".") || refusal.description.hasSuffix("x"))
    }
}
