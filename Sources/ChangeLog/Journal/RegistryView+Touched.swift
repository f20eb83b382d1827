public import Registry
import Storage
import Trust

/// A record that something happened to, by the number of its entity.
public struct TouchedRecord: Hashable, Sendable {
    /// The entity's number in the data dictionary.
    public let entity: Int
    public let record: RecordID
}

extension RegistryView {
    /// What the journal touched behind a position, for indexes that follow it.
    ///
    /// - Parameter rows: how many rows of the journal are read at most.
    /// - Returns: the records, each once, and the position up to which they were read.
    public func touched(
        after position: Int64, rows: Int
    ) throws -> (records: [TouchedRecord], position: Int64) {
        var seen: Set<TouchedRecord> = []
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
                    seen.insert(TouchedRecord(entity: change.entity, record: change.record))
                }
            } else {
                for listed in try ListedRecord.list(row.bytes(2)) {
                    seen.insert(TouchedRecord(entity: listed.entity, record: listed.record))
                }
            }
        }
        return (seen.sorted { $0.record < $1.record }, end)
    }
}
