import ChangeLog
import Registry
import Storage
import Trust

/// Takes a frame of changesets into the journal, in one transaction.
struct FrameIntake {
    private let session: JournalSession
    private let peer: String
    /// When the frame came, if this node is the first receiver of what its peer wrote.
    private let received: UInt64
    /// Whether the frame gives back what this node lost.
    private let isFromAbove: Bool
    private var below: Set<String> = []
    private var forked: Set<String> = []
    private var accepted: [Branch: (first: UInt64, last: UInt64)] = [:]
    /// What the frame brings, by branch, and what earlier ones left waiting.
    private var arrived: [Branch: [Changeset]] = [:]
    private var waiting: [Branch: [Changeset]] = [:]
    /// The branches whose signatures were looked at, and the entries that these cover.
    private var verified: Set<Branch> = []
    private var covered: Set<Digest> = []
    /// The branch of the last entry, of which all this was asked already: entries come in runs.
    private var current: Branch?
    private var verifiedSignatures: [PushFrame.Signature] = []
    private var keys: [String: [VerifyingKey]] = [:]
    /// Receipts for entries of nodes that nobody here knows below the peer.
    private var early: [Receipt] = []
    /// The frame's receipts that are kept, by branch.
    private var kept: [Branch: [Receipt]] = [:]
    private var merged = 0
    private var isGap = false
    private var returned = 0
    private var setAside: [SetAside] = []

    init(_ session: JournalSession, peer: String, received: UInt64) {
        self.session = session
        self.peer = peer
        self.received = received
        isFromAbove = false
    }

    /// For a frame in which the upstream gives back what this node and those below it wrote.
    private init(ownBackFor session: JournalSession) {
        self.session = session
        peer = session.journal.identity.name
        received = 0
        isFromAbove = true
    }

    /// Takes a frame in which the upstream gives back what this node lost in a restore. The feed
    /// starts again then: its pages told of these entries as of others'.
    ///
    /// - Returns: how many changesets are merged or stand aside again, and whether some wait.
    static func takeBack(
        _ frame: PushFrame, in session: JournalSession
    ) throws -> (merged: Int, isWaiting: Bool) {
        var intake = FrameIntake(ownBackFor: session)
        let merged = try intake.take(frame).merged + intake.setAside.count
        if merged > 0 { try session.restartFeed() }
        return (merged, intake.isGap)
    }

    mutating func take(_ frame: PushFrame) throws -> PushAnswer {
        below = try session.view.subtree(of: peer)
        try takeBack(frame.witness, assuming: frame.assumesSealed)
        for receipt in frame.receipts {
            // About those whose records come with the frame, it is kept when they came.
            if below.contains(receipt.branch.origin) {
                try keep(receipt)
            } else {
                early.append(receipt)
            }
        }
        var hasher = SHA256Hasher()
        var entries: [Changeset] = []
        entries.reserveCapacity(frame.entries.count)
        covered.reserveCapacity(frame.entries.count)
        for bytes in frame.entries {
            let changeset = try Changeset(bytes: bytes, hasher: &hasher)
            entries.append(changeset)
            arrived[changeset.branch, default: []].append(changeset)
        }
        // What an earlier frame brought and left waiting stands before what this one brings.
        // What others' frames left waiting is theirs to complete.
        let origins = Set(
            arrived.keys.map(\.origin) + frame.signatures.map(\.branch.origin))
        let staged = try session.stagedBranches().filter {
            below.contains($0.origin) && origins.contains($0.origin)
        }
        for branch in staged { waiting[branch] = try session.staged(branch) }
        for branch in staged where try !keys(of: branch.origin).isEmpty {
            try cover(branch, frame.signatures)
            for changeset in waiting[branch] ?? [] where covered.contains(changeset.digest) {
                try take(changeset, frame.signatures)
            }
        }
        for changeset in entries { try take(changeset, frame.signatures) }
        for branch in staged {
            try session.unstage(branch, through: session.tip(of: branch).sequence)
        }
        for branch in accepted.keys.sorted() {
            let tip = try session.tip(of: branch)
            for signature in verifiedSignatures
            where signature.branch == branch && signature.sequence <= tip.sequence {
                try session.keep(
                    signature.signature, of: branch, sequence: signature.sequence)
            }
        }
        return try answer(frame)
    }

    /// What this node lost in a restore comes back to its log; what the tiers above lost is kept
    /// for them.
    private mutating func takeBack(
        _ entries: [WitnessEntry], assuming assumed: Reflects
    ) throws {
        guard !entries.isEmpty else { return }
        returned = try session.takeBack(entries)
        let above = try session.view.superiors()
        try session.keep(
            entries.filter { above.contains($0.branch.origin) }, isFromAbove: false,
            assuming: assumed.limited(to: above))
    }

    private mutating func take(
        _ changeset: Changeset, _ signatures: [PushFrame.Signature]
    ) throws {
        let branch = changeset.branch
        let origin = branch.origin
        guard !forked.contains(origin) else { return }
        if branch != current {
            if !below.contains(origin) {
                below = try session.view.subtree(of: peer)
                guard below.contains(origin) else {
                    // A restore may have lost that it is below this one.
                    if isFromAbove { return }
                    throw SyncRefusal.foreignOrigin(origin)
                }
                let here = below
                for receipt in early where here.contains(receipt.branch.origin) {
                    try keep(receipt)
                }
                early.removeAll { here.contains($0.branch.origin) }
            }
            try cover(branch, signatures)
            current = branch
        }
        switch try session.accept(
            changeset, isSigned: covered.contains(changeset.digest),
            received: origin == peer && !isFromAbove ? received : nil)
        {
        case .known: break
        case .staged: isGap = true
        case .fork: forked.insert(origin)
        case .setAside(let reason):
            setAside.append(
                SetAside(
                    version: changeset.version, judge: session.journal.identity.name,
                    reason: reason, status: .open))
            accept(changeset, branch)
        case .merged:
            merged += 1
            // Where it is this opening's own branch, somebody else writes under its name.
            if isFromAbove, origin == peer, accepted[branch] == nil {
                try session.notePrefix(of: branch)
            }
            accept(changeset, branch)
        }
    }

    private mutating func accept(_ changeset: Changeset, _ branch: Branch) {
        let sequence = changeset.header.sequence
        accepted[branch, default: (sequence, sequence)].last = sequence
    }

    /// Notes which entries of a branch its origin signed: each that a good signature names, and all
    /// that come before it by their digests. What merely bears a lower number may be anybody's.
    private mutating func cover(_ branch: Branch, _ signatures: [PushFrame.Signature]) throws {
        guard verified.insert(branch).inserted else { return }
        let here = arrived[branch] ?? []
        let all = ((waiting[branch] ?? []) + here)
            .sorted { $0.header.sequence < $1.header.sequence }
        for signature in signatures where signature.branch == branch {
            let candidates = Self.places(of: signature.sequence, in: all)
            if candidates.isEmpty { continue }
            let signed = try candidates.first { candidate in
                let message = TipSignature.message(
                    branch: branch, sequence: signature.sequence,
                    digest: all[candidate].digest)
                return try verifies(signature.signature, of: message, by: branch.origin)
            }
            guard let signed else {
                // What waits here may be worthless; what comes with a bad signature is refused. What the
                // upstream gives back may be signed with a key that the feed brings.
                if !isFromAbove, here.contains(where: { $0.header.sequence == signature.sequence }) {
                    throw SyncRefusal.badSignature(branch.origin)
                }
                continue
            }
            verifiedSignatures.append(signature)
            var next: Int? = signed
            while let place = next, covered.insert(all[place].digest).inserted {
                next = Self.predecessor(of: place, in: all)
            }
        }
        try session.awaitEnds(
            of: (kept[branch] ?? []).filter { covered.contains($0.digest) })
    }

    /// Where entries of this number lie among entries in the order of their numbers.
    private static func places(of sequence: UInt64, in entries: [Changeset]) -> Range<Int> {
        func first(_ isThere: (UInt64) -> Bool) -> Int {
            var range = 0..<entries.count
            while !range.isEmpty {
                let middle = range.lowerBound + range.count / 2
                range =
                    isThere(entries[middle].header.sequence)
                    ? range.lowerBound..<middle : (middle + 1)..<range.upperBound
            }
            return range.lowerBound
        }
        return first { $0 >= sequence }..<first { $0 > sequence }
    }

    /// Where the entry lies that another one names as the one before it.
    private static func predecessor(of place: Int, in entries: [Changeset]) -> Int? {
        let header = entries[place].header
        var place = place
        while place > 0, entries[place - 1].header.sequence + 1 >= header.sequence {
            place -= 1
            if entries[place].digest == header.previous { return place }
        }
        return nil
    }

    /// Whether one of a node's keys made this signature. An entry of the frame itself may have
    /// brought another key since they were read: the node joined again.
    private mutating func verifies(
        _ signature: [UInt8], of message: [UInt8], by origin: String
    ) throws -> Bool {
        if try keys(of: origin).contains(where: { $0.verifies(signature, of: message) }) {
            return true
        }
        guard let before = keys.removeValue(forKey: origin) else { return false }
        let now = try keys(of: origin)
        return now.count > before.count
            && now.contains { $0.verifies(signature, of: message) }
    }

    private mutating func keys(of origin: String) throws -> [VerifyingKey] {
        if let known = keys[origin] { return known }
        let found = try session.transaction.rows(
            "SELECT signing_key FROM node WHERE name = $1 ORDER BY id", .text(origin)
        ).map { try VerifyingKey(bytes: $0.bytes(0)) }
        // The frame itself may bring the node's record.
        if !found.isEmpty { keys[origin] = found }
        return found
    }

    /// Keeps a receipt that a node below this one gave, if its signature is good.
    private mutating func keep(_ receipt: Receipt) throws {
        // Nobody gives receipts to itself, or for what never lay below it.
        let subordinates =
            receipt.receiver == peer ? below : try session.view.subtree(of: receipt.receiver)
        guard receipt.receiver != receipt.branch.origin,
            subordinates.contains(receipt.branch.origin)
        else { return }
        guard try verifies(receipt.signature, of: receipt.message, by: receipt.receiver) else {
            // The restore may have lost who gave it.
            if isFromAbove { return }
            throw SyncRefusal.badSignature(receipt.receiver)
        }
        if try session.keep(receipt) { kept[receipt.branch, default: []].append(receipt) }
    }

    private func answer(_ frame: PushFrame) throws -> PushAnswer {
        var receipts: [Receipt] = []
        for (branch, range) in accepted.sorted(by: { $0.key < $1.key })
        where branch.origin == peer && !isFromAbove {
            for part in try session.withoutReceipt(branch, range.first...range.last) {
                let digest = try session.view.entryDigest(branch, part.upperBound)
                var receipt = Receipt(
                    branch: branch, first: part.lowerBound, last: part.upperBound,
                    digest: digest ?? .zero, receiver: session.journal.identity.name,
                    received: received, signature: [])
                receipt.signature = try session.journal.identity.signingKey.sign(receipt.message)
                try session.keep(receipt)
                receipts.append(receipt)
            }
        }
        let tips = try accepted.keys.sorted().map { try session.tip(of: $0) }
        let outcome: PushAnswer.Outcome =
            !forked.isEmpty
            ? .fork : isGap ? .gap : setAside.isEmpty ? .accepted : .setAside
        return PushAnswer(
            outcome: outcome, tips: tips, receipts: receipts, forked: forked.sorted(),
            merged: merged, setAside: setAside, returned: returned)
    }
}
