import ChangeLog
import Registry
import Storage
import Trust

/// The way up: what the upstream lacks, and where the sender stands.
struct BundleUp: BundleIntake {
    private let desk: BundleDesk
    private var journal: Journal { desk.journal }
    private var outcome = BundleDesk.Outcome()
    private var manifest = BundleManifest()
    private var isOld = false

    init(_ desk: BundleDesk) {
        self.desk = desk
    }

    // MARK: Below

    /// Writes manifest and frames of a bundle for the upstream.
    func write(
        for upstream: String, to writer: BundleFrames.Writer
    ) throws -> BundleDesk.Outcome {
        let (held, forked) = try heldAbove(upstream)
        let manifest = try journal.write { session in
            try session.signOwnTip()
            return try self.manifest(for: upstream, session, forked: forked)
        }
        try writer.write(.manifest, manifest.bytes)
        var outcome = BundleDesk.Outcome()
        outcome.sender = manifest.sender
        outcome.receiver = upstream
        outcome.madeAt = manifest.madeAt
        try giveBack(to: upstream, writer)
        var position = try journal.read { try PushBuilder.start($0, lackingBehind: held) }
        while true {
            let built = try journal.read { view in
                try PushBuilder.frame(
                    view, after: position, lacking: held, except: forked,
                    atMost: desk.frameBytes)
            }
            guard var built else { break }
            try built.signEnds(journal)
            try writer.write(.push, Compression.compress(built.frame.bytes))
            outcome.changesets += built.frame.entries.count
            position = built.last
            if built.isLast { break }
        }
        return outcome
    }

    /// Writes what this node keeps sealed for the tiers above and the upstream said that it lacks:
    /// it was put back from a backup.
    private func giveBack(to upstream: String, _ writer: BundleFrames.Writer) throws {
        guard var held = try desk.remembered(from: upstream)?.witness else { return }
        while true {
            let lost = try journal.read { view in
                try view.keptWitness(lacking: held, atMost: desk.frameBytes).entries
            }
            guard !lost.isEmpty else { return }
            let frame = PushFrame(givingBack: lost, behind: held)
            for entry in lost { held.cover(entry.branch, through: entry.sequence) }
            try writer.write(.push, Compression.compress(frame.bytes))
        }
    }

    private func manifest(
        for upstream: String, _ session: JournalSession, forked: Set<String>
    ) throws -> BundleManifest {
        let tips = try session.tips()
        let witness = try session.view.witnessHeld()
        var manifest = BundleManifest()
        manifest.sender = journal.identity.name
        manifest.receiver = upstream
        manifest.madeAt = journal.clock.milliseconds
        manifest.number = try desk.nextNumber(for: upstream, in: session)
        manifest.dictionary = journal.dictionary.version
        manifest.tips = tips
        manifest.forkedBranches = try session.view.forkedBranches()
        manifest.feed = FeedRequest(
            cursor: try session.cursor(), tipsDigest: Tip.digest(of: tips), tips: tips,
            isComplete: forked.isEmpty, isRestarting: try session.isRestarting)
        manifest.feed?.witness = witness
        manifest.feed?.witnessDigest = witness.digest
        for row in try session.transaction.rows(
            """
            SELECT b.incarnation, MAX(r.last_sequence) FROM receipt r
            JOIN branch b ON b.ix = r.branch AND b.sequence >= r.last_sequence
            WHERE b.origin = $1 AND r.receiver = $2 GROUP BY b.ix ORDER BY b.ix
            """, .text(journal.identity.name), .text(upstream))
        {
            manifest.receipted.cover(
                Branch(
                    origin: journal.identity.name,
                    incarnation: UInt64(bitPattern: row.integer(0))),
                through: UInt64(row.integer(1)))
        }
        return manifest
    }

    /// What the upstream holds by its own latest word, in a bundle or online, and the origins of
    /// which it holds something else.
    ///
    /// A word that is not true any more (the upstream was restored) leaves a gap there; the bundle
    /// down then says what it really holds.
    private func heldAbove(_ upstream: String) throws -> (Reflects, Set<String>) {
        let word = try desk.remembered(from: upstream)
        return try journal.read { view in
            let peer = try view.transaction.first(
                "SELECT last_contact FROM peer WHERE name = $1", .text(upstream))
            let online = peer?.values[0].integer ?? 0
            // Both stand for the same contact when nobody was met online since.
            if let word, try takenAt(upstream, view) == online {
                var forked = Set(word.forked)
                for tip in word.tips {
                    let own = try view.entryDigest(tip.branch, tip.sequence)
                    if let own, own != tip.digest { forked.insert(tip.branch.origin) }
                }
                return (Reflects(word.tips), forked)
            }
            return (try view.reflectedAbove(), [])
        }
    }

    /// When the last bundle from the upstream was taken, by this node's clock.
    private func takenAt(_ upstream: String, _ view: RegistryView) throws -> Int64 {
        let row = try view.transaction.first(
            "SELECT value FROM node_state WHERE name = $1", .text(BundleDown.takenState))
        return row.flatMap { Int64(String(decoding: $0.bytes(0), as: UTF8.self)) } ?? 0
    }

    // MARK: Above

    mutating func begin(_ manifest: BundleManifest) throws {
        self.manifest = manifest
        if let last = try desk.remembered(from: manifest.sender) {
            isOld = manifest.isOlder(than: last, now: journal.clock.milliseconds)
            if manifest.isSame(as: last) { outcome.fate = .repeated }
        }
        if isOld { outcome.fate = .old }
    }

    mutating func take(_ kind: BundleFrames.Kind, _ body: [UInt8]) throws {
        guard kind == .push else { return }
        let bytes = try SyncServer(journal).answer(.push, body, from: manifest.sender)
        let answer = try PushAnswer(bytes: bytes)
        outcome.merged += answer.merged
        outcome.returned += answer.returned
        outcome.changesets += try Self.count(body)
        outcome.forked = Set(outcome.forked + answer.forked).sorted()
        // What waits for one frame may be completed by the next: the last word counts.
        switch answer.outcome {
        case .accepted: if outcome.fate == .gap { outcome.fate = .taken }
        case .gap: outcome.fate = .gap
        case .fork: outcome.fate = .fork
        case .setAside: outcome.setAside += answer.setAside.count
        }
    }

    private static func count(_ body: [UInt8]) throws -> Int {
        try PushFrame(bytes: Compression.decompress(body) ?? []).entries.count
    }

    mutating func finish() throws -> BundleDesk.Outcome {
        if !outcome.forked.isEmpty { outcome.fate = .fork }
        if outcome.merged > 0, outcome.fate == .repeated || outcome.fate == .old {
            // This node was put back from a backup since, and the stick brought the rest.
            outcome.fate = .taken
        }
        let holdsAll = try journal.read { view in
            try manifest.tips.allSatisfy {
                try view.entryDigest($0.branch, $0.sequence) == $0.digest
            }
        }
        // What an earlier stick left waiting makes a gap of each frame that it stands before.
        if holdsAll, outcome.fate == .gap { outcome.fate = .taken }
        guard !isOld else { return outcome }
        manifest.forked = outcome.forked
        try desk.remember(manifest)
        let now = journal.clock.milliseconds
        // Complete is who pushed everything, and of whom everything is held here.
        let isComplete = manifest.feed?.isComplete == true && holdsAll
        try journal.store.write { transaction in
            let known = try transaction.first(
                "SELECT complete_at FROM peer WHERE name = $1", .text(manifest.sender))
            // The sender was complete when it made the bundle, however long the way took.
            let complete = min(manifest.madeAt, now)
            let before = known?.values[0].integer ?? 0
            // A moment that has not come is of the time when this node's clock ran ahead.
            let isLater = Int64(complete) > before || before > Int64(now)
            try Peers.note(
                manifest.sender, in: transaction, lastContact: now,
                completeAt: isComplete && isLater ? complete : nil)
        }
        return outcome
    }
}
