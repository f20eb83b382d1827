public import Registry
import Storage

extension RegistryView {
    /// All open conflicts, in order of records.
    public func openConflicts() throws -> [OpenConflict] {
        try transaction.rows("SELECT record, grp FROM conflict ORDER BY record, grp")
            .compactMap { row in
                guard let record = row.id(0) else { return nil }
                return try openConflict(of: record, group: row.int(1))
            }
    }

    /// The open conflict of one group of a record, or nil when there is none.
    public func openConflict(of record: RecordID, group number: Int) throws -> OpenConflict? {
        let known = try transaction.first(
            "SELECT entity FROM conflict WHERE record = $1 AND grp = $2", .reference(record),
            .integer(Int64(number)))
        guard let known, let entity = dictionary.entity(known.int(0)),
            let row = try storedRow(entity, record)
        else { return nil }
        let group = entity.group(number)
        var people = Life.people(entity.name)
        if let group, case .review(let wanted) = try policy(of: entity, group) { people = wanted }
        return OpenConflict(
            entity: entity.name, record: record, group: number,
            groupName: group?.name ?? Life.name, people: people,
            fields: Dictionary(
                uniqueKeysWithValues: (group?.fields ?? []).map { ($0.number, $0.name) }),
            standing: group.map { row.value(of: $0) } ?? GroupValue(Life.open),
            claims: try claims(record, number, row),
            proposals: try waitingProposals(record, number))
    }

    private func claims(
        _ record: RecordID, _ group: Int, _ row: StoredRow
    ) throws -> [OpenConflict.Claim] {
        let said = try upstreamState(of: record)?.state
        let heads = try transaction.rows(
            """
            SELECT branch, sequence, tag, effective, vals, was FROM head
            WHERE record = $1 AND grp = $2
            """, .reference(record), .integer(Int64(group))
        ).map(Head.init)
        var claims = try heads.map { head in
            let branch = try branch(head.version.branch)
            let version = Version(
                origin: branch.origin, incarnation: branch.incarnation,
                sequence: head.version.sequence, tag: head.version.tag)
            let told = said?.groups.first { $0.group == group }?.heads
                .first { $0.version == version }
            let author = try author(of: head.version) ?? told.map { ($0.actor, $0.reason) }
            return OpenConflict.Claim(
                version: version, value: head.value, was: head.was, actor: author?.actor ?? "",
                reason: author?.reason ?? "", effective: head.effective.milliseconds)
        }
        if group == Life.group { claims += try unseenEdits(row, claims) }
        return claims.sorted { ($0.effective, $0.version) < ($1.effective, $1.version) }
    }

    /// The edits that a close did not see.
    private func unseenEdits(
        _ row: StoredRow, _ closes: [OpenConflict.Claim]
    ) throws -> [OpenConflict.Claim] {
        var seen: Set<Version> = []
        for close in closes { seen.formUnion(Life.seen(close.value)) }
        let groups = try transaction.rows(
            "SELECT DISTINCT grp FROM head WHERE record = $1 AND grp <> 0 ORDER BY grp",
            .reference(row.id)
        ).map { $0.int(0) }
        return try groups.flatMap { try claims(row.id, $0, row) }
            .filter { !seen.contains($0.version) }
    }

    private func waitingProposals(_ record: RecordID, _ group: Int) throws -> [RecordID] {
        try transaction.rows(
            """
            SELECT id, "change" FROM proposal WHERE record = $1 AND status = 'open' ORDER BY id
            """, .reference(record)
        ).compactMap { row in
            // What a newer node proposes, or a broken one, does not hide the others.
            guard let change = try? Change(WireReader(row.bytes(1))) else { return nil }
            return change.groups.contains { $0.group == group } ? row.id(0) : nil
        }
    }

    /// The household that a record belongs to; the record itself when it belongs to none.
    func household(of entity: Entity, _ record: RecordID) throws -> RecordID {
        switch entity.scope {
        case .memberships:
            let row = try transaction.first(
                """
                SELECT household FROM membership WHERE person = $1
                ORDER BY "until" IS NOT NULL, id
                """, .reference(record))
            return row?.id(0) ?? record
        case .through(let fields):
            for name in fields {
                guard case .reference(let target)? = entity.field(name)?.type,
                    let id = try transaction.first(
                        "SELECT \"\(name)\" FROM \"\(entity.name)\" WHERE id = $1",
                        .reference(record))?.id(0)
                else { continue }
                return try target == "household"
                    ? id : household(of: dictionary.require(target), id)
            }
            return record
        case .area, .areas, .everywhere, .hub, .local: return record
        }
    }
}
