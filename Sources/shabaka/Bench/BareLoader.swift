import ChangeLog
import Registry
import Storage

/// The baseline of an import: inserts the rows that stand in a registry into the same tables with
/// the same indexes of an empty database, in batches, without a log, checks or files to read.
struct BareLoader {
    /// Rows in one transaction.
    private static let batchRows = 10_000

    private let source: Store
    private let target: Store
    private(set) var rows = 0
    private(set) var seconds = 0.0
    private(set) var cpuSeconds = 0.0

    /// A loader into a new database at that path. Throws `StoreError`.
    init(from source: Store, into path: String) throws {
        self.source = source
        target = try Store(path: path)
    }

    /// Copies all tables; only the time of the inserts counts, not that of reading what to insert.
    mutating func load(_ dictionary: DataDictionary = .current) throws {
        for entity in dictionary.entities where entity.scope != .local {
            try target.write { transaction in
                for sql in LogSchema.statements(for: entity) { try transaction.execute(sql) }
            }
            var batch: [[FieldValue]] = []
            try source.read { transaction in
                try transaction.forEach("SELECT * FROM \"\(entity.name)\"") { row in
                    batch.append(row.row().values)
                    if batch.count == Self.batchRows {
                        try insert(batch, entity)
                        batch.removeAll(keepingCapacity: true)
                    }
                }
            }
            if !batch.isEmpty { try insert(batch, entity) }
        }
        try target.close()
    }

    private mutating func insert(_ batch: [[FieldValue]], _ entity: Entity) throws {
        let parameters = batch[0].indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let (_, cost) = try Measured.of {
            try target.write { transaction in
                let statement = try transaction.statement(
                    "INSERT INTO \"\(entity.name)\" VALUES (\(parameters))")
                for row in batch {
                    statement.bind(row)
                    try statement.run()
                }
            }
        }
        rows += batch.count
        seconds += cost.seconds
        cpuSeconds += cost.cpuSeconds
    }
}
