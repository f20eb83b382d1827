import ChangeLog
import Registry
import Storage
import Trust

/// The way down: receipts, what the upstream holds, and the pages from the receiver's cursor on.
struct BundleDown: BundleIntake {
    static let takenState = "bundle taken"

    private let desk: BundleDesk
    private var journal: Journal { desk.journal }
    private var outcome = BundleDesk.Outcome()
    private var cursor = Cursor.start
    private var pages = 0
    private var applied = 0
    private var reached = Cursor.start

    init(_ desk: BundleDesk) {
        self.desk = desk
    }

    // MARK: Above

    /// Writes manifest and pages of a bundle for a node below.
    func write(
        for receiver: String, to writer: BundleFrames.Writer
    ) throws -> BundleDesk.Outcome {
        let last = try desk.remembered(from: receiver)
        let manifest = try journal.write { try self.manifest(for: receiver, last, $0) }
        try writer.write(.manifest, manifest.bytes)
        var outcome = BundleDesk.Outcome()
        outcome.sender = manifest.sender
        outcome.receiver = receiver
        outcome.madeAt = manifest.madeAt
        outcome.receipts = manifest.receipts.count
        // Who never sent a bundle holds nothing, as far as anybody here knows.
        var request =
            last?.feed
            ?? FeedRequest(
                cursor: .start, tipsDigest: Tip.digest(of: []), tips: [], isComplete: false)
        // The bundle says how complete the receiver was when it wrote, not that it is so now.
        request.isComplete = false
        var witness = request.witness ?? Reflects()
        let server = SyncServer(journal, pageBytes: desk.pageBytes)
        while true {
            request.witness = witness
            request.witnessDigest = witness.digest
            let body = try server.answer(.feed, request.bytes, from: receiver)
            try writer.write(.page, body)
            let page = try Page(WireReader(Compression.decompress(body) ?? []))
            outcome.records += page.records.count
            outcome.gone += page.gone.count
            if page.isLast { break }
            for entry in page.witness {
                witness.cover(entry.branch, through: entry.sequence)
            }
            request.cursor = page.to
            request.isRestarting = request.isRestarting || page.isRestart
        }
        // Behind the pages, since what comes back lets the feed start again.
        outcome.changesets = try giveBack(to: receiver, last, writer)
        return outcome
    }

    /// Writes what the receiver and those below it wrote and it does not hold by its last bundle: it
    /// was put back from a backup.
    private func giveBack(
        to receiver: String, _ last: BundleManifest?, _ writer: BundleFrames.Writer
    ) throws -> Int {
        guard let last, try !wasHeardSince(last) else { return 0 }
        let server = SyncServer(journal)
        var request = PullRequest(tips: last.tips, forked: last.forkedBranches)
        var count = 0
        while true {
            let body = try server.answer(.pull, request.bytes, from: receiver)
            let answer = try PullAnswer(bytes: Compression.decompress(body) ?? [])
            guard !answer.frame.entries.isEmpty, answer.last > request.after else { return count }
            try writer.write(.push, Compression.compress(answer.frame.bytes))
            count += answer.frame.entries.count
            request.after = answer.last
        }
    }

    /// Whether a node has sent everything since it made a bundle, which then says nothing of what it
    /// holds.
    private func wasHeardSince(_ last: BundleManifest) throws -> Bool {
        let peer = try journal.store.read { transaction in
            try transaction.first(
                "SELECT complete_at FROM peer WHERE name = $1", .text(last.sender))
        }
        return (peer?.values[0].integer).map { $0 > Int64(last.madeAt) } ?? false
    }

    private func manifest(
        for receiver: String, _ last: BundleManifest?, _ session: JournalSession
    ) throws -> BundleManifest {
        let view = session.view
        let below = try view.subtree(of: receiver)
        var manifest = BundleManifest()
        manifest.sender = journal.identity.name
        manifest.receiver = receiver
        manifest.madeAt = journal.clock.milliseconds
        manifest.number = try desk.nextNumber(for: receiver, in: session)
        manifest.dictionary = journal.dictionary.version
        manifest.tips = try view.tips().filter { below.contains($0.branch.origin) }
        manifest.forked = last?.forked ?? []
        manifest.witness = try view.heldOfOwn()
        manifest.position = try view.journalEnd()
        manifest.setAside = try view.setAside(below: receiver)
        for tip in last?.tips ?? [] where manifest.forked.contains(tip.branch.origin) {
            let (digests, forkedFrom) = try view.digests(
                of: tip.branch, from: 1, atMost: BundleManifest.ForkedLog.mostDigests)
            guard !digests.isEmpty else { continue }
            manifest.logs.append(
                .init(branch: tip.branch, digests: digests, forkedFrom: forkedFrom))
        }
        manifest.receipts = try view.transaction.rows(
            """
            SELECT b.incarnation, r.first_sequence, r.last_sequence, r.received, r.signature,
                j.digest
            FROM receipt r JOIN branch b ON b.ix = r.branch
            JOIN journal j
                ON j.branch = r.branch AND j.sequence = r.last_sequence AND j.digest = r.digest
            WHERE b.origin = $1 AND r.receiver = $2 ORDER BY b.ix, r.last_sequence
            """, .text(receiver), .text(journal.identity.name)
        ).compactMap { row in
            let branch = Branch(
                origin: receiver, incarnation: UInt64(bitPattern: row.integer(0)))
            let through = UInt64(row.integer(2))
            guard through > last?.receipted.sequences[branch] ?? 0 else { return nil }
            return Receipt(
                branch: branch, first: UInt64(row.integer(1)), last: through,
                digest: Digest(bytes: row.bytes(5)) ?? .zero, receiver: journal.identity.name,
                received: UInt64(row.integer(3)), signature: row.bytes(4))
        }
        return manifest
    }

    // MARK: Below

    mutating func begin(_ manifest: BundleManifest) throws {
        let last = try desk.remembered(from: manifest.sender)
        if let last, manifest.isOlder(than: last, now: journal.clock.milliseconds) {
            outcome.fate = .old
        } else {
            var kept = manifest
            kept.setAside = nil
            try desk.remember(kept)
            try journal.write { session in
                let now = journal.clock.milliseconds
                try session.setState(Self.takenState, Array(String(now).utf8))
                try Peers.note(manifest.sender, in: session.transaction, lastContact: now)
                // What was heard over a network since the stick was made counts more.
                let heard = try session.rememberedCheckpoint()?.position ?? 0
                guard let setAside = manifest.setAside, manifest.position >= heard else { return }
                let isNews = try session.noteUpstream(
                    setAside, isComplete: setAside.count < HelloAnswer.mostSetAside,
                    held: Reflects(manifest.tips))
                if isNews { outcome.setAside = setAside.count { $0.status == .open } }
            }
        }
        outcome.receipts = manifest.receipts.count
        outcome.forked = manifest.forked
        try part(manifest)
        cursor = try journal.write { session in
            // What another machine wrote under this name was received from that one.
            for receipt in manifest.receipts { try session.keep(receipt) }
            return try session.cursor()
        }
    }

    /// Compares the upstream's logs of the origins that forked with those here. Where they part,
    /// those here lose their name; what this node wrote itself it writes again.
    private mutating func part(_ manifest: BundleManifest) throws {
        guard outcome.fate != .old else { return }
        for log in manifest.logs {
            let first = try journal.read { view -> UInt64? in
                let mine = try view.digests(
                    of: log.branch, from: 1, atMost: BundleManifest.ForkedLog.mostDigests
                ).digests
                let start = try view.firstSequence(of: log.branch)
                let common = zip(mine, log.digests).prefix { $0 == $1 }.count
                let parts = common < min(mine.count, log.digests.count)
                let found = parts ? start + UInt64(common) : nil
                // Where the upstream knows of a fork within what is here, that counts, too.
                let end = start + UInt64(mine.count)
                let known = log.forkedFrom.flatMap { $0 < end ? $0 : nil }
                return [found, known].compactMap { $0 }.min()
            }
            guard let first else { continue }
            outcome.reissued += try journal.write { session in
                if log.branch.origin == journal.identity.name {
                    return try session.recover(log.branch, from: first)
                }
                _ = try session.disown(log.branch, from: first)
                return 0
            }
        }
        guard !manifest.logs.isEmpty else { return }
        // What stood against the upstream's log has lost its name: the rest goes up again.
        var settled = manifest
        settled.forked = []
        settled.setAside = nil
        try desk.remember(settled)
    }

    mutating func take(_ kind: BundleFrames.Kind, _ body: [UInt8]) throws {
        guard let bytes = Compression.decompress(body) else {
            throw SyncRefusal.malformed("what it holds cannot be decompressed.")
        }
        if kind == .push {
            let frame = try PushFrame(bytes: bytes)
            outcome.returned += try journal.write { try FrameIntake.takeBack(frame, in: $0) }.merged
        }
        guard kind == .page else { return }
        let page = try Page(WireReader(bytes))
        pages += 1
        reached = page.to
        if case .applied(let records, let gone) = try journal.write({ try $0.apply(page) }) {
            applied += 1
            outcome.records += records
            outcome.gone += gone
        }
    }

    mutating func finish() throws -> BundleDesk.Outcome {
        guard applied == 0, pages > 0 else {
            outcome.fate = .taken
            return outcome
        }
        if reached == cursor {
            outcome.fate = .repeated
        } else if outcome.fate != .old {
            outcome.fate = .unsuited
        }
        return outcome
    }
}
