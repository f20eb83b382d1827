import Registry
import Storage
import Trust

extension RegistryView {
    /// The records that rows of the journal behind a position touched, each once, for whoever keeps
    /// something made from the registry and follows it.
    ///
    /// - Parameter position: that of the last row known; 0 for the whole journal.
    /// - Throws: `StoreError`, or what a damaged row says.
    public func recordsTouched(after position: Int64) throws -> Set<ListedRecord> {
        var touched: Set<ListedRecord> = []
        var hasher = SHA256Hasher()
        for row in try transaction.rows(
            "SELECT kind, body FROM journal WHERE pos > $1 ORDER BY pos", .integer(position))
        {
            if JournalSession.Kind(rawValue: row.integer(0)) == .entry {
                let changeset = try Changeset(bytes: row.bytes(1), hasher: &hasher)
                for change in changeset.items.compactMap(\.change) {
                    touched.insert(ListedRecord(entity: change.entity, record: change.record))
                }
            } else {
                for listed in try ListedRecord.list(row.bytes(1)) {
                    touched.insert(ListedRecord(entity: listed.entity, record: listed.record))
                }
            }
        }
        return touched
    }
}
