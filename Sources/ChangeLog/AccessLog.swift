public import Registry
import Storage

/// Who read whose personal data, when and for what. It never leaves the node.
public struct AccessLog {
    private let journal: Journal

    public init(_ journal: Journal) {
        self.journal = journal
    }

    /// Notes that somebody was shown records.
    ///
    /// - Parameters:
    ///   - actor: the account, or whoever the command line was told.
    ///   - purpose: what for, in the words of a code, such as `duplicates-show`.
    /// - Throws: `StoreError`; what is not noted must not be shown.
    public func note(_ records: [RecordID], by actor: String, for purpose: String) throws {
        try journal.store.write { transaction in
            for record in records {
                try transaction.execute(
                    "INSERT INTO access_log (at, actor, purpose, record) VALUES ($1, $2, $3, $4)",
                    .integer(Int64(journal.clock.milliseconds)), .text(actor), .text(purpose),
                    .reference(record))
            }
        }
    }
}
