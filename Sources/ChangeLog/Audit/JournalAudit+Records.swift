import Registry
import Storage

// The registry beside its log.
extension JournalAudit {
    /// Compares every row with what the log, and what the upstream said, make of it.
    mutating func checkRecords(
        _ progress: (AuditReport.Step, Int, Int) -> Void
    ) throws {
        let entities = session.journal.dictionary.entities.filter { $0.scope != .local }
        let count = try entities.reduce(0) { try $0 + session.view.count($1.name) }
        for entity in entities {
            let ids = try session.transaction.rows(
                "SELECT id FROM \"\(entity.name)\" ORDER BY id"
            ).compactMap { $0.id(0) }
            for id in ids {
                report.rows += 1
                if report.rows.isMultiple(of: 4096) { progress(.registry, report.rows, count) }
                try check(entity, id)
            }
            for row in try session.transaction.rows(
                """
                SELECT u.record FROM upstream_state u LEFT JOIN "\(entity.name)" e
                ON e.id = u.record WHERE u.entity = $1 AND e.id IS NULL ORDER BY u.record
                """, .integer(Int64(entity.number)))
            {
                find(
                    .missingRecord, "\(entity.name) \(row.id(0)?.description ?? "")",
                    "The upstream sent this \(entity.name), which is not here any more.")
            }
        }
    }

    private mutating func check(_ entity: Entity, _ id: RecordID) throws {
        guard let standing = try session.row(of: entity, id) else { return }
        let entries: [JournalSession.PendingEntry]
        do {
            entries = try session.entries(touching: id, of: entity.number)
        } catch is WireReader.Malformed {
            return  // The walk over the journal has said so already.
        }
        let place = "\(entity.name) \(id)"
        if try entries.isEmpty && session.upstreamState(of: id) == nil {
            find(
                .foreignRecord, place,
                "Nothing in the log made this \(entity.name): it was written past the log.")
            return
        }
        // Most records were written once: compare without folding.
        if entries.count == 1, let change = entries[0].changes.first, change.kind == .create,
            entries[0].version == standing.version, try session.upstreamState(of: id) == nil
        {
            if GroupValue(change.values) != GroupValue(standing.allValues) {
                findChanged(entity, place)
            }
            return
        }
        try session.refold(id, entity)
        session.scopeChanges.removeAll()
        session.areasLeft.removeAll()
        let folded = try session.row(of: entity, id)
        if folded?.allValues != standing.allValues || folded?.version != standing.version {
            findChanged(entity, place)
        }
    }

    private mutating func findChanged(_ entity: Entity, _ place: String) {
        find(
            .changedRecord, place,
            "The row of this \(entity.name) is not what the log says: it was changed past the log.")
    }
}
