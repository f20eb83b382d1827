import Foundation
import GRDB

extension Store {
    /// Copies the database, as it is at this moment, to a file that must not be there yet.
    ///
    /// The copy is one read: those who write meanwhile do not wait, and what they write is not in
    /// it. It is on the disk, and is one file, when the call returns.
    ///
    /// - Throws: `StoreError`; what was written of the copy then stays.
    public func backUp(to path: String) throws {
        do {
            let copy = try DatabaseQueue(path: path)
            try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try copy.writeWithoutTransaction { destination in
                try readDatabase { try $0.backup(to: destination) }
            }
            try Self.leaveWriteAheadLog(copy)
            try copy.close()
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    /// Turns a closed database into one file without a write-ahead log beside it, so that it can be
    /// carried away and be read from a disk that cannot be written.
    public static func makeSingleFile(_ path: String) throws {
        do {
            let queue = try DatabaseQueue(path: path)
            try leaveWriteAheadLog(queue)
            try queue.close()
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    /// What SQLite finds wrong with the file: pages, indexes, constraints. Empty when it is sound.
    public func findDamage() throws -> [String] {
        do {
            return try pool.read { database in
                let found = try String.fetchAll(database, sql: "PRAGMA integrity_check")
                return found == ["ok"] ? [] : found
            }
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    /// Writes the database anew, so that nothing that was deleted is left in it.
    public func compact() throws {
        do {
            try pool.vacuum()
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    private static func leaveWriteAheadLog(_ queue: DatabaseQueue) throws {
        let mode = try queue.writeWithoutTransaction { database in
            try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
        }
        guard mode == "delete" else {
            throw StoreError.failed(code: 5, message: "the file is in use by somebody else")
        }
    }
}
