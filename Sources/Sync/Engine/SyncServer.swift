public import ChangeLog
import Registry
import Storage
import Trust

/// The upstream's side of the protocol: bytes in, bytes out, no sockets.
public struct SyncServer: Sendable {
    private let journal: Journal
    private let pageBytes: Int
    private let beforeFeed: (@Sendable () -> Void)?

    /// - Parameters:
    ///   - pageBytes: a page ends at the first boundary behind this many bytes.
    ///   - beforeFeed: called before each page of the feed is made, outside of any transaction:
    ///     what it writes about the changesets just merged, the node below gets in the same round.
    public init(
        _ journal: Journal, pageBytes: Int = 1 << 20, beforeFeed: (@Sendable () -> Void)? = nil
    ) {
        self.journal = journal
        self.pageBytes = pageBytes
        self.beforeFeed = beforeFeed
    }

    /// The calls of the protocol.
    public enum Call: String, Sendable, CaseIterable {
        case hello, push, feed, pull
    }

    /// Answers one call of the node that the certificate names.
    ///
    /// - Throws: `SyncRefusal`, `StoreError`.
    public func answer(_ call: Call, _ body: [UInt8], from peer: String) throws -> [UInt8] {
        do {
            switch call {
            case .hello: return try hello(Hello(bytes: body), from: peer).bytes
            case .push:
                guard let frame = Compression.decompress(body) else {
                    throw SyncRefusal.malformed("the frame cannot be decompressed.")
                }
                return try push(PushFrame(bytes: frame), from: peer).bytes
            case .pull:
                return Compression.compress(
                    try pull(PullRequest(bytes: body), from: peer).bytes)
            case .feed:
                beforeFeed?()
                let page = try feed(FeedRequest(bytes: body), from: peer)
                return Compression.compress(page.bytes)
            }
        } catch let error as WireReader.Malformed {
            throw SyncRefusal.malformed(error.description)
        } catch StoreError.diskFull {
            throw SyncRefusal.diskFull
        } catch StoreError.busy {
            throw SyncRefusal.busy
        }
    }

    private func hello(_ hello: Hello, from peer: String) throws -> HelloAnswer {
        guard hello.protocolVersion <= Hello.protocolVersion else {
            throw SyncRefusal.upgradeFirst(
                theirs: hello.protocolVersion, ours: Hello.protocolVersion)
        }
        let now = journal.clock.milliseconds
        return try journal.write { session in
            let view = session.view
            try requireMember(peer, view)
            try Peers.note(
                peer, in: session.transaction, lastContact: now,
                clockOffset: Int64(bitPattern: hello.clock &- now), lastBackup: hello.lastBackup,
                freeDisk: hello.freeDisk)
            try session.signOwnTip()
            let all = try session.tips()
            let below = try view.subtree(of: peer)
            let tips = all.filter { below.contains($0.branch.origin) }
            let digest = Tip.digest(of: tips)
            let isSame = digest == hello.tipsDigest
            var answer = HelloAnswer(
                hello: Hello(
                    node: journal.identity.name, protocolVersion: Hello.protocolVersion,
                    dictionary: journal.dictionary.version, clock: now, tipsDigest: digest),
                isSame: isSame, tips: isSame ? [] : tips,
                setAside: try view.setAside(below: peer))
            answer.isSetAsideWhole = answer.setAside?.count ?? 0 < HelloAnswer.mostSetAside
            if hello.setAsideDigest != .zero,
                hello.setAsideDigest == SetAside.digest(of: answer.setAside ?? [])
            {
                answer.setAside = nil
            }
            answer.hello.lastBackup = try view.lastBackup()?.madeAt
            if try view.witnessWanted().digest != hello.witnessDigest {
                answer.witness = try view.heldOfOwn()
            }
            if let probe = hello.probe, below.contains(probe.branch.origin) {
                (answer.digests, answer.forkedFrom) = try view.digests(
                    of: probe.branch, from: probe.first, atMost: Hello.Probe.mostDigests)
            }
            answer.givesBack = true
            answer.checkpoint = try session.signedCheckpoint()
            answer.there = hello.remembered
            answer.chainThere = try view.chain(at: hello.remembered)
            return answer
        }
    }

    private func push(_ frame: PushFrame, from peer: String) throws -> PushAnswer {
        try journal.write { session in
            try requireMember(peer, session.view)
            var intake = FrameIntake(session, peer: peer, received: journal.clock.milliseconds)
            return try intake.take(frame)
        }
    }

    /// What a peer lost in a restore: changesets of its subtree behind its tips, as far as these lie
    /// on the logs that are held here, and what follows those in later incarnations. A new machine
    /// under an old name holds nothing, and gets nothing of what the old one wrote.
    private func pull(_ request: PullRequest, from peer: String) throws -> PullAnswer {
        try journal.read { view in
            try requireMember(peer, view)
            var held = Reflects()
            var forked = Set(request.forked)
            for tip in request.tips {
                // Where it holds more than is here, nothing of that branch is given back.
                held.cover(tip.branch, through: tip.sequence)
                let here = try view.entryDigest(tip.branch, tip.sequence)
                if here ?? tip.digest != tip.digest { forked.insert(tip.branch) }
            }
            forked = try view.branches(from: forked)
            let below = try view.subtree(of: peer)
            let branches = try view.branches(from: Set(held.sequences.keys))
                .filter { below.contains($0.origin) && !forked.contains($0) }
            let start = try PushBuilder.start(view, lackingBehind: held, of: branches)
            let built = try PushBuilder.frame(
                view, after: max(start, request.after), lacking: held, except: [],
                of: branches, atMost: PushFrame.maximumBytes)
            let nothing = PushFrame(entries: [], signatures: [], receipts: [])
            return PullAnswer(frame: built?.frame ?? nothing, last: built?.last ?? 0)
        }
    }

    private func feed(_ request: FeedRequest, from peer: String) throws -> Page {
        let (page, isComplete) = try journal.read { view -> (Page, Bool) in
            try requireMember(peer, view)
            let mine = try tipsBelow(peer, view)
            var holds = Reflects()
            var isComplete = request.isComplete
            if Tip.digest(of: mine) == request.tipsDigest {
                holds = Reflects(mine)
            } else {
                guard
                    request.witness != nil || !request.tips.isEmpty
                        || request.tipsDigest == Tip.digest(of: [])
                else { throw SyncRefusal.tipsNeeded }
                for tip in request.tips {
                    if try view.entryDigest(tip.branch, tip.sequence) == tip.digest {
                        holds.cover(tip.branch, through: tip.sequence)
                    } else {
                        // It has what is not here: nobody is in step, whatever it says.
                        isComplete = false
                    }
                }
            }
            let receiver = FeedBuilder.Receiver(
                areas: try areas(of: peer, view), subtree: try view.subtree(of: peer),
                holds: holds)
            var witness: FeedBuilder.Witness?
            var kept = try view.witnessWanted()
            if kept.digest != request.witnessDigest {
                guard let held = request.witness else { throw SyncRefusal.tipsNeeded }
                witness = FeedBuilder.Witness(
                    held: held, key: SealingKey(of: journal.identity.signingKey))
                kept = held
            }
            var page = try FeedBuilder(
                view, for: receiver, targetBytes: pageBytes, witness: witness
            )
            .page(after: request.cursor, isRestarting: request.isRestarting)
            if !page.records.isEmpty || !page.witness.isEmpty { page.assumesSealed = kept }
            return (page, isComplete)
        }
        try journal.store.write { transaction in
            try Peers.note(
                peer, in: transaction, fedThrough: page.to.position,
                completeAt: isComplete ? journal.clock.milliseconds : nil)
        }
        return page
    }

    private func tipsBelow(_ peer: String, _ view: RegistryView) throws -> [Tip] {
        let below = try view.subtree(of: peer)
        return try view.tips().filter { below.contains($0.branch.origin) }
    }

    /// Refuses a node that did not join here or was revoked.
    private func requireMember(_ peer: String, _ view: RegistryView) throws {
        let rows = try view.transaction.rows(
            "SELECT revoked_on FROM node WHERE name = $1 AND upstream = $2",
            .text(peer), .text(journal.identity.name))
        guard !rows.isEmpty else { throw SyncRefusal.unknownNode(peer) }
        guard rows.contains(where: { $0.isNull(0) }) else { throw SyncRefusal.revoked(peer) }
    }

    private func areas(of peer: String, _ view: RegistryView) throws -> Set<String> {
        let rows = try view.transaction.rows(
            "SELECT areas FROM node WHERE name = $1 AND revoked_on IS NULL", .text(peer))
        return Set(
            rows.flatMap { $0.text(0).split(separator: ",").map(String.init) })
    }
}
