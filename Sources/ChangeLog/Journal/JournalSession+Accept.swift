import Registry
import Storage
import Trust

extension JournalSession {
    /// What became of an entry that another node sent.
    public enum Acceptance: Sendable, Equatable {
        /// It stands in the journal and is merged.
        case merged
        /// It was here already.
        case known
        /// It stands in the journal and is not merged: its origin may never write this.
        case setAside(SetAside.Reason)
        /// It waits for an earlier entry, or for a signature.
        case staged
        /// Another entry of the same branch and sequence is here: the origin was cloned.
        case fork
    }

    /// Takes in an entry of another node.
    ///
    /// - Parameters:
    ///   - isSigned: whether the origin's signature over the entry, or over one that follows it by
    ///     its digest, was verified; else it is staged.
    ///   - received: this node's time when it is the first receiver, in milliseconds since 1970.
    public func accept(
        _ changeset: Changeset, isSigned: Bool, received: UInt64?
    ) throws -> Acceptance {
        let header = changeset.header
        let branch = changeset.branch
        let state = try branchState(branch)
        if let first = try forkedFrom(branch), header.sequence >= first { return .fork }
        if header.sequence <= state.sequence {
            return try isSame(changeset, state) ? .known : .fork
        }
        switch try link(changeset, state) {
        case .follows: break
        case .broken: return .fork
        case .missing:
            try stage(changeset)
            return .staged
        }
        guard isSigned else {
            try stage(changeset)
            return .staged
        }
        let receipted = try receiptEnding(at: changeset, state)
        if let received, receiving[state.index] == nil {
            receiving[state.index] = (header.sequence, received)
        }
        let effective = try effectiveTime(of: changeset, branch: state.index)
        journal.clock.observe(effective)
        try appendEntry(changeset, to: state, effective: effective)
        let reason = try judgeAndMerge(changeset, branch: state.index, effective: effective)
        if let receipted { try apply(receipted, branch: state.index) }
        return reason.map { .setAside($0) } ?? .merged
    }

    /// - Returns: why the entry is set aside and not merged; nil when it is.
    private func judgeAndMerge(
        _ changeset: Changeset, branch: Int64, effective: Stamp
    ) throws -> SetAside.Reason? {
        defer { judgedRow = nil }
        if let reason = try judge(changeset) {
            judgedRow = nil
            let status = try decision(on: changeset)
            try setAside(changeset, branch: branch, reason: reason, status: status)
            if status != .released { return reason }
        }
        try merge(changeset, branch: branch, effective: effective)
        return nil
    }

    private enum Link {
        case follows, missing, broken
    }

    /// Whether an entry follows what is here of its branch, or begins a branch on its parent.
    private func link(_ changeset: Changeset, _ state: BranchState) throws -> Link {
        let header = changeset.header
        if state.sequence > 0 {
            guard header.sequence == state.sequence + 1 else { return .missing }
            return header.previous == state.digest ? .follows : .broken
        }
        guard let parent = header.parent else {
            return header.sequence == 1 ? .follows : .missing
        }
        guard header.sequence == parent.sequence + 1 else {
            return header.sequence > parent.sequence ? .missing : .broken
        }
        guard header.previous == parent.digest else { return .broken }
        let before = try branchState(
            Branch(origin: header.origin, incarnation: parent.incarnation))
        guard before.sequence >= parent.sequence else { return .missing }
        let digest = try entryDigest(branch: before.index, parent.sequence)
        return digest == parent.digest ? .follows : .broken
    }

    private func isSame(_ changeset: Changeset, _ state: BranchState) throws -> Bool {
        let digest = try entryDigest(branch: state.index, changeset.header.sequence)
        return digest == nil || digest == changeset.digest
    }

    /// The digest of an entry of the journal, or nil when it is not here.
    func entryDigest(branch: Int64, _ sequence: UInt64) throws -> Digest? {
        try transaction.first(
            "SELECT digest FROM journal WHERE branch = $1 AND sequence = $2",
            .integer(branch), .integer(Int64(sequence))
        ).flatMap { Digest(bytes: $0.bytes(0)) }
    }

    // MARK: Staged entries

    /// So many bytes of one origin may wait; what is more comes again when there is room.
    private static let mostStaged = 64 << 20

    private func stage(_ changeset: Changeset) throws {
        hasStaged = true
        let header = changeset.header
        let waiting = try stagedBytes[header.origin] ?? transaction.first(
            "SELECT SUM(LENGTH(body)) FROM staged WHERE origin = $1", .text(header.origin)
        )?.int(0) ?? 0
        guard waiting < Self.mostStaged else { return }
        stagedBytes[header.origin] = waiting + changeset.bytes.count
        try transaction.execute(
            """
            INSERT INTO staged (origin, incarnation, sequence, body) VALUES ($1, $2, $3, $4)
            ON CONFLICT (origin, incarnation, sequence) DO UPDATE SET body = excluded.body
            """,
            .text(header.origin), .integer(Int64(bitPattern: header.incarnation)),
            .integer(Int64(header.sequence)), .bytes(changeset.bytes))
    }

    /// The staged entries of a branch, in order.
    public func staged(_ branch: Branch) throws -> [Changeset] {
        guard hasStaged else { return [] }
        return try transaction.rows(
            """
            SELECT body FROM staged WHERE origin = $1 AND incarnation = $2 ORDER BY sequence
            """, .text(branch.origin), .integer(Int64(bitPattern: branch.incarnation))
        ).map { try Changeset(bytes: $0.bytes(0), hasher: &hasher) }
    }

    /// The branches that have staged entries.
    public func stagedBranches() throws -> [Branch] {
        guard hasStaged else { return [] }
        return try transaction.rows(
            "SELECT DISTINCT origin, incarnation FROM staged ORDER BY origin, incarnation"
        ).map { Branch(origin: $0.text(0), incarnation: UInt64(bitPattern: $0.integer(1))) }
    }

    /// Forgets staged entries up to a sequence: they are merged, or were found to be worthless.
    public func unstage(_ branch: Branch, through sequence: UInt64) throws {
        try transaction.execute(
            "DELETE FROM staged WHERE origin = $1 AND incarnation = $2 AND sequence <= $3",
            .text(branch.origin), .integer(Int64(bitPattern: branch.incarnation)),
            .integer(Int64(sequence)))
    }

    // MARK: What is held

    /// How far a branch is held here; zero when nothing of it is.
    public func tip(of branch: Branch) throws -> Tip {
        let state = try branchState(branch)
        return Tip(branch: branch, sequence: state.sequence, digest: state.digest)
    }

    /// Keeps an origin's signature under one of its entries, to relay it.
    public func keep(_ signature: [UInt8], of branch: Branch, sequence: UInt64) throws {
        try keepSignature(
            signature, branch: try branchState(branch).index, sequence: sequence)
    }
}
