public import ChangeLog
import Registry
import Storage
import Trust

/// One round with the upstream: hello, push what it lacks, take what it says.
///
/// A machine without I/O: ask `next` for a request, send it, and give the answer to `take`.
public final class SyncRound {
    private let journal: Journal
    private let frameBytes: Int
    private var step = Step.hello
    private var pushed = Reflects()
    private var scanFrom: Int64 = 0
    private var forked: Set<String> = []
    private var sendTips = false
    private var pending: (last: Int64, isLast: Bool) = (0, false)
    /// What the round moved so far.
    public private(set) var summary = Summary()

    /// What a round moved.
    public struct Summary: Sendable, Equatable {
        public var pushedChangesets = 0
        public var pushedBytes = 0
        public var receivedRecords = 0
        public var goneRecords = 0
        public var receivedBytes = 0
        /// The upstream's clock minus ours, in milliseconds.
        public var clockOffset: Int64 = 0
        public var upstream = ""
        /// Origins of which two different logs exist.
        public var forked: [String] = []
        public var isRestart = false
    }

    /// A request to send to the upstream.
    public struct Request: Sendable {
        public var call: SyncServer.Call
        public var body: [UInt8]
    }

    private enum Step {
        case hello, push, feed, done
    }

    /// - Parameter frameBytes: how many bytes of changesets a frame may have.
    public init(_ journal: Journal, frameBytes: Int = PushFrame.maximumBytes) {
        self.journal = journal
        self.frameBytes = frameBytes
    }

    /// The next request, or nil when the round is over.
    public func next() throws -> Request? {
        switch step {
        case .hello: return try hello()
        case .push:
            if let request = try push() { return request }
            step = .feed
            return try feed()
        case .feed: return try feed()
        case .done: return nil
        }
    }

    /// Takes the upstream's answer to the last request.
    ///
    /// - Throws: `SyncRefusal.malformed`, `StoreError`; the round is then over.
    public func take(_ answer: [UInt8]) throws {
        do {
            switch step {
            case .hello: try takeHello(HelloAnswer(bytes: answer))
            case .push: try takePush(PushAnswer(bytes: answer))
            case .feed:
                guard let bytes = Compression.decompress(answer) else {
                    throw SyncRefusal.malformed("the page cannot be decompressed.")
                }
                summary.receivedBytes += answer.count
                try takePage(Page(WireReader(bytes)))
            case .done: break
            }
        } catch let error as WireReader.Malformed {
            step = .done
            throw SyncRefusal.malformed(error.description)
        }
    }

    /// Takes a refusal; true when the round can go on after it.
    public func take(_ refusal: SyncRefusal) -> Bool {
        if refusal == .tipsNeeded, step == .feed, !sendTips {
            sendTips = true
            return true
        }
        step = .done
        return false
    }

    // MARK: Hello

    private func hello() throws -> Request {
        let tips = try journal.write { session in
            try session.signOwnTip()
            return try session.view.tips()
        }
        return Request(
            call: .hello,
            body: Hello(
                node: journal.identity.name, protocolVersion: Hello.protocolVersion,
                dictionary: journal.dictionary.version, clock: journal.clock.milliseconds,
                tipsDigest: Tip.digest(of: tips)
            ).bytes)
    }

    private func takeHello(_ answer: HelloAnswer) throws {
        let now = journal.clock.milliseconds
        summary.upstream = answer.hello.node
        summary.clockOffset = Int64(bitPattern: answer.hello.clock &- now)
        try journal.store.write { transaction in
            try Peers.note(
                answer.hello.node, in: transaction, lastContact: now,
                clockOffset: summary.clockOffset)
        }
        guard answer.hello.protocolVersion <= Hello.protocolVersion else {
            step = .done
            throw SyncRefusal.upgradeFirst(
                theirs: answer.hello.protocolVersion, ours: Hello.protocolVersion)
        }
        if answer.isSame {
            step = .feed
            return
        }
        try journal.read { view in
            for tip in answer.tips {
                let own = try view.entryDigest(tip.branch, tip.sequence)
                if let own, own != tip.digest { forked.insert(tip.branch.origin) }
                pushed.cover(tip.branch, through: tip.sequence)
            }
            scanFrom = try PushBuilder.start(view, lackingBehind: pushed)
        }
        summary.forked = forked.sorted()
        step = .push
    }

    // MARK: Push

    private func push() throws -> Request? {
        let built = try journal.read { view in
            try PushBuilder.frame(
                view, after: scanFrom, lacking: pushed, except: forked, atMost: frameBytes)
        }
        guard var built else { return nil }
        try signEnd(&built)
        pending = (built.last, built.isLast)
        let body = Compression.compress(built.frame.bytes)
        summary.pushedBytes += body.count
        summary.pushedChangesets += built.frame.entries.count
        return Request(call: .push, body: body)
    }

    /// Signs the end of a frame that stops before the tip: what is signed can be merged above
    /// without waiting for the rest.
    private func signEnd(_ built: inout PushBuilder.Built) throws {
        for (branch, last) in built.ends where branch.origin == journal.identity.name {
            let isSigned = built.frame.signatures.contains {
                $0.branch == branch && $0.sequence == last
            }
            guard !isSigned else { continue }
            let signature = try journal.write { try $0.sign(branch, through: last) }
            built.frame.signatures.append(
                PushFrame.Signature(branch: branch, sequence: last, signature: signature))
        }
    }

    private func takePush(_ answer: PushAnswer) throws {
        forked.formUnion(answer.forked)
        summary.forked = forked.sorted()
        if !answer.receipts.isEmpty {
            try journal.write { session in
                for receipt in answer.receipts { try session.keep(receipt) }
            }
        }
        for tip in answer.tips { pushed.cover(tip.branch, through: tip.sequence) }
        scanFrom = pending.last
        if pending.isLast { step = .feed }
    }

    // MARK: Feed

    private func feed() throws -> Request {
        let (cursor, tips, isRestarting) = try journal.write { session in
            (try session.cursor(), try session.view.tips(), try session.isRestarting)
        }
        return Request(
            call: .feed,
            body: FeedRequest(
                cursor: cursor, tipsDigest: Tip.digest(of: tips), tips: sendTips ? tips : [],
                isComplete: forked.isEmpty, isRestarting: isRestarting
            ).bytes)
    }

    private func takePage(_ page: Page) throws {
        let outcome = try journal.write { try $0.apply(page) }
        guard case .applied(let records, let gone) = outcome else {
            step = .done
            return
        }
        summary.receivedRecords += records
        summary.goneRecords += gone
        summary.isRestart = summary.isRestart || page.isRestart
        if page.isLast { step = .done }
    }
}
