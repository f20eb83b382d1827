import Registry
import Storage
import Trust

extension JournalSession {
    /// Computes a record anew: what the upstream said, and the entries of the log that it did not
    /// say it had, minus what these entries replaced.
    func refold(_ record: RecordID, _ entity: Entity) throws {
        let upstream = try upstreamState(of: record)
        let reflects = try upstream.map { try self.reflects($0.reflects) } ?? Reflects()
        let pending = try entries(touching: record, of: entity.number).filter {
            !reflects.covers(try global($0.version))
        }
        let before = try row(of: entity, record)
        if entity.name == "area" || entity.name == "node" {
            registry.forgetAreas()
            writers.removeAll()
        }
        if entity.name == "merge_policy" { try notePolicies() }
        try clear(entity, record)
        guard let birth = try birth(of: record, upstream?.state, pending) else {
            if !pending.isEmpty { try markOrphan(record) }
            try noteScope(entity, record, before: before?.allValues, after: nil)
            return
        }
        try transaction.execute("DELETE FROM orphan WHERE record = $1", .reference(record))
        _ = try insertRow(
            entity, record, version: birth.version, effective: birth.effective,
            values: birth.values)
        guard let row = try row(of: entity, record) else { return }
        var heads = try headsByGroup(row, upstream?.state)
        try add(pending, to: &heads, row)
        for (number, list) in heads.sorted(by: { $0.key < $1.key }) {
            let current = try self.row(of: entity, record) ?? row
            try show(list.sorted { $0.version < $1.version }, of: number, in: current)
        }
        let after = try self.row(of: entity, record)
        scopeChanges.removeAll { $0.record == record }
        try noteScope(entity, record, before: before?.allValues, after: after?.allValues)
        try checkInvariants(entity, record)
    }

    /// One entry of the log as far as it concerns one record.
    struct PendingEntry {
        let version: LocalVersion
        let effective: Stamp
        let changes: [Change]
    }

    private struct Birth {
        let version: LocalVersion
        let effective: Stamp
        let values: [NumberedValue]
    }

    /// The entries of the log that touch a record, in the order in which they came: without those
    /// that stand aside, unless somebody looks with the eyes of a node (`viewer`) to which others
    /// may have shown theirs.
    ///
    /// - Parameter entity: the number of the record's entity: a broken node may write about another
    ///   under the same id.
    func entries(
        touching record: RecordID, of entity: Int, viewer: String? = nil
    ) throws -> [PendingEntry] {
        let rows = try transaction.rows(
            """
            SELECT j.branch, j.sequence, j.effective, j.pos
            FROM touch t JOIN journal j ON j.pos = t.pos
            WHERE t.record = $1 AND j.kind = 0 ORDER BY t.pos
            """, .reference(record))
        return try rows.compactMap { row in
            if try isSetAside(branch: row.integer(0), sequence: UInt64(row.integer(1))) {
                guard let viewer, try branchState(at: row.integer(0)).branch.origin != viewer else {
                    return nil
                }
            }
            if hasDisowned, try isDisowned(row.integer(0)) { return nil }
            let changeset = try recent.changeset(at: row.integer(3), in: transaction)
            return PendingEntry(
                version: LocalVersion(
                    branch: row.integer(0), sequence: UInt64(row.integer(1)),
                    tag: changeset.digest.firstWord),
                effective: try effectiveTime(
                    of: changeset, branch: row.integer(0)),
                changes: changeset.items.compactMap(\.change).filter {
                    $0.record == record && $0.entity == entity
                })
        }
    }

    private func clear(_ entity: Entity, _ record: RecordID) throws {
        let id = FieldValue.reference(record)
        judgedRow = nil
        try transaction.execute(EntityTable.of(entity).deleteSQL, id)
        // The rows that broke a rule together with this one stay, and may break none any more.
        try forgetBreaches(of: record)
        for table in ["head", "superseded", "conflict", "life"] {
            try transaction.execute("DELETE FROM \(table) WHERE record = $1", id)
        }
    }

    private func birth(
        of record: RecordID, _ state: RecordState?, _ pending: [PendingEntry]
    ) throws -> Birth? {
        if let state {
            return Birth(
                version: try local(state.version), effective: state.effective,
                values: state.values)
        }
        for entry in pending {
            for change in entry.changes where change.kind == .create {
                return Birth(
                    version: entry.version, effective: entry.effective, values: change.values)
            }
        }
        return nil
    }

    private func headsByGroup(
        _ row: StoredRow, _ state: RecordState?
    ) throws -> [Int: [Head]] {
        guard let state else { return [:] }
        var result: [Int: [Head]] = [:]
        for group in row.entity.groups {
            result[group.number] = [
                Head(
                    version: row.version, effective: row.effective, value: row.value(of: group),
                    was: GroupValue([]))
            ]
        }
        for group in state.groups {
            result[group.group] = try group.heads.map { head in
                Head(
                    version: try local(head.version), effective: head.effective,
                    value: head.value, was: head.was)
            }
        }
        return result
    }

    /// All heads and entries, minus everything that an entry replaced: the same in any order.
    private func add(
        _ pending: [PendingEntry], to heads: inout [Int: [Head]], _ row: StoredRow
    ) throws {
        var bases: [Int: Set<LocalVersion>] = [:]
        for entry in pending {
            for change in entry.changes {
                for group in touchedGroups(change, row.entity) {
                    if !(heads[group.group] ?? []).contains(where: { $0.version == entry.version })
                    {
                        heads[group.group, default: []].append(
                            Head(
                                version: entry.version, effective: entry.effective,
                                value: GroupValue(group.values), was: GroupValue(group.was)))
                    }
                    for base in group.base {
                        let base = try local(base)
                        bases[group.group, default: []].insert(base)
                        bases[group.group, default: []].formUnion(try aliases(of: base))
                    }
                }
            }
        }
        for (number, replaced) in bases {
            let known = Set((heads[number] ?? []).map(\.version))
            heads[number]?.removeAll { replaced.contains($0.version) }
            for base in replaced.subtracting(known).sorted() {
                hasSuperseded = true
                try transaction.execute(
                    """
                    INSERT INTO superseded (record, grp, branch, sequence, tag)
                    VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
                    """,
                    [.reference(row.id), .integer(Int64(number))] + base.values)
            }
        }
    }
}
