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

    /// Notes one thing that somebody was shown or did, perhaps with no record of its own.
    ///
    /// - Throws: `StoreError`; what is not noted must not be shown.
    public func note(_ actor: String, _ purpose: String, _ record: RecordID?) throws {
        try journal.store.write { transaction in
            try transaction.execute(
                "INSERT INTO access_log (at, actor, purpose, record) VALUES ($1, $2, $3, $4)",
                .integer(Int64(journal.clock.milliseconds)), .text(actor), .text(purpose),
                record.map { .reference($0) } ?? .null)
        }
    }

    /// One line of it.
    public struct Entry: Sendable, Equatable {
        /// Milliseconds since 1970.
        public var milliseconds: Int64
        public var actor: String
        /// What was done and what for: `open`, `open: the family moved here`.
        public var purpose: String
        public var record: RecordID?
        /// The number of the household, where the record is one that is here.
        public var householdNumber: String
    }

    /// The youngest lines, perhaps only those of one actor or one record.
    public func list(
        actor: String? = nil, record: RecordID? = nil, limit: Int = 200
    ) throws -> [Entry] {
        var conditions: [String] = []
        var values: [FieldValue] = [.integer(Int64(limit))]
        if let actor {
            values.append(.text(actor))
            conditions.append("a.actor = $\(values.count)")
        }
        if let record {
            values.append(.reference(record))
            conditions.append("a.record = $\(values.count)")
        }
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try journal.read { view in
            try view.transaction.rows(
                """
                SELECT a.at, a.actor, a.purpose, a.record, h.number FROM access_log a
                LEFT JOIN household h ON h.id = a.record \(filter)
                ORDER BY a.id DESC LIMIT $1
                """, values
            ).map { row in
                Entry(
                    milliseconds: row.integer(0), actor: row.text(1), purpose: row.text(2),
                    record: row.id(3), householdNumber: row.text(4))
            }
        }
    }
}
