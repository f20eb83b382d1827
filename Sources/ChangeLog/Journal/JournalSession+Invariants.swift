import Registry
import Storage

extension JournalSession {
    /// Looks whether a row that was written breaks a rule over several rows; a breach is kept as
    /// such and refuses nothing.
    func checkInvariants(_ entity: Entity, _ record: RecordID) throws {
        for check in InvariantCheck.of(entity, journal.dictionary) {
            try transaction.execute(
                "DELETE FROM breach WHERE invariant = $1 AND record = $2",
                .text(check.name), .reference(record))
            let keys = try transaction.statement(check.keySQL)
            keys.bind(1, record)
            guard try keys.step() else { continue }
            let key = (0..<keys.columnCount).map(keys.value)
            keys.reset()
            guard !key.contains(.null) else { continue }
            let sharing = try transaction.rows(check.sharingSQL, key).compactMap { $0.id(0) }
            let shared = GroupValue(key.enumerated().map { NumberedValue($0 + 1, $1) }).bytes
            if sharing.count > 1 {
                for id in sharing {
                    try transaction.execute(
                        """
                        INSERT INTO breach (invariant, shared, record) VALUES ($1, $2, $3)
                        ON CONFLICT DO NOTHING
                        """, .text(check.name), .bytes(shared), .reference(id))
                }
            }
        }
        try dropLoneBreaches(entity)
    }

    /// A row alone under a key breaks nothing any more.
    private func dropLoneBreaches(_ entity: Entity) throws {
        for check in InvariantCheck.of(entity, journal.dictionary) {
            guard try transaction.first(
                "SELECT 1 FROM breach WHERE invariant = $1 LIMIT 1", .text(check.name)) != nil
            else { continue }
            try transaction.execute(
                """
                DELETE FROM breach WHERE invariant = $1 AND shared IN (
                    SELECT shared FROM breach WHERE invariant = $1
                    GROUP BY shared HAVING COUNT(*) = 1)
                """, .text(check.name))
        }
    }
}

/// The SQL of one invariant.
struct InvariantCheck: Sendable {
    let name: String
    /// The key of the row `$1` if it counts.
    let keySQL: String
    /// The ids of all rows that count under a key.
    let sharingSQL: String

    private init(_ invariant: Invariant) {
        name = invariant.name
        let conditions = invariant.whenever.sorted { $0.key < $1.key }.map { field, values in
            values.isEmpty
                ? "\"\(field)\" IS NULL"
                : "\"\(field)\" IN ("
                    + values.compactMap { $0.text.map { "'\($0)'" } }.joined(separator: ", ") + ")"
        }
        let columns = invariant.key.map { "\"\($0)\"" }
        keySQL = """
            SELECT \(columns.joined(separator: ", ")) FROM "\(invariant.entity)"
            WHERE id = $1 AND \(conditions.joined(separator: " AND "))
            """
        let matches = columns.enumerated().map { "\($1) = $\($0 + 1)" }
        sharingSQL = """
            SELECT id FROM "\(invariant.entity)"
            WHERE \((matches + conditions).joined(separator: " AND ")) LIMIT 100
            """
    }

    static func of(_ entity: Entity, _ dictionary: DataDictionary) -> [InvariantCheck] {
        dictionary.invariants.filter { $0.entity == entity.name }.map(InvariantCheck.init)
    }
}
