import Registry
import Storage
import Trust

extension JournalSession {
    /// Keeps sealed changesets of the tiers above.
    ///
    /// - Parameters:
    ///   - isFromAbove: whether the tier above sent them itself, whose word counts more than what
    ///     came from below.
    ///   - assumed: what the sender heard that this node keeps, and therefore left out. Where that
    ///     is not true any more (a restore), they would hide a gap, and are sent again.
    public func keep(
        _ entries: [WitnessEntry], isFromAbove: Bool, assuming assumed: Reflects = Reflects()
    ) throws {
        guard !entries.isEmpty, try registry.keepsSealed(assumed) else { return }
        var safe = try registry.backupSafe()
        let before = safe
        var held = isFromAbove ? Reflects() : try registry.witnessHeld()
        for entry in entries {
            let branch = entry.branch
            guard branch.origin != journal.identity.name else { continue }
            if !isFromAbove {
                // What does not follow what is kept would hide that something is missing.
                let last = held.sequences[branch] ?? 0
                guard last == 0 || entry.sequence <= last + 1 else { continue }
                held.cover(branch, through: entry.sequence)
            }
            if entry.sequence <= safe.sequences[branch] ?? 0 {
                guard isFromAbove else { continue }
                // It was restored since it said that this was safe.
                safe.forget(branch)
            }
            try transaction.execute(
                """
                INSERT INTO witness (origin, incarnation, sequence, digest, body)
                VALUES ($1, $2, $3, $4, $5) ON CONFLICT (origin, incarnation, sequence)
                """
                    + (isFromAbove
                        ? "DO UPDATE SET digest = excluded.digest, body = excluded.body"
                        : "DO NOTHING"),
                .text(branch.origin), .integer(Int64(bitPattern: branch.incarnation)),
                .integer(Int64(entry.sequence)), .bytes(entry.digest.bytes), .bytes(entry.sealed))
        }
        if safe != before { try setState("backup safe", safe.bytes) }
    }

    /// Takes back changesets of this node that it lost in a restore and that a node below kept.
    ///
    /// - Returns: how many came back.
    public func takeBack(_ entries: [WitnessEntry]) throws -> Int {
        let own = journal.identity.name
        let key = SealingKey(of: journal.identity.signingKey)
        var returned = 0
        for entry in entries where entry.branch.origin == own {
            let name = WitnessEntry.name(entry.branch, entry.sequence)
            // What another key sealed, or what was changed, is worth nothing to anybody.
            guard let bytes = try key.open(entry.sealed, name: name),
                let changeset = try? Changeset(bytes: bytes, hasher: &hasher),
                changeset.header.origin == own, changeset.digest == entry.digest
            else { continue }
            if try accept(changeset, isSigned: true, received: nil) == .merged {
                returned += 1
            }
        }
        guard hasStaged else { return returned }
        // An incarnation may come before the one that it follows.
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for branch in try stagedBranches() where branch.origin == own {
                for changeset in try staged(branch) {
                    guard try accept(changeset, isSigned: true, received: nil) == .merged
                    else { continue }
                    returned += 1
                    isGrowing = true
                }
                try unstage(branch, through: tip(of: branch).sequence)
            }
        }
        return returned
    }

    /// Notes that a verified backup holds everything that this node wrote up to these sequences:
    /// nodes below need not keep it any more.
    ///
    /// - Parameter held: how far the backup holds the branches, by the tips in its own tables.
    public func noteVerifiedBackup(holding held: Reflects) throws {
        var safe = try registry.backupSafe()
        safe.formUnion(held.limited(to: [journal.identity.name]))
        try setState("backup safe", safe.bytes)
    }

    /// Forgets what the tiers above have in verified backups.
    func forgetWitness(_ safe: Reflects) throws {
        guard !safe.sequences.isEmpty else { return }
        var known = try registry.backupSafe()
        guard !known.covers(safe) else { return }
        known.formUnion(safe)
        try setState("backup safe", known.bytes)
        for (branch, sequence) in safe.sequences.sorted(by: { $0.key < $1.key }) {
            try transaction.execute(
                """
                DELETE FROM witness WHERE origin = $1 AND incarnation = $2 AND sequence <= $3
                """,
                .text(branch.origin), .integer(Int64(bitPattern: branch.incarnation)),
                .integer(Int64(sequence)))
        }
    }
}
