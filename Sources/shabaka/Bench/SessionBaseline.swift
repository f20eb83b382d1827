import CSQLiteSession
import ChangeLog
import Foundation
import GRDBSQLite
import Registry

/// The baseline that SQLite itself offers: its session extension records what is written to one
/// database and applies that to another. It keeps no log, no history and no concurrent values.
@safe final class SessionBaseline {
    private let recorder: OpaquePointer
    private let target: OpaquePointer
    private let dictionary: DataDictionary

    /// What applying a changeset of the extension cost.
    struct Cost: Encodable, Sendable {
        var rows: Int
        var cpuSeconds: Double
        var bytes: Int

        var rowsPerCpuSecond: Int { Int(Double(rows) / max(cpuSeconds, 0.001)) }
    }

    /// What SQLite refused.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Two empty databases with the tables of the dictionary, and the registry at `source` beside
    /// the first.
    init(
        source: String, folder: String, _ dictionary: DataDictionary = .current
    ) throws {
        unsafe recorder = Self.open(folder + "/session-recorder.sqlite")
        unsafe target = Self.open(folder + "/session-target.sqlite")
        self.dictionary = dictionary
        for database in unsafe [recorder, target] {
            unsafe try Self.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", database)
            for entity in dictionary.entities where entity.scope != .local {
                for sql in LogSchema.statements(for: entity) { unsafe try Self.run(sql, database) }
            }
        }
        unsafe try Self.run(
            "ATTACH '\(source.replacingOccurrences(of: "'", with: "''"))' AS source", recorder)
    }

    deinit {
        unsafe sqlite3_close(recorder)
        unsafe sqlite3_close(target)
    }

    /// All rows of the source, as new ones.
    func insertAll() throws -> Cost {
        try carry {
            for entity in dictionary.entities where entity.scope != .local {
                unsafe try Self.run(
                    "INSERT INTO main.\"\(entity.name)\" SELECT * FROM source.\"\(entity.name)\"",
                    recorder)
            }
        }
    }

    /// One field of every household.
    func updateHouseholds() throws -> Cost {
        try carry { unsafe try Self.run("UPDATE main.household SET dwelling = 'other'", recorder) }
    }

    /// Records what `work` writes and applies it to the other database.
    private func carry(_ work: () throws -> Void) throws -> Cost {
        var session: UnsafeMutableRawPointer?
        unsafe try Self.check(
            sqlite3session_create(UnsafeMutableRawPointer(recorder), "main", &session), recorder)
        defer { unsafe sqlite3session_delete(session) }
        unsafe try Self.check(sqlite3session_attach(session, nil), recorder)
        let before = unsafe sqlite3_total_changes(recorder)
        unsafe try Self.run("BEGIN", recorder)
        try work()
        unsafe try Self.run("COMMIT", recorder)
        let rows = unsafe Int(sqlite3_total_changes(recorder) - before)
        var count: Int32 = 0
        var changeset: UnsafeMutableRawPointer?
        unsafe try Self.check(sqlite3session_changeset(session, &count, &changeset), recorder)
        defer { unsafe sqlite3_free(changeset) }
        let (code, cost) = unsafe Measured.of {
            unsafe sqlite3changeset_apply(
                UnsafeMutableRawPointer(target), count, changeset, nil,
                { _, _, _ in 2 }, nil)  // SQLITE_CHANGESET_ABORT: everything is taken back
        }
        unsafe try Self.check(code, target)
        return Cost(rows: rows, cpuSeconds: cost.cpuSeconds, bytes: Int(count))
    }

    private static func open(_ path: String) throws -> OpaquePointer {
        var database: OpaquePointer?
        let code = unsafe sqlite3_open(path, &database)
        guard code == SQLITE_OK, let opened = unsafe database else {
            throw Failure(description: "SQLite cannot open \(path) (code \(code)).")
        }
        return unsafe opened
    }

    private static func run(_ sql: String, _ database: OpaquePointer) throws {
        unsafe try check(sqlite3_exec(database, sql, nil, nil, nil), database)
    }

    private static func check(_ code: Int32, _ database: OpaquePointer) throws {
        guard code != SQLITE_OK else { return }
        let message = unsafe String(cString: sqlite3_errmsg(database))
        throw Failure(description: "SQLite refused (code \(code)): \(message).")
    }
}
