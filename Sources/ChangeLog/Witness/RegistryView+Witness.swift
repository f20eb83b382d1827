import Registry
import Storage
import Trust

extension RegistryView {
    /// How far this node keeps the sealed changesets of the tiers above.
    public func witnessHeld() throws -> Reflects {
        var result = Reflects()
        for row in try transaction.rows(
            "SELECT origin, incarnation, MAX(sequence) FROM witness GROUP BY origin, incarnation")
        {
            result.cover(
                Branch(origin: row.text(0), incarnation: UInt64(bitPattern: row.integer(1))),
                through: UInt64(row.integer(2)))
        }
        return result
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

    /// How far verified backups hold what this node and the tiers above it wrote.
    public func backupSafe() throws -> Reflects {
        let row = try transaction.first(
            "SELECT value FROM node_state WHERE name = 'backup safe'")
        return try row.map { try Reflects(WireReader($0.bytes(0))) } ?? Reflects()
    }

    /// The sealed changesets that a node below lacks, in order, up to so many bytes.
    ///
    /// - Returns: the changesets, and whether more are left.
    func witness(
        lacking held: Reflects, key: SealingKey, atMost bytes: Int
    ) throws -> (entries: [WitnessEntry], isMore: Bool) {
        var entries: [WitnessEntry] = []
        var size = 0
        let safe = try backupSafe()
        for tip in try tips() where tip.branch.origin == node {
            let from = max(
                held.sequences[tip.branch] ?? 0, safe.sequences[tip.branch] ?? 0)
            guard tip.sequence > from else { continue }
            let rows = try transaction.statement(
                """
                SELECT j.sequence, j.digest, j.body
                FROM branch b JOIN journal j ON j.branch = b.ix
                WHERE b.origin = $1 AND b.incarnation = $2 AND j.sequence > $3 ORDER BY j.sequence
                """)
            rows.bind(1, tip.branch.origin)
            rows.bind(2, Int64(bitPattern: tip.branch.incarnation))
            rows.bind(3, Int64(from))
            defer { rows.reset() }
            while try rows.step() {
                if size >= bytes { return (entries, true) }
                let sequence = UInt64(rows.integer(0))
                let entry = WitnessEntry(
                    branch: tip.branch, sequence: sequence,
                    digest: Digest(bytes: rows.bytes(1)) ?? .zero,
                    sealed: try key.seal(
                        rows.bytes(2), name: WitnessEntry.name(tip.branch, sequence)))
                size += entry.sealed.count + 80
                entries.append(entry)
            }
        }
        let kept = try keptWitness(lacking: held, atMost: bytes - size)
        return (entries + kept.entries, kept.isMore)
    }

    /// The sealed changesets that this node keeps and another lacks.
    public func keptWitness(
        lacking held: Reflects, atMost bytes: Int
    ) throws -> (entries: [WitnessEntry], isMore: Bool) {
        var entries: [WitnessEntry] = []
        var size = 0
        let rows = try transaction.statement(
            """
            SELECT origin, incarnation, sequence, digest, body FROM witness
            ORDER BY origin, incarnation, sequence
            """)
        defer { rows.reset() }
        while try rows.step() {
            let branch = Branch(
                origin: rows.text(0), incarnation: UInt64(bitPattern: rows.integer(1)))
            let sequence = UInt64(rows.integer(2))
            guard sequence > held.sequences[branch] ?? 0 else { continue }
            if size >= bytes, !entries.isEmpty || bytes <= 0 { return (entries, true) }
            let entry = WitnessEntry(
                branch: branch, sequence: sequence,
                digest: Digest(bytes: rows.bytes(3)) ?? .zero, sealed: rows.bytes(4))
            size += entry.sealed.count + 80
            entries.append(entry)
        }
        return (entries, false)
    }
}
