import Registry
import Storage

extension JournalSession {
    /// Reads anew what an older version of the program kept without understanding it: values of
    /// fields that it did not know, and records of entities that it did not know.
    func takeUp(_ additions: LogSchema.Additions) throws {
        var listed: [ListedRecord] = []
        for entity in additions.entities {
            for record in try unread(entity) where try !registry.isDeparted(record) {
                try refold(record, entity)
                listed.append(ListedRecord(entity: entity.number, record: record))
            }
            try transaction.execute(
                "DELETE FROM unread WHERE entity = $1", .integer(Int64(entity.number)))
        }
        for (entity, fields) in additions.fields {
            for record in try records(of: entity, withAnyOf: fields) { try refold(record, entity) }
        }
        try writeScopeEffects()
        // Nodes below may know the entity for long: they were told nothing about its records.
        try appendListed(listed.sorted { $0.record < $1.record })
    }

    /// Remembers a record of an entity that this version does not know.
    func noteUnread(_ record: RecordID, entity: Int) throws {
        try transaction.execute(
            "INSERT INTO unread (record, entity) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            .reference(record), .integer(Int64(entity)))
    }

    private func unread(_ entity: Entity) throws -> [RecordID] {
        try transaction.rows(
            """
            SELECT record FROM unread WHERE entity = $1
            UNION SELECT record FROM upstream_state WHERE entity = $1 ORDER BY 1
            """, .integer(Int64(entity.number))
        ).compactMap { $0.id(0) }
    }

    /// The records that were made or edited with a value in one of these fields.
    private func records(of entity: Entity, withAnyOf fields: Set<Int>) throws -> [RecordID] {
        let table = "\"\(entity.name)\""
        var found: Set<RecordID> = []
        try transaction.forEach(
            """
            SELECT id, extra FROM \(table) WHERE extra IS NOT NULL
            UNION ALL SELECT h.record, h.vals FROM head h JOIN \(table) e ON e.id = h.record
            """
        ) { row in
            let values = try GroupValue(bytes: row.bytes(1)).values
            guard values.contains(where: { fields.contains($0.field) }), let id = row.id(0)
            else { return }
            found.insert(id)
        }
        return found.sorted()
    }
}
