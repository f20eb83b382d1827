import Registry
import Storage

/// How far a node's log goes and how far a node above has confirmed it, by origin and incarnation.
struct LogPosition {
    /// The last sequence that is held of each branch.
    private(set) var held: [[FieldValue]: Int64] = [:]
    /// The last sequence with a receipt of each branch.
    private(set) var confirmed: [[FieldValue]: Int64] = [:]

    /// - Parameter receiver: whose receipts count; everybody's when nil.
    init(database path: String, confirmedBy receiver: String? = nil) throws {
        let store = try Store(path: path, readers: 1)
        try store.read { transaction in
            for row in try transaction.rows("SELECT origin, incarnation, sequence FROM branch") {
                held[Array(row.values[0..<2])] = row.integer(2)
            }
            for row in try transaction.rows(
                """
                SELECT b.origin, b.incarnation, MAX(r.last_sequence)
                FROM receipt r JOIN branch b ON b.ix = r.branch
                WHERE $1 IS NULL OR r.receiver = $1 GROUP BY b.ix
                """, receiver.map { .text($0) } ?? .null)
            {
                confirmed[Array(row.values[0..<2])] = row.integer(2)
            }
        }
        try store.close()
    }
}
