import ChangeLog
import Foundation
import Registry
import Storage
import Synchronization

/// Databases that schedules use one after the other, emptied in between: to open one and to prepare
/// all statements on it costs more than what a schedule does with it.
enum SimulatedDisks {
    private static let idle = Mutex<[String: [Store]]>([:])

    /// An empty database in this folder, with all tables.
    static func take(in directory: String) throws -> Store {
        let known = idle.withLock { $0[directory]?.popLast() }
        if let known, FileManager.default.fileExists(atPath: known.path) { return known }
        return try make(at: "\(directory)/disk-\(UUID().uuidString).db", in: directory)
    }

    /// A new database, from the template in `directory`.
    static func make(at path: String, in directory: String) throws -> Store {
        try FileManager.default.copyItem(
            atPath: try TemplateDatabase.path(in: directory), toPath: path)
        return try open(path)
    }

    static func open(_ path: String) throws -> Store {
        try Store(
            path: path, migrations: LogSchema.migrations, durability: .processOnly, readers: 0)
    }

    /// Empties a database for the next schedule.
    static func giveBack(_ store: Store, in directory: String) throws {
        try store.write { transaction in
            let tables = try transaction.rows(
                """
                SELECT name FROM sqlite_schema
                WHERE type = 'table' AND name NOT IN ('grdb_migrations', 'node_state')
                """)
            for table in tables { try transaction.execute("DELETE FROM \"\(table.text(0))\"") }
            // Which tables there are goes on to be known.
            try transaction.execute(
                "DELETE FROM node_state WHERE name NOT IN ('tables', 'indexes')")
        }
        idle.withLock { $0[directory, default: []].append(store) }
    }
}
