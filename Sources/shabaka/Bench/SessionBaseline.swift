import CSQLite
import ChangeLog
import Foundation
import GRDBSQLite
import Registry

/// The baseline that SQLite itself offers: its session extension records what is written to one
/// database and applies that to another. It keeps no log, no history and no concurrent values.
final class SessionBaseline {
    private let recorder: Connection
    private let target: Connection
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
        recorder = try Connection(folder + "/session-recorder.sqlite")
        target = try Connection(folder + "/session-target.sqlite")
        self.dictionary = dictionary
        for database in [recorder, target] {
            try database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
            for entity in dictionary.entities where entity.scope != .local {
                for sql in LogSchema.statements(for: entity) { try database.run(sql) }
            }
        }
        let quoted = source.replacingOccurrences(of: "'", with: "''")
        try recorder.run("ATTACH '\(quoted)' AS source")
    }

    /// The extension holds a changeset in memory, of 2 GB at most.
    private static let mostRows = 500_000

    /// The rows of the source as new ones, of each entity as many as fit into a changeset.
    func insertAll() throws -> Cost {
        try carry {
            for entity in dictionary.entities where entity.scope != .local {
                try recorder.run(
                    "INSERT INTO main.\"\(entity.name)\" SELECT * FROM source.\"\(entity.name)\" "
                        + "LIMIT \(Self.mostRows)")
            }
        }
    }

    /// One field of every household that was inserted.
    func updateHouseholds() throws -> Cost {
        try carry { try recorder.run("UPDATE main.household SET dwelling = 'other'") }
    }

    /// Records what `work` writes and applies it to the other database.
    private func carry(_ work: () throws -> Void) throws -> Cost {
        let before = recorder.changes
        let recorded = try recorder.record(work)
        let (_, cost) = try Measured.of { try target.apply(recorded) }
        return Cost(
            rows: recorder.changes - before, cpuSeconds: cost.cpuSeconds, bytes: recorded.count)
    }

    /// A database of SQLite's own interface.
    @safe private final class Connection {
        private let handle: OpaquePointer

        init(_ path: String) throws {
            var database: OpaquePointer?
            let code = unsafe sqlite3_open(path, &database)
            guard code == SQLITE_OK, let opened = unsafe database else {
                throw Failure(description: "SQLite cannot open \(path) (code \(code)).")
            }
            unsafe handle = opened
        }

        deinit { unsafe sqlite3_close(handle) }

        /// How many rows were written since it was opened.
        var changes: Int { unsafe Int(sqlite3_total_changes(handle)) }

        func run(_ sql: String) throws {
            try check(unsafe sqlite3_exec(handle, sql, nil, nil, nil))
        }

        /// The extension's changeset of what `work` writes in one transaction.
        func record(_ work: () throws -> Void) throws -> [UInt8] {
            var session: UnsafeMutableRawPointer?
            try check(
                unsafe sqlite3session_create(UnsafeMutableRawPointer(handle), "main", &session))
            defer { unsafe sqlite3session_delete(session) }
            try check(unsafe sqlite3session_attach(session, nil))
            try run("BEGIN")
            try work()
            try run("COMMIT")
            var count: Int32 = 0
            var changeset: UnsafeMutableRawPointer?
            try check(unsafe sqlite3session_changeset(session, &count, &changeset))
            defer { unsafe sqlite3_free(changeset) }
            return unsafe Array(UnsafeRawBufferPointer(start: changeset, count: Int(count)))
        }

        /// Applies a changeset; a conflict takes all of it back.
        func apply(_ changeset: [UInt8]) throws {
            var changeset = changeset
            let code = unsafe changeset.withUnsafeMutableBytes { bytes in
                unsafe sqlite3changeset_apply(
                    UnsafeMutableRawPointer(handle), Int32(bytes.count), bytes.baseAddress, nil,
                    { _, _, _ in 2 }, nil)  // SQLITE_CHANGESET_ABORT
            }
            try check(code)
        }

        private func check(_ code: Int32) throws {
            guard code != SQLITE_OK else { return }
            let message = unsafe String(cString: sqlite3_errmsg(handle))
            throw Failure(description: "SQLite refused (code \(code)): \(message).")
        }
    }
}
