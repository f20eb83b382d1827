import GRDB
import GRDBSQLite
public import Registry
import Synchronization

/// One consistent view of the database, and in a write the one transaction that changes it.
///
/// SQL is portable: parameters are written `$1`, `$2` and mean the same number wherever they stand.
public final class Transaction {
    private let database: Database
    /// What was prepared in this transaction, by its SQL.
    private var prepared: [String: Statement] = [:]

    init(_ database: Database) {
        self.database = database
    }

    /// The prepared form of `sql`, kept by the connection for the next time.
    ///
    /// - Throws: `StoreError` when the SQL is not valid.
    public func statement(_ sql: String) throws -> Statement {
        guard let known = prepared[sql] else {
            let made = try prepare(sql) { try database.cachedStatement(sql: $0) }
            prepared[sql] = made
            return made
        }
        // A query whose rows are being read needs a statement of its own to run again.
        if known.isBeingRead { return try prepare(sql) { try database.makeStatement(sql: $0) } }
        known.reset()
        return known
    }

    private func prepare(
        _ sql: String, _ make: (String) throws -> GRDB.Statement
    ) throws -> Statement {
        let statement = try make(Self.numbered(sql))
        guard let connection = unsafe database.sqliteConnection else {
            throw StoreError.failed(code: 21, message: "the connection is closed")
        }
        return unsafe Statement(
            owner: statement, handle: statement.sqliteStatement, connection: connection)
    }

    /// How many rows the last statement inserted, changed or deleted.
    public var changedRows: Int { database.changesCount }

    /// Runs one statement that returns no rows.
    public func execute(_ sql: String, _ arguments: FieldValue...) throws {
        try execute(sql, arguments)
    }

    /// Runs one statement that returns no rows.
    public func execute(_ sql: String, _ arguments: [FieldValue]) throws {
        let statement = try statement(sql)
        statement.bind(arguments)
        try statement.run()
    }

    /// All rows of a query.
    public func rows(_ sql: String, _ arguments: FieldValue...) throws -> [Row] {
        try rows(sql, arguments)
    }

    /// All rows of a query.
    public func rows(_ sql: String, _ arguments: [FieldValue]) throws -> [Row] {
        var result: [Row] = []
        try forEach(sql, arguments) { result.append($0.row()) }
        return result
    }

    /// The first row of a query, or nil when there is none.
    public func first(_ sql: String, _ arguments: FieldValue...) throws -> Row? {
        let statement = try statement(sql)
        statement.bind(arguments)
        defer { statement.reset() }
        return try statement.step() ? statement.row() : nil
    }

    /// Calls `body` with the statement standing on each row in turn.
    public func forEach(
        _ sql: String, _ arguments: [FieldValue] = [], _ body: (Statement) throws -> Void
    ) throws {
        let statement = try statement(sql)
        statement.isBeingRead = true
        defer {
            statement.reset()
            statement.isBeingRead = false
        }
        statement.bind(arguments)
        while try statement.step() {
            try body(statement)
        }
    }

    /// SQLite binds `$2 … $1` by first occurrence; `?2 … ?1` binds by number.
    private static func numbered(_ sql: String) -> String {
        if let known = rewritten.withLock({ $0[sql] }) { return known }
        var result = ""
        var quoted = false
        for character in sql {
            if character == "'" { quoted.toggle() }
            result.append(character == "$" && !quoted ? "?" : character)
        }
        rewritten.withLock { $0[sql] = result }
        return result
    }

    private static let rewritten = Mutex<[String: String]>([:])
}

/// The values of one row, by position.
public struct Row: Sendable, Hashable {
    public let values: [FieldValue]

    public func integer(_ column: Int) -> Int64 { values[column].integer ?? 0 }
    public func int(_ column: Int) -> Int { Int(integer(column)) }
    public func text(_ column: Int) -> String { values[column].text ?? "" }
    public func bytes(_ column: Int) -> [UInt8] { values[column].bytes ?? [] }
    public func id(_ column: Int) -> RecordID? { values[column].reference }
    public func isNull(_ column: Int) -> Bool { values[column] == .null }
}
