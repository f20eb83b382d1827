import ChangeLog
import Registry
import Storage
import Trust

/// Takes a frame of changesets into the journal, in one transaction.
struct FrameIntake {
    private let session: JournalSession
    private let peer: String
    private let received: UInt64
    private var below: Set<String> = []
    private var forked: Set<String> = []
    private var accepted: [Branch: (first: UInt64, last: UInt64)] = [:]
    private var verified: [Branch: UInt64] = [:]
    private var keys: [String: [VerifyingKey]] = [:]
    private var merged = 0
    private var isGap = false
    private var returned = 0
    private var setAside: [SetAside] = []

    init(_ session: JournalSession, peer: String, received: UInt64) {
        self.session = session
        self.peer = peer
        self.received = received
    }

    mutating func take(_ frame: PushFrame) throws -> PushAnswer {
        below = try session.view.subtree(of: peer)
        try takeBack(frame.witness)
        for receipt in frame.receipts { try keep(receipt) }
        var hasher = SHA256Hasher()
        var entries: [Changeset] = []
        entries.reserveCapacity(frame.entries.count)
        for bytes in frame.entries {
            entries.append(try Changeset(bytes: bytes, hasher: &hasher))
        }
        // What an earlier frame brought and left waiting stands before what this one brings.
        // What others' frames left waiting is theirs to complete.
        let staged = try session.stagedBranches().filter { below.contains($0.origin) }
        var digests: [Branch: [UInt64: Digest]] = [:]
        for changeset in entries { note(changeset, &digests) }
        var waiting: [Branch: [Changeset]] = [:]
        for branch in staged {
            waiting[branch] = try session.staged(branch)
            for changeset in waiting[branch] ?? [] { note(changeset, &digests) }
        }
        for branch in staged {
            for changeset in waiting[branch] ?? [] {
                try take(changeset, frame.signatures, digests)
            }
        }
        for changeset in entries { try take(changeset, frame.signatures, digests) }
        for branch in staged {
            try session.unstage(branch, through: session.tip(of: branch).sequence)
        }
        for branch in accepted.keys.sorted() {
            let tip = try session.tip(of: branch)
            for signature in frame.signatures
            where signature.branch == branch && signature.sequence <= tip.sequence {
                try session.keep(
                    signature.signature, of: branch, sequence: signature.sequence)
            }
        }
        return try answer(frame)
    }

    /// What this node lost in a restore comes back to its log; what the tiers above lost is kept
    /// for them.
    private mutating func takeBack(_ entries: [WitnessEntry]) throws {
        guard !entries.isEmpty else { return }
        returned = try session.takeBack(entries)
        try session.keep(entries.filter { !below.contains($0.branch.origin) }, isFromAbove: false)
    }

    private func note(_ changeset: Changeset, _ digests: inout [Branch: [UInt64: Digest]]) {
        let branch = Branch(
            origin: changeset.header.origin, incarnation: changeset.header.incarnation)
        digests[branch, default: [:]][changeset.header.sequence] = changeset.digest
    }

    private mutating func take(
        _ changeset: Changeset, _ signatures: [PushFrame.Signature],
        _ digests: [Branch: [UInt64: Digest]]
    ) throws {
        let origin = changeset.header.origin
        guard !forked.contains(origin) else { return }
        if !below.contains(origin) {
            below = try session.view.subtree(of: peer)
            guard below.contains(origin) else { throw SyncRefusal.foreignOrigin(origin) }
        }
        let branch = Branch(origin: origin, incarnation: changeset.header.incarnation)
        let through = try verify(branch, signatures, digests[branch] ?? [:])
        switch try session.accept(
            changeset, signedThrough: through, received: origin == peer ? received : nil)
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
            accept(changeset, branch)
        }
    }

    private mutating func accept(_ changeset: Changeset, _ branch: Branch) {
        let sequence = changeset.header.sequence
        let first = accepted[branch]?.first ?? sequence
        accepted[branch] = (first, sequence)
    }

    /// How far the origin signed what the frame holds of a branch.
    private mutating func verify(
        _ branch: Branch, _ signatures: [PushFrame.Signature], _ digests: [UInt64: Digest]
    ) throws -> UInt64 {
        if let known = verified[branch] { return known }
        var through: UInt64 = 0
        for signature in signatures where signature.branch == branch {
            guard let digest = digests[signature.sequence] else { continue }
            let message = TipSignature.message(
                branch: branch, sequence: signature.sequence, digest: digest)
            guard
                try keys(of: branch.origin).contains(where: {
                    $0.verifies(signature.signature, of: message)
                })
            else { throw SyncRefusal.badSignature(branch.origin) }
            through = max(through, signature.sequence)
        }
        verified[branch] = through
        return through
    }

    private mutating func keys(of origin: String) throws -> [VerifyingKey] {
        if let known = keys[origin] { return known }
        let found = try session.transaction.rows(
            "SELECT signing_key FROM node WHERE name = $1 ORDER BY id", .text(origin)
        ).map { try VerifyingKey(bytes: $0.bytes(0)) }
        keys[origin] = found
        return found
    }

    /// Keeps a receipt that a node below this one gave, if its signature is good.
    private mutating func keep(_ receipt: Receipt) throws {
        guard
            try keys(of: receipt.receiver).contains(where: {
                $0.verifies(receipt.signature, of: receipt.message)
            })
        else { throw SyncRefusal.badSignature(receipt.receiver) }
        try session.keep(receipt)
    }

    private func answer(_ frame: PushFrame) throws -> PushAnswer {
        var receipts: [Receipt] = []
        for (branch, range) in accepted.sorted(by: { $0.key < $1.key }) where branch.origin == peer
        {
            let tip = try session.tip(of: branch)
            var receipt = Receipt(
                branch: branch, first: range.first, last: range.last, digest: tip.digest,
                receiver: session.journal.identity.name, received: received, signature: [])
            receipt.signature = try session.journal.identity.signingKey.sign(receipt.message)
            try session.keep(receipt)
            receipts.append(receipt)
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
