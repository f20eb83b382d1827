import CSQLite
import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// The database of one node: the only door to SQL.
///
/// Reads run beside each other and beside the one writer. Every write is one transaction that is on
/// the disk when the call returns (`journal_mode=WAL`, `synchronous=FULL`).
public final class Store: Sendable {
    /// The file that holds the database.
    public let path: String
    private let longestLog: Int
    /// When it is worth trying again to empty the write-ahead log.
    private let nextShortening = Mutex(ContinuousClock.now)
    let pool: any DatabaseWriter
    /// Whether reads have connections of their own.
    private let isShared: Bool

    /// How hard a commit tries to survive a loss of power.
    public enum Durability: Sendable {
        /// Every commit is synced to the disk: what a node runs with.
        case full
        /// Commits survive the end of the process only: for simulations and benchmarks.
        case processOnly
    }

    /// The library's own settings, made once before the first database is opened.
    private static let configuration = shabaka_sqlite_without_memory_statistics()

    /// Opens the database, creates it if it is not there, and applies the migrations it lacks.
    ///
    /// - Parameters:
    ///   - path: the database file; its folder must exist.
    ///   - migrations: in order; each is applied once, in a transaction of its own.
    ///   - readers: how many reads may run at once, beside the writer: more than nodes below and work
    ///     in the background need together, so that no page waits for them; 0 for a store with one
    ///     user, where one connection reads and writes.
    ///   - longestLog: the write-ahead log is emptied when it has more bytes. SQLite writes on behind
    ///     its end as long as anybody reads, and at a busy hub somebody always does.
    /// - Throws: `StoreError` when the file cannot be opened or a migration fails.
    public init(
        path: String, migrations: [Migration] = [], durability: Durability = .full,
        readers: Int = 12, longestLog: Int = 256 << 20
    ) throws {
        _ = Self.configuration
        self.path = path
        self.longestLog = longestLog
        isShared = readers > 0
        var configuration = Configuration()
        configuration.maximumReaderCount = max(readers, 1)
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(10)
        configuration.label = "shabaka"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -65536")
            // A write empties the caches of all readers, and reading pages again by call is slow.
            try database.execute(sql: "PRAGMA mmap_size = 2147418112")
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 8000")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        do {
            pool =
                isShared
                ? try DatabasePool(path: path, configuration: configuration)
                : try DatabaseQueue(path: path, configuration: configuration)
            let wanted = durability == .full ? 2 : 0
            // GRDB sets NORMAL when it switches to WAL, after `prepareDatabase`: set it again.
            let found = try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = \(wanted)")
                return try Int.fetchOne(database, sql: "PRAGMA synchronous")
            }
            guard found == wanted else { throw StoreError.notDurable(found: found ?? -1) }
            var migrator = DatabaseMigrator()
            for migration in migrations {
                migrator.registerMigration(migration.name) { database in
                    try migration.apply(Transaction(database))
                }
            }
            try migrator.migrate(pool)
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    /// Runs `body` on one consistent state of the database.
    public func read<Value>(_ body: (Transaction) throws -> Value) throws -> Value {
        do {
            return try readDatabase { try body(Transaction($0)) }
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    func readDatabase<Value>(_ body: (Database) throws -> Value) throws -> Value {
        // `read` of a lone connection makes it prepare every statement anew.
        try isShared ? pool.read(body) : pool.unsafeRead(body)
    }

    /// Runs `body` in one transaction: everything it writes is kept, or nothing when it throws.
    public func write<Value>(_ body: (Transaction) throws -> Value) throws -> Value {
        let value: Value
        do {
            value = try pool.write { try body(Transaction($0)) }
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
        if isShared { shortenLog() }
        return value
    }

    /// Empties the write-ahead log when it is too long. Whoever reads for minutes keeps it as it is:
    /// then nobody waits for that, and it is tried again a little later.
    private func shortenLog() {
        var file = stat()
        guard unsafe stat(path + "-wal", &file) == 0, file.st_size > longestLog,
            nextShortening.withLock({ $0 <= .now })
        else { return }
        let isEmpty = try? pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA busy_timeout = 200")
            defer { try? database.execute(sql: "PRAGMA busy_timeout = 10000") }
            return try Int.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
        }
        if isEmpty != true {
            nextShortening.withLock { $0 = .now + .seconds(30) }
        }
    }

    /// Moves what the write-ahead log holds into the database file.
    public func checkpoint() throws {
        do {
            _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    /// Ends all connections; a store that was closed refuses every call.
    public func close() throws {
        do {
            try pool.close()
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }
}

/// One step in the history of the database's own tables.
public struct Migration: Sendable {
    public let name: String
    let apply: @Sendable (Transaction) throws -> Void

    /// A migration with a name that is never used again.
    public init(_ name: String, apply: @escaping @Sendable (Transaction) throws -> Void) {
        self.name = name
        self.apply = apply
    }
}
