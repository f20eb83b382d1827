public import ChangeLog
import Registry
import Storage
import Trust

/// One round with the upstream: hello, push what it lacks, take what it says.
///
/// A machine without I/O: ask `next` for a request, send it, and give the answer to `take`.
public final class SyncRound {
    private let journal: Journal
    private let upstream: String?
    private let frameBytes: Int
    private let freeDisk: UInt64?
    private var step = Step.hello
    private var pushed = Reflects()
    private var scanFrom: Int64 = 0
    private var forked: Set<String> = []
    private var sendTips = false
    private var pushIsNeeded = false
    /// Branches of which the upstream may hold another log.
    private var suspects: [Hello.Probe] = []
    private var afterPull = Step.done
    /// How far in the upstream's journal this round looked for what this node lost.
    private var pulledThrough: Int64 = 0
    private var hasRegained = false
    /// One digest over what the upstream holds of this node's subtree.
    private var upstreamTips = Digest.zero
    private var afterProbe = Step.done
    /// How far the upstream holds what this node keeps sealed.
    private var upstreamWitness = Reflects()
    private var given: Reflects?
    private var pending: (last: Int64, isLast: Bool) = (0, false)
    /// What the round moved so far.
    public private(set) var summary = Summary()

    /// What a round moved.
    public struct Summary: Sendable, Equatable {
        public var pushedChangesets = 0
        public var pushedBytes = 0
        /// Changesets that the upstream had lost in a restore and took back.
        public var returnedChangesets = 0
        /// Changesets of this node's subtree that it had lost in a restore and got back.
        public var regainedChangesets = 0
        /// What the upstream's journal looks like beside what was remembered of it.
        /// nil when the upstream did not say.
        public var upstreamHistory: UpstreamHistory?
        public var receivedRecords = 0
        public var goneRecords = 0
        /// Sealed changesets of the tiers above that came to be kept for them.
        public var receivedWitness = 0
        public var receivedBytes = 0
        /// The upstream's clock minus ours, in milliseconds.
        public var clockOffset: Int64 = 0
        public var upstream = ""
        /// Origins of which two different logs exist.
        public var forked: [String] = []
        /// Changesets that this node wrote again since somebody else wrote under its name.
        public var reissued = 0
        /// What of this node's subtree the upstream set aside, and why.
        public var setAside: [SetAside] = []
        /// Whether that was not known here.
        public var heardOfSetAside = false
        public var isRestart = false
    }

    /// A request to send to the upstream.
    public struct Request: Sendable {
        public var call: SyncServer.Call
        public var body: [UInt8]
    }

    private enum Step {
        case hello, probe, pull, giveBack, push, feed, done
    }

    /// - Parameters:
    ///   - upstream: who must answer; nil for whoever does.
    ///   - frameBytes: how many bytes of changesets a frame may have.
    ///   - freeDisk: how much room the registry's disk has, in bytes, for the upstream's operators.
    public init(
        _ journal: Journal, upstream: String? = nil, frameBytes: Int = PushFrame.maximumBytes,
        freeDisk: UInt64? = nil
    ) {
        self.journal = journal
        self.upstream = upstream
        self.frameBytes = frameBytes
        self.freeDisk = freeDisk
    }

    /// The next request, or nil when the round is over.
    public func next() throws -> Request? {
        switch step {
        case .hello: return try hello()
        case .probe:
            if let probe = suspects.last { return try hello(probe: probe) }
            step = afterProbe
            return try next()
        case .pull: return try pull()
        case .giveBack:
            if let request = try giveBack() { return request }
            step = pushIsNeeded ? .push : .feed
            return try next()
        case .push:
            if let request = try push() { return request }
            endPush()
            return try next()
        case .feed: return try feed()
        case .done: return nil
        }
    }

    /// Takes the upstream's answer to the last request.
    ///
    /// - Throws: `SyncRefusal.malformed`, `.wrongUpstream`, `.upgradeFirst`, `StoreError`; the
    ///   round is then over.
    public func take(_ answer: [UInt8]) throws {
        do {
            switch step {
            case .hello: try takeHello(HelloAnswer(bytes: answer))
            case .probe: try takeProbe(HelloAnswer(bytes: answer))
            case .pull:
                guard let bytes = Compression.decompress(answer) else {
                    throw SyncRefusal.malformed("the frame cannot be decompressed.")
                }
                try takeBack(PullAnswer(bytes: bytes))
            case .giveBack:
                let answer = try PushAnswer(bytes: answer)
                summary.returnedChangesets += answer.returned
                if let given { upstreamWitness.formUnion(given) }
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

    private func hello(probe: Hello.Probe? = nil) throws -> Request {
        let hello = try journal.write { session in
            try session.signOwnTip()
            var hello = Hello(
                node: journal.identity.name, protocolVersion: Hello.protocolVersion,
                dictionary: journal.dictionary.version, clock: journal.clock.milliseconds,
                tipsDigest: Tip.digest(of: try session.tips()))
            hello.witnessDigest = try session.view.witnessHeld().digest
            hello.probe = probe
            hello.lastBackup = try session.view.lastBackup()?.madeAt
            hello.setAsideDigest = SetAside.digest(of: try session.view.notices())
            hello.freeDisk = freeDisk
            hello.remembered = try session.rememberedCheckpoint()?.position ?? 0
            return hello
        }
        return Request(call: .hello, body: hello.bytes)
    }

    private func takeHello(_ answer: HelloAnswer) throws {
        if let upstream, answer.hello.node != upstream {
            step = .done
            throw SyncRefusal.wrongUpstream(expected: upstream, found: answer.hello.node)
        }
        let now = journal.clock.milliseconds
        summary.upstream = answer.hello.node
        summary.clockOffset = Int64(bitPattern: answer.hello.clock &- now)
        summary.upstreamHistory = try journal.write { session in
            try Peers.note(
                answer.hello.node, in: session.transaction, lastContact: now,
                clockOffset: summary.clockOffset, lastBackup: answer.hello.lastBackup)
            return try answer.checkpoint.flatMap {
                try session.remember($0, chain: answer.chainThere, at: answer.there)
            }
        }
        guard answer.hello.protocolVersion <= Hello.protocolVersion else {
            step = .done
            throw SyncRefusal.upgradeFirst(
                theirs: answer.hello.protocolVersion, ours: Hello.protocolVersion)
        }
        try note(answer)
        if let witness = answer.witness {
            upstreamWitness = witness
            sendTips = true
        }
        pushIsNeeded = !answer.isSame
        step = answer.witness != nil ? .giveBack : pushIsNeeded ? .push : .feed
        if answer.isSame { return }
        let isBehind = try journal.read { view in
            let held = try Reflects(view.tips())
            for tip in answer.tips {
                if try isSuspect(tip, view) {
                    suspects.append(try probe(tip.branch, view))
                }
                pushed.cover(tip.branch, through: tip.sequence)
            }
            scanFrom = try PushBuilder.start(view, lackingBehind: pushed)
            return try answer.tips.contains { tip in
                try (held.sequences[tip.branch] ?? 0) < tip.sequence && !view.isForked(tip.branch)
            }
        }
        if isBehind, answer.givesBack {
            upstreamTips = Tip.digest(of: answer.tips)
            let vain = try journal.write { try $0.state(Self.askedInVain) }
            if vain != upstreamTips.bytes {
                afterPull = step
                step = .pull
            }
        }
        if !suspects.isEmpty {
            afterProbe = step
            step = .probe
        }
    }

    // MARK: Forks

    /// Whether the upstream may hold another log of a branch than this node: it says so, or it holds
    /// more of what this node wrote or relayed than the node itself (a restore, or a clone).
    private func isSuspect(_ tip: Tip, _ view: RegistryView) throws -> Bool {
        if let own = try view.entryDigest(tip.branch, tip.sequence) { return own != tip.digest }
        return try view.mayHoldAnother(tip.branch)
    }

    /// Compares the upstream's log of a branch with ours. Where they part, ours loses its name from
    /// there on; what this node wrote itself it writes again in a new incarnation.
    private func takeProbe(_ answer: HelloAnswer) throws {
        guard let probe = suspects.popLast() else { return }
        let branch = probe.branch
        let (mine, start) = try journal.read { view in
            try (
                view.digests(
                    of: branch, from: probe.first, atMost: Hello.Probe.mostDigests
                ).digests,
                view.firstSequence(of: branch)
            )
        }
        let common = zip(mine, answer.digests).prefix { $0 == $1 }.count
        if common == 0, probe.first > start, !mine.isEmpty {
            // They part before the last receipt: somebody was restored since.
            suspects.append(Hello.Probe(branch: branch, first: start))
            return
        }
        var first: UInt64?
        if common < min(mine.count, answer.digests.count) { first = probe.first + UInt64(common) }
        if let known = answer.forkedFrom { first = min(first ?? known, known) }
        if first == nil, let tip = answer.tips.first(where: { $0.branch == branch }),
            tip.sequence < start
        {
            // Its log of this name ends before ours begins: it is another one.
            first = start
        }
        if first == nil, common == Hello.Probe.mostDigests {
            suspects.append(
                Hello.Probe(branch: branch, first: probe.first + UInt64(common)))
            return
        }
        guard let first else {
            // The upstream holds the same log, and more of it: after a restore that stays so, and
            // nobody needs to ask again. More of the present incarnation can only be a clone's.
            if common == mine.count { try journal.write { try $0.notePrefix(of: branch) } }
            return
        }
        summary.forked = Set(summary.forked + [branch.origin]).sorted()
        forked.insert(branch.origin)
        let isOwn = branch.origin == journal.identity.name
        let count = try journal.write { session in
            isOwn
                ? try session.recover(branch, from: first)
                : try session.disown(branch, from: first).count
        }
        if isOwn {
            summary.reissued += count
            // What was written again goes up with the next round, which begins anew.
            afterProbe = .done
        }
    }

    // MARK: What the upstream holds of ours

    /// Asks for what this node and those below it wrote and this node lost in a restore: while it
    /// stands above only, another restore would destroy it.
    private func pull() throws -> Request {
        let request = try journal.write { session in
            let tips = try session.tips()
            return PullRequest(
                tips: tips, forked: try session.view.forkedBranches(), after: pulledThrough)
        }
        return Request(call: .pull, body: request.bytes)
    }

    private func takeBack(_ answer: PullAnswer) throws {
        guard !answer.frame.entries.isEmpty, answer.last > pulledThrough else {
            if !hasRegained {
                // What is not given back today is not asked for again until there is more of it.
                try journal.write { try $0.setState(Self.askedInVain, upstreamTips.bytes) }
            }
            step = afterPull
            return
        }
        pulledThrough = answer.last
        let taken = try journal.write { try FrameIntake.takeBack(answer.frame, in: $0) }
        summary.regainedChangesets += taken.merged
        hasRegained = hasRegained || taken.merged > 0 || taken.isWaiting
    }

    private static let askedInVain = "asked in vain"

    /// The next frame of sealed changesets that the upstream lacks, or nil when it lacks none.
    private func giveBack() throws -> Request? {
        let lost = try journal.read { view in
            try view.keptWitness(lacking: upstreamWitness, atMost: frameBytes).entries
        }
        guard !lost.isEmpty else { return nil }
        var given = Reflects()
        for entry in lost { given.cover(entry.branch, through: entry.sequence) }
        self.given = given
        let frame = PushFrame(givingBack: lost, behind: upstreamWitness)
        return Request(call: .push, body: Compression.compress(frame.bytes))
    }

    /// Keeps what the upstream says that it set aside, for those who wrote it.
    private func note(_ answer: HelloAnswer) throws {
        let (list, isKnown) = try journal.read { view in
            let list = try answer.setAside ?? view.notices()
            return (list, try view.setAside() == list)
        }
        summary.setAside = list
        guard !isKnown else { return }
        summary.heardOfSetAside = try journal.write { session in
            let held = answer.isSame ? try session.tips() : answer.tips
            return try session.noteUpstream(
                list, isComplete: answer.isSetAsideWhole, held: Reflects(held))
        }
    }

    // MARK: Push

    private func push() throws -> Request? {
        let built = try journal.read { view in
            try PushBuilder.frame(
                view, after: scanFrom, lacking: pushed, except: forked, atMost: frameBytes)
        }
        guard var built else { return nil }
        try built.signEnds(journal)
        pending = (built.last, built.isLast)
        let body = Compression.compress(built.frame.bytes)
        summary.pushedBytes += body.count
        summary.pushedChangesets += built.frame.entries.count
        return Request(call: .push, body: body)
    }

    private func takePush(_ answer: PushAnswer) throws {
        for origin in answer.forked where forked.insert(origin).inserted {
            try suspect(origin)
        }
        summary.forked = forked.sorted()
        if !answer.receipts.isEmpty {
            try journal.write { session in
                for receipt in answer.receipts { try session.keep(receipt) }
            }
        }
        for tip in answer.tips { pushed.cover(tip.branch, through: tip.sequence) }
        scanFrom = pending.last
        if pending.isLast { endPush() }
    }

    private func endPush() {
        step = .feed
        guard !suspects.isEmpty else { return }
        // The upstream just said that it holds something else, perhaps to the last frame.
        afterProbe = .done
        step = .probe
    }

    /// The upstream holds another log of an origin: all that was pushed of it is looked at.
    private func suspect(_ origin: String) throws {
        try journal.read { view in
            for tip in try view.tips() where tip.branch.origin == origin {
                suspects.append(try probe(tip.branch, view))
            }
        }
    }

    /// What of a branch is compared first: from the last entry on that the upstream gave a receipt
    /// for.
    private func probe(_ branch: Branch, _ view: RegistryView) throws -> Hello.Probe {
        try Hello.Probe(
            branch: branch,
            first: max(
                view.firstSequence(of: branch),
                view.lastReceipt(of: branch, by: summary.upstream)))
    }

    // MARK: Feed

    private func feed() throws -> Request {
        let request = try journal.write { session in
            let tips = try session.tips()
            let witness = try session.view.witnessHeld()
            var request = FeedRequest(
                cursor: try session.cursor(), tipsDigest: Tip.digest(of: tips),
                tips: sendTips ? tips : [], isComplete: forked.isEmpty,
                isRestarting: try session.isRestarting)
            request.witnessDigest = witness.digest
            if sendTips { request.witness = witness }
            return request
        }
        return Request(call: .feed, body: request.bytes)
    }

    private func takePage(_ page: Page) throws {
        let outcome = try journal.write { try $0.apply(page) }
        guard case .applied(let records, let gone) = outcome else {
            step = .done
            return
        }
        summary.receivedRecords += records
        summary.goneRecords += gone
        summary.receivedWitness += page.witness.count
        summary.isRestart = summary.isRestart || page.isRestart
        if page.isLast { step = .done }
    }
}
