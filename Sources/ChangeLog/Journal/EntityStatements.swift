import Registry
import Storage
import Trust

/// A statement that is prepared when a session first needs it, and not looked for by its SQL again.
struct Prepared {
    private let sql: String
    private var statement: Statement?

    init(_ sql: String) { self.sql = sql }

    /// - Throws: `StoreError` when the SQL is not valid.
    mutating func callAsFunction(_ transaction: Transaction) throws -> Statement {
        if let statement { return statement }
        let made = try transaction.statement(sql)
        statement = made
        return made
    }
}

/// What one session runs on an entity's table for every change that it merges.
final class EntityStatements {
    let table: EntityTable
    var insert: Prepared
    var exists: Prepared
    var select: Prepared
    /// By the number of the group.
    private var updates: [Int: Prepared] = [:]

    init(_ table: EntityTable) {
        self.table = table
        insert = Prepared(table.insertSQL + " ON CONFLICT (id) DO NOTHING")
        exists = Prepared(table.existsSQL)
        select = Prepared(table.selectSQL)
    }

    /// Sets the columns of a group.
    func update(
        _ number: Int, _ group: EntityTable.Group, _ transaction: Transaction
    ) throws -> Statement {
        try updates[number, default: Prepared(group.updateSQL)](transaction)
    }
}

/// What one session runs on the heads of groups for every edit that it merges.
struct HeadStatements {
    var select = Prepared(
        """
        SELECT branch, sequence, tag, effective, vals, was FROM head
        WHERE record = $1 AND grp = $2 ORDER BY branch, sequence
        """)
    var insert = Prepared(
        """
        INSERT INTO head (record, grp, branch, sequence, tag, effective, vals, was)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """)
    var delete = Prepared("DELETE FROM head WHERE record = $1 AND grp = $2")
}

extension Statement {
    func bind(_ index: Int, _ digest: Digest) {
        unsafe digest.withBytes { unsafe bind(index, $0) }
    }
}
