import Glibc
import Storage

/// A database of its own for what an import must remember and memory should not hold: persons whose
/// household has not come yet, households that were passed over, and which rows were seen.
final class ImportStaging {
    private let path: String
    private let store: Store

    /// A fresh one in that folder; what an import that was cut short left is removed.
    init(folder: String) throws {
        path = folder + "/import.staging.sqlite"
        Self.remove(path)
        store = try Store(path: path, durability: .processOnly, readers: 1)
        try store.write { transaction in
            for table in Self.tables { try transaction.execute(table) }
        }
    }

    /// Runs `body` in one transaction.
    func write<Value>(_ body: (Session) throws -> Value) throws -> Value {
        try store.write { try body(Session($0)) }
    }

    /// Ends the database and removes its files.
    func remove() {
        // A file that stays takes room until the next import removes it.
        try? store.close()
        Self.remove(path)
    }

    private static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm"] { unsafe _ = unlink(path + suffix) }
    }

    private static let tables = [
        // The source records whose rows this import has met.
        "CREATE TABLE seen (id BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID",
        // Households of the files that are not in the registry for that reason.
        """
        CREATE TABLE passed (number TEXT PRIMARY KEY NOT NULL, is_outside INTEGER NOT NULL)
        WITHOUT ROWID
        """,
        // Rows of persons that wait for their household.
        """
        CREATE TABLE stray (
            household TEXT NOT NULL,
            seq INTEGER NOT NULL,
            file INTEGER NOT NULL,
            line INTEGER NOT NULL,
            ends BLOB NOT NULL,
            bytes BLOB NOT NULL,
            PRIMARY KEY (household, seq)) WITHOUT ROWID
        """,
    ]
}
