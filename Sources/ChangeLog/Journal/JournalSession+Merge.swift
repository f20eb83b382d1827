import Registry
import Storage
import Trust

extension JournalSession {
    /// Merges the changes of an entry that stands in the journal at the current position.
    func merge(_ changeset: Changeset, branch: Int64, effective: Stamp) throws {
        let version = LocalVersion(
            branch: branch, sequence: changeset.header.sequence, tag: changeset.digest.firstWord)
        try noteAlias(changeset, branch: branch)
        for item in changeset.items {
            guard let change = item.change else { continue }
            if try changeset.header.replaces != nil || concernsAliases(change) {
                try fold(change)
                continue
            }
            try merge(change, version: version, effective: effective)
        }
        if !decisions.isEmpty { try carryOutDecisions() }
        try writeScopeEffects()
    }

    /// Merges a change by computing its record anew.
    private func fold(_ change: Change) throws {
        try touch(change.record)
        guard let entity = journal.dictionary.entity(change.entity) else {
            return try noteUnread(change.record, entity: change.entity)
        }
        guard try !registry.isDeparted(change.record) else { return }
        try noteWritten(change, entity)
        try refold(change.record, entity)
    }

    private func merge(_ change: Change, version: LocalVersion, effective: Stamp) throws {
        try touch(change.record)
        guard let entity = journal.dictionary.entity(change.entity) else {
            // A newer node's entity: the entry is kept and relayed, a newer version will read it.
            return try noteUnread(change.record, entity: change.entity)
        }
        if hasDeparted, try registry.isDeparted(change.record) { return }
        try noteWritten(change, entity)
        if change.kind == .create, try insert(change, entity, version, effective) { return }
        if hasOrphans, try isOrphan(change.record) {
            if change.kind == .create { lateArrivals.insert(change.record) }
            try refold(change.record, entity)
            return
        }
        let judged = judgedRow
        judgedRow = nil
        guard
            let row = try judged?.id == change.record ? judged : row(of: entity, change.record)
        else {
            try markOrphan(change.record)
            return
        }
        if hasUpstreamStates, try isCoveredByUpstream(version, change.record) { return }
        let groups = touchedGroups(change, entity)
        for group in groups {
            try merge(group, into: row, version: version, effective: effective)
        }
        try checkInvariants(entity, change.record, touched: groups)
    }

    /// What is remembered about areas, nodes and decisions holds until one is written.
    private func noteWritten(_ change: Change, _ entity: Entity) throws {
        switch entity.name {
        case "area", "node":
            registry.forgetAreas()
            writers.removeAll()
            hasMovedScope = true
        case "quarantine": decisions.insert(change.record)
        case "merge_policy": try notePolicies()
        case "household", "membership":
            if change.kind != .create { hasMovedScope = true }
        default: break
        }
    }

    /// Inserts a record that is new here; false when a row of this id stands here already.
    private func insert(
        _ change: Change, _ entity: Entity, _ version: LocalVersion, _ effective: Stamp
    ) throws -> Bool {
        if hasOrphans, try isOrphan(change.record) { return false }
        let inserted = try insertRow(
            entity, change.record, version: version, effective: effective, values: change.values)
        guard inserted else { return false }
        try noteScope(entity, change.record, before: nil, after: change.values)
        try checkInvariants(entity, change.record, created: change.values)
        return true
    }

    /// Writes a row with all its values; false when there is one already.
    func insertRow(
        _ entity: Entity, _ record: RecordID, version: LocalVersion, effective: Stamp,
        values: [NumberedValue]
    ) throws -> Bool {
        let statements = statements(of: entity)
        let table = statements.table
        let statement = try statements.insert(transaction)
        // What the values leave out is empty.
        statement.clear()
        statement.bind(1, record)
        statement.bind(2, version.branch)
        statement.bind(3, Int64(version.sequence))
        statement.bind(4, Int64(bitPattern: version.tag))
        statement.bind(5, Int64(bitPattern: effective.rawValue))
        var unknown: [NumberedValue] = []
        for value in values {
            // A value of a foreign type stays among the unknown: a column has one type.
            guard let column = table.column(of: value.field),
                value.value.matches(column.storage)
            else {
                unknown.append(value)
                continue
            }
            statement.bind(column.parameter, value.value)
        }
        if !unknown.isEmpty { statement.bind(6, GroupValue(unknown).bytes) }
        try statement.run()
        return transaction.changedRows > 0
    }

    /// The groups that a change touches, as if it had named each of them.
    func touchedGroups(_ change: Change, _ entity: Entity) -> [GroupChange] {
        guard change.kind == .create else { return change.groups }
        return entity.groups.map { group in
            GroupChange(
                group: group.number,
                values: change.values.filter { value in
                    group.fields.contains { $0.number == value.field }
                }, base: [])
        }
    }

    /// heads := heads − base + {this}, then what is shown of them.
    private func merge(
        _ change: GroupChange, into row: StoredRow, version: LocalVersion, effective: Stamp
    ) throws {
        let stored = try storedHeads(of: row.id, group: change.group)
        var heads = stored.isEmpty ? implied(group: change.group, row) : stored
        let before = heads
        for base in change.base {
            let base = try local(base)
            if let index = heads.firstIndex(where: { $0.version == base }) {
                heads.remove(at: index)
            } else if try !isKnown(base) {
                hasSuperseded = true
                try transaction.execute(
                    """
                    INSERT INTO superseded (record, grp, branch, sequence, tag)
                    VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
                    """,
                    [.reference(row.id), .integer(Int64(change.group))] + base.values)
            }
        }
        // A record that was computed anew for an earlier change of this entry has it already.
        let isThere = heads.contains { $0.version == version }
        if try !isThere && !isSuperseded(version, row.id, change.group) {
            heads.append(
                Head(
                    version: version, effective: effective, value: GroupValue(change.values),
                    was: GroupValue(change.was)))
        }
        guard heads != before else { return }
        try show(
            heads, of: change.group, in: row, hadHeads: !stored.isEmpty,
            mayBeDisputed: before.count > 1)
    }

    /// Writes the heads of a group, what is shown of them, and whether that is a conflict.
    ///
    /// - Parameters:
    ///   - hadHeads: whether heads of the group may stand in their table.
    ///   - mayBeDisputed: whether a conflict may stand: one head alone has none.
    func show(
        _ heads: [Head], of number: Int, in row: StoredRow, hadHeads: Bool = true,
        mayBeDisputed: Bool = true
    ) throws {
        if hadHeads {
            let delete = try headStatements.delete(transaction)
            delete.bind(1, row.id)
            delete.bind(2, Int64(number))
            try delete.run()
        }
        let isImplied = heads.count == 1 && heads[0].version == row.version
        if number == Life.group || !isImplied {
            for head in heads { try insert(head, of: row.id, group: number) }
        }
        if hasLives || number == Life.group { try showLife(of: row) }
        guard let group = row.entity.group(number) else { return }
        let policy = try registry.policy(of: row.entity, group)
        let shown = Shown(heads, policy: policy) { left, right in
            (try? self.isOrdered(left, right)) ?? (left < right)  // both branches are held here
        }
        if let columns = row.table.group(number), shown.value != row.value(of: columns) {
            let update = try statements(of: row.entity).update(number, columns, transaction)
            for (offset, field) in columns.fields.enumerated() {
                let value = shown.value[field.number]
                update.bind(offset + 1, value.matches(field.storage) ? value : .null)
            }
            update.bind(columns.fields.count + 1, row.place)
            try update.run()
            if columns.decidesScope {
                let before = row.allValues
                let others = before.filter { value in
                    !columns.fields.contains { $0.number == value.field }
                }
                try noteScope(
                    row.entity, row.id, before: before, after: others + shown.value.values)
            }
        }
        if shown.isConflict || mayBeDisputed {
            try setConflict(shown.isConflict, row.entity, row.id, number)
        }
    }

    private func insert(_ head: Head, of record: RecordID, group: Int) throws {
        let insert = try headStatements.insert(transaction)
        insert.bind(1, record)
        insert.bind(2, Int64(group))
        insert.bind(3, head.version.branch)
        insert.bind(4, Int64(head.version.sequence))
        insert.bind(5, Int64(bitPattern: head.version.tag))
        insert.bind(6, Int64(bitPattern: head.effective.rawValue))
        insert.bind(7, head.value.bytes)
        insert.bind(8, head.was.bytes)
        try insert.run()
    }

    func setConflict(
        _ isConflict: Bool, _ entity: Entity, _ record: RecordID, _ group: Int
    ) throws {
        if isConflict {
            try transaction.execute(
                """
                INSERT INTO conflict (record, grp, entity) VALUES ($1, $2, $3)
                ON CONFLICT DO NOTHING
                """, .reference(record), .integer(Int64(group)), .integer(Int64(entity.number)))
        } else {
            try transaction.execute(
                "DELETE FROM conflict WHERE record = $1 AND grp = $2", .reference(record),
                .integer(Int64(group)))
        }
    }

    /// The order of versions that is the same at every node.
    func isOrdered(_ left: LocalVersion, _ right: LocalVersion) throws -> Bool {
        try global(left) < global(right)
    }

    // MARK: What stands

    func row(of entity: Entity, _ id: RecordID) throws -> StoredRow? {
        let statements = statements(of: entity)
        let select = try statements.select(transaction)
        select.bind(1, id)
        defer { select.reset() }
        return try select.step() ? StoredRow(statements.table, id, select) : nil
    }

    /// The heads of a group: those on record, or the row's own version.
    func heads(of record: RecordID, group number: Int, row: StoredRow) throws -> [Head] {
        let stored = try storedHeads(of: record, group: number)
        return stored.isEmpty ? implied(group: number, row) : stored
    }

    /// The heads of a group that stand in their table.
    private func storedHeads(of record: RecordID, group number: Int) throws -> [Head] {
        let select = try headStatements.select(transaction)
        select.bind(1, record)
        select.bind(2, Int64(number))
        defer { select.reset() }
        var heads: [Head] = []
        while try select.step() { heads.append(try Head(select.row())) }
        return heads
    }

    /// The one head of a group that nobody edited: the row's own version.
    private func implied(group number: Int, _ row: StoredRow) -> [Head] {
        guard let group = row.entity.group(number) else { return [] }
        return [
            Head(
                version: row.version, effective: row.effective, value: row.value(of: group),
                was: GroupValue([]))
        ]
    }

    /// Whether an entry of this version stands in the journal.
    private func isKnown(_ version: LocalVersion) throws -> Bool {
        let row = try transaction.first(
            "SELECT digest FROM journal WHERE branch = $1 AND sequence = $2",
            .integer(version.branch), .integer(Int64(version.sequence)))
        guard let row else { return false }
        return LocalVersion(
            branch: version.branch, sequence: version.sequence, digest: row.bytes(0)) == version
    }

    private func isSuperseded(
        _ version: LocalVersion, _ record: RecordID, _ group: Int
    ) throws -> Bool {
        guard hasSuperseded else { return false }
        return try transaction.first(
            """
            SELECT 1 FROM superseded WHERE record = $1 AND grp = $2 AND branch = $3
            AND sequence = $4 AND tag = $5
            """,
            .reference(record), .integer(Int64(group)), .integer(version.branch),
            .integer(Int64(version.sequence)), .integer(Int64(bitPattern: version.tag))) != nil
    }

    func isOrphan(_ record: RecordID) throws -> Bool {
        try transaction.first("SELECT 1 FROM orphan WHERE record = $1", .reference(record)) != nil
    }

    func markOrphan(_ record: RecordID) throws {
        hasOrphans = true
        try transaction.execute(
            "INSERT INTO orphan (record) VALUES ($1) ON CONFLICT DO NOTHING", .reference(record))
    }
}

extension Head {
    init(_ row: Row) throws {
        version = LocalVersion(
            branch: row.integer(0), sequence: UInt64(row.integer(1)),
            tag: UInt64(bitPattern: row.integer(2)))
        effective = Stamp(rawValue: UInt64(bitPattern: row.integer(3)))
        value = try GroupValue(bytes: row.bytes(4))
        was = try GroupValue(bytes: row.bytes(5))
    }
}

extension LocalVersion {
    var values: [FieldValue] {
        [.integer(branch), .integer(Int64(sequence)), .integer(Int64(bitPattern: tag))]
    }

    init(branch: Int64, sequence: UInt64, digest: [UInt8]) {
        self.init(
            branch: branch, sequence: sequence,
            tag: digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }
}

extension FieldValue {
    /// Whether the value has the form that a column wants; nothing fits everywhere.
    func matches(_ storage: FieldType.Storage) -> Bool {
        switch (storage, self) {
        case (_, .null), (.text, .text), (.integer, .integer), (.bytes, .bytes): true
        default: false
        }
    }
}
