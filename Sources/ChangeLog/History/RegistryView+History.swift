public import Registry
import Storage
import Trust

extension RegistryView {
    /// What the groups of a record were before, by group and then the latest first: from this node's
    /// log and from what the upstream said.
    public func history(of name: String, _ record: RecordID) throws -> [PastValue] {
        let entity = dictionary.require(name)
        guard let row = try storedRow(entity, record) else { return [] }
        return try history(of: row)
    }

    /// What the upstream said of a record: also who wrote what this node's own log does not hold.
    ///
    /// - Returns: the version that made the record, and what its groups are and were, the earliest
    ///   first; nil where nothing was said of it. Who made a group that was never edited is not
    ///   said.
    public func told(of record: RecordID) throws -> (made: Version, values: [PastValue])? {
        guard let said = try upstreamState(of: record)?.state,
            let entity = dictionary.entity(said.entity)
        else { return nil }
        var values: [PastValue] = []
        Self.said(said, entity) { values.append($0) }
        return (
            said.version,
            values.sorted { ($0.effective, $0.version) < ($1.effective, $1.version) }
        )
    }

    func history(of row: StoredRow) throws -> [PastValue] {
        var heads: [Int: Set<Version>] = [:]
        for found in try transaction.rows(
            "SELECT grp, branch, sequence, tag FROM head WHERE record = $1", .reference(row.id))
        {
            heads[found.int(0), default: []].insert(try version(found, from: 1))
        }
        guard !heads.isEmpty else { return [] }
        var past: [Int: [Version: PastValue]] = [:]
        func add(_ value: PastValue) {
            guard let standing = heads[value.group], !standing.contains(value.version) else {
                return
            }
            past[value.group, default: [:]][value.version] = value
        }
        // What the upstream has taken into account it tells itself.
        let said = try upstreamState(of: row.id)
        let covered = try said.map { try reflects($0.reflects) } ?? Reflects()
        let refused = Set(try notices().map(\.version))
        try logged(row) { value in
            if !covered.covers(value.version), !refused.contains(value.version) { add(value) }
        }
        if let said { Self.said(said.state, row.entity, add) }
        return past.sorted { $0.key < $1.key }.flatMap { _, values in
            values.values.sorted { ($0.effective, $0.version) > ($1.effective, $1.version) }
                .prefix(PastValue.mostOfGroup)
        }
    }

    /// What this node's log knows of a record.
    private func logged(_ row: StoredRow, _ add: (PastValue) -> Void) throws {
        var hasher = SHA256Hasher()
        for found in try transaction.rows(
            """
            SELECT j.body, j.effective FROM touch t JOIN journal j ON j.pos = t.pos
            JOIN branch b ON b.ix = j.branch
            WHERE t.record = $1 AND j.kind = 0 AND b.disowned = 0 AND NOT EXISTS (
                SELECT 1 FROM quarantine_entry q WHERE q.branch = j.branch
                AND q.sequence = j.sequence AND q.status <> 'released')
            ORDER BY t.pos
            """, .reference(row.id))
        {
            let changeset = try Changeset(bytes: found.bytes(0), hasher: &hasher)
            let header = changeset.header
            for change in changeset.items.compactMap(\.change) where change.record == row.id {
                for (group, values) in Self.values(of: change, row.entity) {
                    add(
                        PastValue(
                            group: group, version: changeset.version,
                            effective: Stamp(
                                rawValue: UInt64(bitPattern: found.integer(1))),
                            value: values, actor: header.actor,
                            reason: header.reason.isEmpty ? header.reasonCode : header.reason))
                }
            }
        }
    }

    private static func values(of change: Change, _ entity: Entity) -> [(Int, GroupValue)] {
        guard change.kind == .create else {
            return change.groups.map { ($0.group, GroupValue($0.values)) }
        }
        return entity.groups.map { group in
            let numbers = Set(group.fields.map(\.number))
            return (
                group.number, GroupValue(change.values.filter { numbers.contains($0.field) })
            )
        }
    }

    /// What the upstream knows of a record: past values, and heads that are past here.
    private static func said(
        _ state: RecordState, _ entity: Entity, _ add: (PastValue) -> Void
    ) {
        for group in state.groups {
            for head in group.heads + group.history {
                add(
                    PastValue(
                        group: group.group, version: head.version, effective: head.effective,
                        value: head.value, actor: head.actor, reason: head.reason))
            }
        }
        let edited = Set(state.groups.map(\.group))
        for group in entity.groups where !edited.contains(group.number) {
            let numbers = Set(group.fields.map(\.number))
            add(
                PastValue(
                    group: group.number, version: state.version, effective: state.effective,
                    value: GroupValue(state.values.filter { numbers.contains($0.field) }),
                    actor: "", reason: ""))
        }
    }

    private func version(_ row: Row, from column: Int) throws -> Version {
        let branch = try branch(row.integer(column))
        return Version(
            origin: branch.origin, incarnation: branch.incarnation,
            sequence: UInt64(row.integer(column + 1)),
            tag: UInt64(bitPattern: row.integer(column + 2)))
    }
}
