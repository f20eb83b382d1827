public import Registry
import Storage
import Trust

/// A record that something happened to, by the number of its entity.
public struct TouchedRecord: Hashable, Sendable {
    /// The entity's number in the data dictionary.
    public let entity: Int
    public let record: RecordID
    /// The groups that were edited; nil where everything may be another.
    public fileprivate(set) var groups: Set<Int>?

    /// Whether what happened may have changed one of these fields, or that the record is open.
    public func concerns(_ fields: Set<String>, of entity: Entity) -> Bool {
        guard let groups, !groups.contains(Life.group) else { return true }
        return entity.groups.contains { group in
            groups.contains(group.number) && group.fields.contains { fields.contains($0.name) }
        }
    }
}

extension RegistryView {
    /// What the journal touched behind a position, for indexes that follow it.
    ///
    /// - Parameter rows: how many rows of the journal are read at most.
    /// - Returns: the records, each once, and the position up to which they were read.
    public func touched(
        after position: Int64, rows: Int
    ) throws -> (records: [TouchedRecord], position: Int64) {
        var seen: [RecordID: TouchedRecord] = [:]
        func note(_ entity: Int, _ record: RecordID, _ groups: Set<Int>?) {
            var touched = seen[record] ?? TouchedRecord(entity: entity, record: record, groups: [])
            touched.groups = groups.flatMap { touched.groups?.union($0) }
            seen[record] = touched
        }
        var end = position
        try transaction.forEach(
            "SELECT pos, kind, body FROM journal WHERE pos > $1 ORDER BY pos LIMIT $2",
            [.integer(position), .integer(Int64(rows))]
        ) { row in
            end = row.integer(0)
            if row.integer(1) == JournalSession.Kind.entry.rawValue {
                var hasher = SHA256Hasher()
                for item in try Changeset(bytes: row.bytes(2), hasher: &hasher).items {
                    guard let change = item.change else { continue }
                    note(
                        change.entity, change.record,
                        change.kind == .create ? nil : Set(change.groups.map(\.group)))
                }
            } else {
                for listed in try ListedRecord.list(row.bytes(2)) {
                    note(listed.entity, listed.record, nil)
                }
            }
        }
        return (seen.values.sorted { $0.record < $1.record }, end)
    }
}
