import Registry
import Storage
public import Trust

extension RegistryView {
    /// The digests of a branch from a sequence on, as far as they are here, and the sequence from
    /// which the branch is known to have forked, or nil.
    public func digests(
        of branch: Branch, from first: UInt64, atMost count: Int
    ) throws -> (digests: [Digest], forkedFrom: UInt64?) {
        let forked = try transaction.first(
            "SELECT sequence FROM fork WHERE origin = $1 AND incarnation = $2",
            .text(branch.origin), .integer(Int64(bitPattern: branch.incarnation)))
        let digests = try transaction.rows(
            """
            SELECT j.digest FROM branch b JOIN journal j ON j.branch = b.ix
            WHERE b.origin = $1 AND b.incarnation = $2 AND j.sequence >= $3
            ORDER BY j.sequence LIMIT $4
            """,
            .text(branch.origin), .integer(Int64(bitPattern: branch.incarnation)),
            .integer(Int64(first)), .integer(Int64(count))
        ).compactMap { Digest(bytes: $0.bytes(0)) }
        return (digests, forked.map { UInt64($0.integer(0)) })
    }

    /// The last entry of a branch for which a node gave a receipt; 0 when there is none.
    public func lastReceipt(of branch: Branch, by receiver: String) throws -> UInt64 {
        let row = try transaction.first(
            """
            SELECT MAX(r.last_sequence) FROM receipt r
            JOIN branch b ON b.ix = r.branch AND b.sequence >= r.last_sequence
            WHERE b.origin = $1 AND b.incarnation = $2 AND r.receiver = $3
            """,
            .text(branch.origin), .integer(Int64(bitPattern: branch.incarnation)),
            .text(receiver))
        return UInt64(row?.integer(0) ?? 0)
    }
}

extension RegistryView {
    /// Whether somebody who holds more of a branch than this node may hold another log of it: not
    /// when it was looked at, and nothing came since.
    public func mayHoldAnother(_ branch: Branch) throws -> Bool {
        let row = try transaction.first(
            "SELECT sequence FROM branch WHERE origin = $1 AND incarnation = $2 AND sequence > 0",
            .text(branch.origin), .integer(Int64(bitPattern: branch.incarnation)))
        guard let row else { return false }
        let looked = try transaction.first(
            "SELECT value FROM node_state WHERE name = $1", .text(Self.prefixState(branch)))
        return looked.map { String(decoding: $0.bytes(0), as: UTF8.self) }
            != String(row.integer(0))
    }

    /// Whether two logs of a branch are known.
    public func isForked(_ branch: Branch) throws -> Bool {
        try transaction.first(
            "SELECT 1 FROM fork WHERE origin = $1 AND incarnation = $2", .text(branch.origin),
            .integer(Int64(bitPattern: branch.incarnation))) != nil
    }

    /// The branches of which two logs are known.
    public func forkedBranches() throws -> [Branch] {
        try transaction.rows("SELECT origin, incarnation FROM fork").map {
            Branch(origin: $0.text(0), incarnation: UInt64(bitPattern: $0.integer(1)))
        }
    }

    /// The tips of other nodes that no signature of theirs covers, and through where one does.
    ///
    /// A signature covers what comes before it by digest, also in the incarnation before. What
    /// stands before a fork came under one that lost its name with the rest: its node signs it again
    /// with what it writes next.
    public func unsigned() throws -> [(origin: String, tip: UInt64, signed: UInt64)] {
        try transaction.rows(
            """
            WITH RECURSIVE covered (ix, origin, parent_incarnation, parent_sequence) AS (
                SELECT b.ix, b.origin, b.parent_incarnation, b.parent_sequence FROM branch b
                WHERE b.sequence > 0 AND (
                    b.sequence <= (
                        SELECT MAX(s.sequence) FROM signature s WHERE s.branch = b.ix)
                    OR b.sequence + 1 = (
                        SELECT f.sequence FROM fork f
                        WHERE f.origin = b.origin AND f.incarnation = b.incarnation))
                UNION
                SELECT p.ix, p.origin, p.parent_incarnation, p.parent_sequence
                FROM covered c JOIN branch p
                    ON p.origin = c.origin AND p.incarnation = c.parent_incarnation
                    AND p.sequence <= c.parent_sequence)
            SELECT b.origin, b.sequence, COALESCE(
                (SELECT MAX(s.sequence) FROM signature s WHERE s.branch = b.ix), 0)
            FROM branch b
            WHERE b.sequence > 0 AND b.origin <> $1 AND b.ix NOT IN (SELECT ix FROM covered)
            ORDER BY b.ix
            """, .text(node)
        ).map { ($0.text(0), UInt64($0.integer(1)), UInt64($0.integer(2))) }
    }

    static func prefixState(_ branch: Branch) -> String {
        "prefix \(String(branch.incarnation, radix: 16))"
    }
}

extension JournalSession {
    /// Notes that the upstream holds all of a branch as it is here, and more. When that is this
    /// node's present incarnation, somebody else writes under it: this node takes a new one.
    public func notePrefix(of branch: Branch) throws {
        let sequence = try tip(of: branch).sequence
        try setState(RegistryView.prefixState(branch), Array(String(sequence).utf8))
        guard branch.incarnation == journal.incarnation else { return }
        journal.renewIncarnation()
        try raise(.fork, of: branch.origin, "Another node writes under the name of this one.")
    }

    /// From which sequence a branch is known to have forked.
    public func forkedFrom(_ branch: Branch) throws -> UInt64? {
        guard hasForks else { return nil }
        return try transaction.first(
            "SELECT sequence FROM fork WHERE origin = $1 AND incarnation = $2",
            .text(branch.origin), .integer(Int64(bitPattern: branch.incarnation))
        ).map { UInt64($0.integer(0)) }
    }

    /// Ends a branch before a sequence, since another log of the same name stands above: what is
    /// here of it from there on, and all that was written upon it, stays in the journal under no
    /// name and counts nowhere.
    ///
    /// - Returns: the changesets that lost their name, in the order of the journal.
    @discardableResult
    public func disown(_ branch: Branch, from first: UInt64) throws -> [Changeset] {
        try writeTips()
        hasForks = true
        try transaction.execute(
            """
            INSERT INTO fork (origin, incarnation, sequence) VALUES ($1, $2, $3)
            ON CONFLICT (origin, incarnation) DO UPDATE
                SET sequence = MIN(sequence, excluded.sequence)
            """,
            .text(branch.origin), .integer(Int64(bitPattern: branch.incarnation)),
            .integer(Int64(first)))
        try raise(
            .fork, of: branch.origin,
            "Two logs of \(branch.origin) part at changeset \(first): the node was cloned.")
        var disowned: [(position: Int64, changeset: Changeset)] = []
        var open = [(branch, first)]
        var recounted: [Changeset] = []
        while let (branch, first) = open.popLast() {
            recounted += try dropReceipts(from: first, branchState(branch))
            disowned += try takeName(of: branch, from: first)
            open += try transaction.rows(
                """
                SELECT incarnation, parent_sequence FROM branch
                WHERE origin = $1 AND parent_incarnation = $2 AND parent_sequence >= $3
                    AND disowned = 0
                """,
                .text(branch.origin), .integer(Int64(bitPattern: branch.incarnation)),
                .integer(Int64(first))
            ).map {
                (
                    Branch(
                        origin: branch.origin, incarnation: UInt64(bitPattern: $0.integer(0))),
                    UInt64($0.integer(1)) + 1
                )
            }
        }
        let changesets = disowned.sorted { $0.position < $1.position }.map(\.changeset)
        var listed: [ListedRecord] = []
        var seen: Set<RecordID> = []
        for change in (changesets + recounted).flatMap(\.items).compactMap(\.change)
        where seen.insert(change.record).inserted {
            guard let entity = journal.dictionary.entity(change.entity), entity.scope != .local
            else { continue }
            listed.append(ListedRecord(entity: entity.number, record: change.record))
        }
        for record in listed {
            guard let entity = journal.dictionary.entity(record.entity),
                try !registry.isDeparted(record.record)
            else { continue }
            try refold(record.record, entity)
        }
        try appendListed(listed)
        try writeScopeEffects()
        return changesets
    }

    private func takeName(
        of branch: Branch, from first: UInt64
    ) throws -> [(position: Int64, changeset: Changeset)] {
        let state = try branchState(branch)
        let rows = try transaction.rows(
            """
            SELECT pos, body FROM journal WHERE branch = $1 AND sequence >= $2 ORDER BY sequence
            """, .integer(state.index), .integer(Int64(first)))
        guard !rows.isEmpty else { return [] }
        let nameless = try branchState(
            Branch(origin: branch.origin, incarnation: journal.entropy.word() >> 1 | 1))
        try transaction.execute(
            "UPDATE branch SET disowned = 1 WHERE ix = $1", .integer(nameless.index))
        hasDisowned = true
        try transaction.execute(
            "UPDATE journal SET branch = $1 WHERE branch = $2 AND sequence >= $3",
            .integer(nameless.index), .integer(state.index), .integer(Int64(first)))
        try transaction.execute(
            "DELETE FROM signature WHERE branch = $1 AND sequence >= $2", .integer(state.index),
            .integer(Int64(first)))
        let last = try transaction.first(
            "SELECT sequence, digest FROM journal WHERE branch = $1 ORDER BY sequence DESC LIMIT 1",
            .integer(state.index))
        state.sequence = UInt64(last?.integer(0) ?? 0)
        state.digest = last.flatMap { Digest(bytes: $0.bytes(1)) } ?? .zero
        try transaction.execute(
            "UPDATE branch SET sequence = $1, digest = $2 WHERE ix = $3",
            .integer(Int64(state.sequence)), .bytes(state.digest.bytes), .integer(state.index))
        return try rows.map {
            ($0.integer(0), try Changeset(bytes: $0.bytes(1), hasher: &hasher))
        }
    }

    /// Writes again, in a new incarnation, what this node wrote on a branch that forked: the same
    /// changes by the same people with the same stamps, upon what they were made upon.
    ///
    /// - Parameter first: the first sequence at which the upstream holds something else.
    /// - Returns: how many changesets were written again.
    public func recover(_ branch: Branch, from first: UInt64) throws -> Int {
        precondition(branch.origin == journal.identity.name, "A node recovers its own log only.")
        let lost = try disown(branch, from: first)
        journal.renewIncarnation()
        try resetOwnTip(branch, before: first)
        var renamed: [Version: Version] = [:]
        for changeset in lost {
            let changes = changeset.items.compactMap(\.change).map { change in
                var change = change
                for index in change.groups.indices {
                    change.groups[index].base = Set(
                        change.groups[index].base.map { renamed[$0] ?? $0 }
                    ).sorted()
                }
                return change
            }
            guard !changes.isEmpty else { continue }
            renamed[changeset.version] = try append(again: changes, of: changeset)
        }
        return lost.count
    }

    /// What follows begins behind the last entry that everybody agrees upon.
    private func resetOwnTip(_ branch: Branch, before first: UInt64) throws {
        let state = try branchState(branch)
        if state.sequence > 0 {
            try setOwnTip(state.branch.incarnation, state.sequence, state.digest)
            return
        }
        // Nothing of the branch is left: it begins where its parent did.
        let row = try transaction.first(
            "SELECT parent_incarnation, parent_sequence FROM branch WHERE ix = $1",
            .integer(state.index))
        guard let row, !row.isNull(0) else {
            try transaction.execute("DELETE FROM node_state WHERE name = 'own tip'")
            return
        }
        let parent = try branchState(
            Branch(origin: branch.origin, incarnation: UInt64(bitPattern: row.integer(0))))
        let sequence = UInt64(row.integer(1))
        guard let digest = try entryDigest(branch: parent.index, sequence) else { return }
        try setOwnTip(parent.branch.incarnation, sequence, digest)
    }

    /// Whether a branch of the journal lost its name.
    func isDisowned(_ branch: Int64) throws -> Bool {
        try transaction.first(
            "SELECT 1 FROM branch WHERE ix = $1 AND disowned = 1", .integer(branch)) != nil
    }

    // MARK: Entries that were written again

    /// Remembers that an entry stands for one that lost its name.
    func noteAlias(_ changeset: Changeset, branch: Int64) throws {
        guard let replaced = changeset.header.replaces else { return }
        try noteAlias(
            LocalVersion(
                branch: branch, sequence: changeset.header.sequence,
                tag: changeset.digest.firstWord), of: replaced)
    }

    /// Remembers the name that an entry lost, by this node's log or by the upstream's word.
    func noteAlias(_ version: LocalVersion, of replaced: Version) throws {
        hasAliases = true
        try transaction.execute(
            """
            INSERT INTO alias (old_branch, old_sequence, old_tag, branch, sequence, tag)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
            """,
            try local(replaced).values + version.values)
    }

    /// The entries that were written again for a version.
    func aliases(of version: LocalVersion) throws -> [LocalVersion] {
        guard hasAliases else { return [] }
        return try transaction.rows(
            """
            SELECT branch, sequence, tag FROM alias
            WHERE old_branch = $1 AND old_sequence = $2 AND old_tag = $3
            """, version.values
        ).map {
            LocalVersion(
                branch: $0.integer(0), sequence: UInt64($0.integer(1)),
                tag: UInt64(bitPattern: $0.integer(2)))
        }
    }

    /// Whether a change, or what it was made upon, has to do with entries that were written again.
    func concernsAliases(_ change: Change) throws -> Bool {
        guard hasAliases else { return false }
        return try change.groups.contains { group in
            try group.base.contains { try !aliases(of: local($0)).isEmpty }
        }
    }
}
