public import Registry
import Storage

extension JournalSession {
    /// A change that closes a record, by everything that stands here.
    ///
    /// - Throws: `JournalRefusal.noSuchRecord`, `.closed` when it is closed already.
    public func closing(
        of name: String, _ record: RecordID, kind: Change.Kind = .close
    ) throws -> Change {
        let entity = journal.dictionary.require(name)
        guard let row = try row(of: entity, record) else {
            throw JournalRefusal.noSuchRecord(entity: name, id: record)
        }
        if try isClosed(record) { throw JournalRefusal.closed(entity: name, id: record) }
        let seen = try otherHeads(of: row).map { try global($0) }
        return Change(
            entity: entity.number, record: record, kind: kind,
            groups: [
                GroupChange(
                    group: Life.group, values: Life.closed(seen: seen),
                    base: try lifeBase(of: row))
            ])
    }

    /// A change that opens a closed record again, or settles that it stays open.
    ///
    /// - Throws: `JournalRefusal.noSuchRecord`.
    public func reopening(of name: String, _ record: RecordID) throws -> Change {
        let entity = journal.dictionary.require(name)
        guard let row = try row(of: entity, record) else {
            throw JournalRefusal.noSuchRecord(entity: name, id: record)
        }
        return Change(
            entity: entity.number, record: record, kind: .resolve,
            groups: [
                GroupChange(group: Life.group, values: Life.open, base: try lifeBase(of: row))
            ])
    }

    private func lifeBase(of row: StoredRow) throws -> [Version] {
        try heads(of: row.id, group: Life.group, row: row).map { try global($0.version) }.sorted()
    }

    /// The heads of all groups but the life of the record.
    private func otherHeads(of row: StoredRow) throws -> Set<LocalVersion> {
        let listed = try transaction.rows(
            "SELECT grp, branch, sequence, tag FROM head WHERE record = $1 AND grp <> 0",
            .reference(row.id))
        var result = Set(
            listed.map {
                LocalVersion(
                    branch: $0.integer(1), sequence: UInt64($0.integer(2)),
                    tag: UInt64(bitPattern: $0.integer(3)))
            })
        let edited = Set(listed.map { $0.int(0) })
        if row.entity.groups.contains(where: { !edited.contains($0.number) }) {
            result.insert(row.version)
        }
        return result
    }

    /// Whether a record is closed and nobody objects.
    public func isClosed(_ record: RecordID) throws -> Bool {
        guard hasLives else { return false }
        return try registry.isClosed(record)
    }

    /// Says anew whether a record is closed, open, or stands in a conflict about that.
    func showLife(of row: StoredRow) throws {
        let heads = try heads(of: row.id, group: Life.group, row: row)
        guard !heads.isEmpty else { return }
        hasLives = true
        let closes = heads.filter { Life.isClosed($0.value) }
        var isConflict = !closes.isEmpty && closes.count < heads.count
        if !closes.isEmpty, !isConflict {
            var seen: Set<LocalVersion> = []
            for close in closes {
                for version in Life.seen(close.value) {
                    let version = try local(version)
                    seen.insert(version)
                    seen.formUnion(try aliases(of: version))
                }
            }
            isConflict = try !otherHeads(of: row).isSubset(of: seen)
        }
        try transaction.execute(
            """
            INSERT INTO life (record, entity, closed) VALUES ($1, $2, $3)
            ON CONFLICT (record) DO UPDATE SET closed = excluded.closed
            """,
            .reference(row.id), .integer(Int64(row.entity.number)),
            .integer(!closes.isEmpty && !isConflict ? 1 : 0))
        try setConflict(isConflict, row.entity, row.id, Life.group)
    }
}

extension RegistryView {
    /// Whether a record is closed and nobody objects; closed records are not listed.
    public func isClosed(_ record: RecordID) throws -> Bool {
        try transaction.first(
            "SELECT 1 FROM life WHERE record = $1 AND closed = 1", .reference(record)) != nil
    }
}
