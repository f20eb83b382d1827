import Registry
import Storage
public import Trust

extension RegistryView {
    /// What the upstream said about a record, if it ever said anything.
    struct UpstreamState {
        let reflects: Int64
        let state: RecordState
    }

    func upstreamState(of record: RecordID) throws -> UpstreamState? {
        try transaction.first(
            "SELECT reflects, state FROM upstream_state WHERE record = $1", .reference(record)
        ).map {
            UpstreamState(
                reflects: $0.integer(0), state: try RecordState(WireReader($0.bytes(1))))
        }
    }

    static let reflected = "reflected"

    /// What the upstream had taken into account of this node's subtree, by its last page.
    public func reflectedAbove() throws -> Reflects {
        let row = try transaction.first(
            """
            SELECT value FROM node_state WHERE name = $1
            UNION ALL SELECT body FROM (SELECT body FROM reflects ORDER BY ix DESC LIMIT 1)
            """, .text(Self.reflected))
        return try row.map { try Reflects(WireReader($0.bytes(0))) } ?? Reflects()
    }

    func reflects(_ index: Int64) throws -> Reflects {
        guard
            let row = try transaction.first(
                "SELECT body FROM reflects WHERE ix = $1", .integer(index))
        else { return Reflects() }
        return try Reflects(WireReader(row.bytes(0)))
    }

    /// The branches of which entries are here, and how far.
    public func tips() throws -> [Tip] {
        try transaction.rows(
            """
            SELECT origin, incarnation, sequence, digest FROM branch
            WHERE sequence > 0 AND disowned = 0
            ORDER BY origin, incarnation
            """
        ).compactMap { row in
            guard let digest = Digest(bytes: row.bytes(3)) else { return nil }
            return Tip(
                branch: Branch(
                    origin: row.text(0), incarnation: UInt64(bitPattern: row.integer(1))),
                sequence: UInt64(row.integer(2)), digest: digest)
        }
    }

    /// These branches, and those that follow them in later incarnations.
    public func branches(from known: Set<Branch>) throws -> Set<Branch> {
        let rows = try transaction.rows(
            """
            SELECT origin, incarnation, parent_incarnation FROM branch
            WHERE parent_incarnation IS NOT NULL AND disowned = 0 ORDER BY ix
            """
        ).map { row in
            let origin = row.text(0)
            return (
                branch: Branch(
                    origin: origin, incarnation: UInt64(bitPattern: row.integer(1))),
                parent: Branch(
                    origin: origin, incarnation: UInt64(bitPattern: row.integer(2)))
            )
        }
        var result = known
        var grew = true
        while grew {
            grew = false
            for row in rows where result.contains(row.parent) {
                if result.insert(row.branch).inserted { grew = true }
            }
        }
        return result
    }

    func tipsHeld() throws -> Reflects {
        Reflects(try tips())
    }

    /// The digest of an entry, or nil when it is not here.
    public func entryDigest(_ branch: Branch, _ sequence: UInt64) throws -> Digest? {
        try transaction.first(
            """
            SELECT j.digest FROM branch b JOIN journal j ON j.branch = b.ix
            WHERE b.origin = $1 AND b.incarnation = $2 AND j.sequence = $3
            """,
            .text(branch.origin), .integer(Int64(bitPattern: branch.incarnation)),
            .integer(Int64(sequence))
        ).flatMap { Digest(bytes: $0.bytes(0)) }
    }

    /// The first changeset of a branch behind a sequence, or 0: an incarnation goes on counting where
    /// the one that it follows stood.
    public func firstSequence(of branch: Branch, after sequence: UInt64 = 0) throws -> UInt64 {
        let row = try transaction.first(
            """
            SELECT MIN(j.sequence) FROM branch b JOIN journal j ON j.branch = b.ix
            WHERE b.origin = $1 AND b.incarnation = $2 AND j.sequence > $3
            """,
            .text(branch.origin), .integer(Int64(bitPattern: branch.incarnation)),
            .integer(Int64(sequence)))
        return UInt64(row?.integer(0) ?? 0)
    }

    func branch(_ index: Int64) throws -> Branch {
        guard
            let row = try transaction.first(
                "SELECT origin, incarnation FROM branch WHERE ix = $1", .integer(index))
        else { preconditionFailure("The journal names a branch that it does not hold.") }
        return Branch(origin: row.text(0), incarnation: UInt64(bitPattern: row.integer(1)))
    }

    /// The position of the last row of the journal.
    public func journalEnd() throws -> Int64 {
        try transaction.first("SELECT MAX(pos) FROM journal")?.integer(0) ?? 0
    }

    /// Whether a cursor lies on this journal's chain: after a restore it may not.
    public func isOnChain(_ cursor: Cursor) throws -> Bool {
        try isOnChain(cursor.position, cursor.chain)
            && isOnChain(cursor.seenPosition, cursor.seenChain)
    }

    private func isOnChain(_ position: Int64, _ chain: Digest) throws -> Bool {
        position == 0 ? chain == .zero : try self.chain(at: position) == chain
    }

    /// The digest over all rows of the journal up to a position, or nil when it ends before.
    public func chain(at position: Int64) throws -> Digest? {
        try transaction.first(
            "SELECT chain FROM journal WHERE pos = $1", .integer(position)
        ).flatMap { Digest(bytes: $0.bytes(0)) }
    }

    func lastTouch(of record: RecordID) throws -> Int64 {
        try transaction.first(
            "SELECT MAX(pos) FROM touch WHERE record = $1", .reference(record))?.integer(0) ?? 0
    }

    /// Whether the upstream took a record away, since it lies in others' scope now.
    func isDeparted(_ record: RecordID) throws -> Bool {
        try transaction.first("SELECT 1 FROM departed WHERE record = $1", .reference(record)) != nil
    }

    /// Who wrote an entry of the journal and why, if it is here or if the upstream said so.
    func author(of version: LocalVersion) throws -> (actor: String, reason: String)? {
        guard
            let row = try transaction.first(
                "SELECT body FROM journal WHERE branch = $1 AND sequence = $2",
                .integer(version.branch), .integer(Int64(version.sequence)))
        else { return nil }
        var hasher = SHA256Hasher()
        let header = try Changeset(bytes: row.bytes(0), hasher: &hasher).header
        return (header.actor, header.reason.isEmpty ? header.reasonCode : header.reason)
    }
}

extension JournalSession {
    func upstreamState(of record: RecordID) throws -> RegistryView.UpstreamState? {
        guard hasUpstreamStates else { return nil }
        return try registry.upstreamState(of: record)
    }

    func reflects(_ index: Int64) throws -> Reflects {
        if let known = knownReflects[index] { return known }
        let found = try registry.reflects(index)
        knownReflects[index] = found
        return found
    }

    /// Whether what the upstream said about a record already takes an entry into account.
    func isCoveredByUpstream(_ version: LocalVersion, _ record: RecordID) throws -> Bool {
        guard let upstream = try upstreamState(of: record) else { return false }
        return try reflects(upstream.reflects).covers(global(version))
    }
}
