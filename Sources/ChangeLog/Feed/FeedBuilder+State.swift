import Registry
import Storage

// What a page says about one record.
extension FeedBuilder {
    mutating func state(of row: StoredRow) throws -> RecordState {
        let heads = try view.transaction.rows(
            """
            SELECT branch, sequence, tag, effective, vals, was, grp FROM head
            WHERE record = $1 ORDER BY grp, branch, sequence
            """, .reference(row.id))
        var groups: [RecordState.Group] = []
        for found in heads {
            let head = try Head(found)
            let number = found.int(6)
            let author = try view.author(of: head.version)
            let sent = RecordState.Group.Head(
                version: try global(head.version), effective: head.effective, value: head.value,
                was: head.was, actor: author?.actor ?? "", reason: author?.reason ?? "")
            if groups.last?.group == number {
                groups[groups.count - 1].heads.append(sent)
            } else {
                groups.append(RecordState.Group(group: number, heads: [sent]))
            }
        }
        for index in groups.indices {
            groups[index].heads.sort { $0.version < $1.version }
        }
        if !groups.isEmpty {
            for past in try view.history(of: row) {
                guard let index = groups.firstIndex(where: { $0.group == past.group }) else {
                    continue
                }
                size += 60
                groups[index].history.append(
                    RecordState.Group.Head(
                        version: past.version, effective: past.effective, value: past.value,
                        was: GroupValue([]), actor: past.actor, reason: past.reason))
            }
        }
        var state = RecordState(
            entity: row.entity.number, record: row.id, reflects: try reflectsIndex(row.id),
            version: try global(row.version), effective: row.effective, values: row.allValues,
            groups: groups)
        if hasAliases { state.aliases = try aliases(of: row.id) + aliases(of: row.version) }
        return state
    }

    /// The heads of a record that were written again after a fork, and the names that they lost.
    private mutating func aliases(of record: RecordID) throws -> [RecordState.Alias] {
        try aliases(
            """
            SELECT DISTINCT a.branch, a.sequence, a.tag, a.old_branch, a.old_sequence, a.old_tag
            FROM head h JOIN alias a
            ON a.branch = h.branch AND a.sequence = h.sequence AND a.tag = h.tag
            WHERE h.record = $1 ORDER BY a.branch, a.sequence, a.old_branch, a.old_sequence
            """, [.reference(record)])
    }

    private mutating func aliases(of version: LocalVersion) throws -> [RecordState.Alias] {
        try aliases(
            """
            SELECT branch, sequence, tag, old_branch, old_sequence, old_tag FROM alias
            WHERE branch = $1 AND sequence = $2 AND tag = $3 ORDER BY old_branch, old_sequence
            """, version.values)
    }

    private mutating func aliases(
        _ sql: String, _ arguments: [FieldValue]
    ) throws -> [RecordState.Alias] {
        var result: [RecordState.Alias] = []
        for row in try view.transaction.rows(sql, arguments) {
            func version(_ column: Int) -> LocalVersion {
                LocalVersion(
                    branch: row.integer(column), sequence: UInt64(row.integer(column + 1)),
                    tag: UInt64(bitPattern: row.integer(column + 2)))
            }
            result.append(
                RecordState.Alias(
                    version: try global(version(0)), replaces: try global(version(3))))
        }
        return result
    }

    /// What this node has taken into account for a record: its own log and what its upstream said.
    private mutating func reflectsIndex(_ record: RecordID) throws -> Int {
        guard hasUpstreamStates, let upstream = try view.upstreamState(of: record) else {
            return 0
        }
        var all = mine
        all.formUnion(try view.reflects(upstream.reflects).limited(to: receiver.subtree))
        if let index = reflects.firstIndex(of: all) { return index }
        reflects.append(all)
        return reflects.count - 1
    }
}
