public import ChangeLog
public import Registry
import Storage

/// Who read whose personal data, and what for. It never leaves the node.
public struct AccessLog {
    private let journal: Journal

    /// One line of it.
    public struct Entry: Sendable, Equatable {
        public var milliseconds: Int64
        public var actor: String
        /// What was done and what for: `open`, `open: the family moved here`.
        public var purpose: String
        public var record: RecordID?
        /// The number of the household, where the record is one that is here.
        public var householdNumber: String
    }

    public init(_ journal: Journal) {
        self.journal = journal
    }

    /// Writes a line before the data is shown.
    public func note(_ actor: String, _ purpose: String, _ record: RecordID?) throws {
        try journal.store.write { transaction in
            let next =
                try transaction.first("SELECT MAX(id) FROM access_log")?.integer(0) ?? 0
            try transaction.execute(
                "INSERT INTO access_log (id, at, actor, purpose, record) VALUES ($1, $2, $3, $4, $5)",
                .integer(next + 1), .integer(Int64(journal.clock.milliseconds)), .text(actor),
                .text(purpose), record.map { .reference($0) } ?? .null)
        }
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
