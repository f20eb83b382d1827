import Registry
import Storage
import Trust

extension RegistryView {
    /// How far this node keeps the sealed changesets of the tiers above.
    public func witnessHeld() throws -> Reflects {
        var result = Reflects()
        for (branch, range) in try sealedRanges() {
            result.cover(branch, through: range.upperBound)
        }
        return result
    }

    /// Which sealed changesets are kept, by branch: each is looked up, since the changesets between
    /// its first and its last are most of a database that is never backed up.
    private func sealedRanges() throws -> [Branch: ClosedRange<UInt64>] {
        let first = try transaction.statement(
            """
            SELECT origin, incarnation, sequence FROM witness
            WHERE (origin, incarnation) > ($1, $2)
            ORDER BY origin, incarnation, sequence LIMIT 1
            """)
        var result: [Branch: ClosedRange<UInt64>] = [:]
        var (origin, incarnation) = ("", Int64.min)
        while true {
            first.bind(1, origin)
            first.bind(2, incarnation)
            defer { first.reset() }
            guard try first.step() else { return result }
            (origin, incarnation) = (first.text(0), first.integer(1))
            let branch = Branch(
                origin: origin, incarnation: UInt64(bitPattern: incarnation))
            let start = UInt64(first.integer(2))
            result[branch] = start...max(start, try lastSealed(branch))
        }
    }

    /// The last sequence of a branch of which a sealed changeset is kept; 0 for none.
    private func lastSealed(_ branch: Branch) throws -> UInt64 {
        let row = try transaction.first(
            "SELECT MAX(sequence) FROM witness WHERE origin = $1 AND incarnation = $2",
            .text(branch.origin), .integer(Int64(bitPattern: branch.incarnation)))
        return UInt64(row?.values[0].integer ?? 0)
    }

    /// Whether all of that is kept here, or in verified backups of those who wrote it.
    func keepsSealed(_ assumed: Reflects) throws -> Bool {
        guard !assumed.sequences.isEmpty else { return true }
        let safe = try backupSafe()
        return try assumed.sequences.sorted { $0.key < $1.key }.allSatisfy { branch, sequence in
            try sequence <= safe.sequences[branch] ?? 0 || sequence <= lastSealed(branch)
        }
    }

    /// What a node below keeps when it keeps all: this node's own changesets that no verified
    /// backup holds, and what this node keeps itself.
    public func witnessWanted() throws -> Reflects {
        var result = try witnessHeld()
        let safe = try backupSafe()
        for tip in try tips() where tip.branch.origin == node {
            guard tip.sequence > safe.sequences[tip.branch] ?? 0 else { continue }
            result.cover(tip.branch, through: tip.sequence)
        }
        return result
    }

    /// What this node holds of its own log, and keeps for the tiers above: what a node below keeps
    /// beyond that, this node lost in a restore.
    public func heldOfOwn() throws -> Reflects {
        var held = try witnessHeld()
        for tip in try tips() where tip.branch.origin == node {
            held.cover(tip.branch, through: tip.sequence)
        }
        held.formUnion(try backupSafe())
        return held
    }

    /// How far verified backups hold what this node and the tiers above it wrote.
    public func backupSafe() throws -> Reflects {
        let row = try transaction.first(
            "SELECT value FROM node_state WHERE name = 'backup safe'")
        return try row.map { try Reflects(WireReader($0.bytes(0))) } ?? Reflects()
    }

    /// The sealed changesets that a node below lacks, each behind the one that it follows, up to so
    /// many bytes.
    ///
    /// - Returns: the changesets, and whether more are left.
    func witness(
        lacking held: Reflects, key: SealingKey, atMost bytes: Int
    ) throws -> (entries: [WitnessEntry], isMore: Bool) {
        var entries: [WitnessEntry] = []
        var size = 0
        let safe = try backupSafe()
        var lacking: [Branch: ClosedRange<UInt64>] = [:]
        for tip in try tips() where tip.branch.origin == node {
            let from = max(held.sequences[tip.branch] ?? 0, safe.sequences[tip.branch] ?? 0)
            if tip.sequence <= from { continue }
            lacking[tip.branch] = try firstSequence(of: tip.branch, after: from)...tip.sequence
        }
        for (branch, range) in WitnessEntry.inOrder(lacking) {
            let rows = try transaction.statement(
                """
                SELECT j.sequence, j.digest, j.body
                FROM branch b JOIN journal j ON j.branch = b.ix
                WHERE b.origin = $1 AND b.incarnation = $2 AND j.sequence BETWEEN $3 AND $4
                ORDER BY j.sequence
                """)
            rows.bind(1, branch, range)
            defer { rows.reset() }
            while try rows.step() {
                if size >= bytes { return (entries, true) }
                let sequence = UInt64(rows.integer(0))
                let entry = WitnessEntry(
                    branch: branch, sequence: sequence,
                    digest: Digest(bytes: rows.bytes(1)) ?? .zero,
                    sealed: try key.seal(
                        rows.bytes(2), name: WitnessEntry.name(branch, sequence)))
                size += entry.sealed.count + 80
                entries.append(entry)
            }
        }
        let kept = try keptWitness(lacking: held, atMost: bytes - size)
        return (entries + kept.entries, kept.isMore)
    }

    /// The sealed changesets that this node keeps and another lacks, each behind the one that it
    /// follows.
    public func keptWitness(
        lacking held: Reflects, atMost bytes: Int
    ) throws -> (entries: [WitnessEntry], isMore: Bool) {
        var entries: [WitnessEntry] = []
        var size = 0
        var lacking: [Branch: ClosedRange<UInt64>] = [:]
        for (branch, range) in try sealedRanges() {
            let first = max(range.lowerBound, (held.sequences[branch] ?? 0) + 1)
            if first <= range.upperBound { lacking[branch] = first...range.upperBound }
        }
        for (branch, range) in WitnessEntry.inOrder(lacking) {
            let rows = try transaction.statement(
                """
                SELECT sequence, digest, body FROM witness
                WHERE origin = $1 AND incarnation = $2 AND sequence BETWEEN $3 AND $4
                ORDER BY sequence
                """)
            rows.bind(1, branch, range)
            defer { rows.reset() }
            while try rows.step() {
                if size >= bytes, !entries.isEmpty || bytes <= 0 { return (entries, true) }
                let entry = WitnessEntry(
                    branch: branch, sequence: UInt64(rows.integer(0)),
                    digest: Digest(bytes: rows.bytes(1)) ?? .zero, sealed: rows.bytes(2))
                size += entry.sealed.count + 80
                entries.append(entry)
            }
        }
        return (entries, false)
    }
}

extension Statement {
    /// Binds a part of a branch from `$index` on: origin, incarnation, first and last sequence.
    fileprivate func bind(_ index: Int, _ branch: Branch, _ sequences: ClosedRange<UInt64>) {
        bind(index, branch.origin)
        bind(index + 1, Int64(bitPattern: branch.incarnation))
        bind(index + 2, Int64(sequences.lowerBound))
        bind(index + 3, Int64(sequences.upperBound))
    }
}
