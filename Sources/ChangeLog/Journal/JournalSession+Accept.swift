import Registry
import Storage
public import Trust

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
        var effective = try effectiveTime(of: changeset, branch: state.index)
        if let received {
            effective = min(effective, Stamp(endOf: received))
            if receiving[state.index] == nil {
                receiving[state.index] = (header.sequence, received)
            }
        }
        journal.clock.observe(effective)
        try appendEntry(changeset, to: state, effective: effective)
        defer { judgedRow = nil }
        if let reason = try judge(changeset) {
            judgedRow = nil
            let status = try decision(on: changeset)
            try setAside(changeset, branch: state.index, reason: reason, status: status)
            if status != .released { return .setAside(reason) }
        }
        try merge(changeset, branch: state.index, effective: effective)
        return .merged
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

    /// The parts of a range of entries for which no receipt is here: of what a restore took from its
    /// receiver, others may have brought some back.
    public func withoutReceipt(
        _ branch: Branch, _ range: ClosedRange<UInt64>
    ) throws -> [ClosedRange<UInt64>] {
        var gaps: [ClosedRange<UInt64>] = []
        var next = range.lowerBound
        for row in try transaction.rows(
            """
            SELECT first_sequence, last_sequence FROM receipt
            WHERE branch = $1 AND last_sequence >= $2 ORDER BY last_sequence
            """, .integer(try branchState(branch).index), .integer(Int64(next)))
        where next <= range.upperBound {
            let (first, last) = (UInt64(row.integer(0)), UInt64(row.integer(1)))
            if first > next { gaps.append(next...min(first - 1, range.upperBound)) }
            next = max(next, last + 1)
        }
        if next <= range.upperBound { gaps.append(next...range.upperBound) }
        return gaps
    }

    /// Keeps a first receiver's receipt for a range of entries.
    public func keep(_ receipt: Receipt) throws {
        hasReceipts = true
        let state = try branchState(receipt.branch)
        state.receiptsEnd = nil
        try transaction.execute(
            """
            INSERT INTO receipt
                (branch, last_sequence, first_sequence, receiver, received, signature)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
            """,
            .integer(state.index), .integer(Int64(receipt.last)),
            .integer(Int64(receipt.first)), .text(receipt.receiver),
            .integer(Int64(receipt.received)), .bytes(receipt.signature))
    }
}

/// The first receiver's word on when it took in a range of entries of one branch.
public struct Receipt: Hashable, Sendable {
    public var branch: Branch
    public var first: UInt64
    public var last: UInt64
    /// The digest of the last entry.
    public var digest: Digest
    public var receiver: String
    /// Milliseconds since 1970.
    public var received: UInt64
    public var signature: [UInt8]

    public init(
        branch: Branch, first: UInt64, last: UInt64, digest: Digest, receiver: String,
        received: UInt64, signature: [UInt8]
    ) {
        self.branch = branch
        self.first = first
        self.last = last
        self.digest = digest
        self.receiver = receiver
        self.received = received
        self.signature = signature
    }

    /// The bytes under the signature.
    public var message: [UInt8] {
        var writer = WireWriter(capacity: 128)
        writer.text(1, "shabaka receipt 1")
        writer.text(2, branch.origin)
        writer.fixed(3, branch.incarnation)
        writer.number(4, first)
        writer.number(5, last)
        writer.data(6, digest.bytes)
        writer.text(7, receiver)
        writer.number(8, received)
        return writer.bytes
    }

    public func write(to writer: inout WireWriter) {
        writer.text(1, branch.origin)
        writer.fixed(2, branch.incarnation)
        writer.number(3, first)
        writer.number(4, last)
        writer.data(5, digest.bytes)
        writer.text(6, receiver)
        writer.number(7, received)
        writer.data(8, signature)
    }

    public init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var origin = ""
        var receiver = ""
        var incarnation: UInt64 = 0
        var first: UInt64 = 0
        var last: UInt64 = 0
        var received: UInt64 = 0
        var digest = Digest.zero
        var signature: [UInt8] = []
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): origin = try reader.text(range)
            case (2, .number(let value)): incarnation = value
            case (3, .number(let value)): first = value
            case (4, .number(let value)): last = value
            case (5, .data(let range)):
                guard let found = Digest(bytes: reader.data(range)) else {
                    throw .unexpected("digest")
                }
                digest = found
            case (6, .data(let range)): receiver = try reader.text(range)
            case (7, .number(let value)): received = value
            case (8, .data(let range)): signature = reader.data(range)
            default: break
            }
        }
        guard first > 0, first <= last, last < 1 << 40, received < 1 << 47 else {
            throw .unexpected("range of a receipt")
        }
        self.init(
            branch: Branch(origin: origin, incarnation: incarnation), first: first, last: last,
            digest: digest, receiver: receiver, received: received, signature: signature)
    }
}
