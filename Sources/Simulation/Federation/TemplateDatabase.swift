import ChangeLog
import Foundation
import Registry
import Storage
import Synchronization

/// An empty database with all tables, made once a folder and copied for each simulated node.
enum TemplateDatabase {
    private static let made = Mutex<[String: String]>([:])

    /// The template in this folder.
    static func path(in directory: String) throws -> String {
        try made.withLock { made in
            if let known = made[directory], FileManager.default.fileExists(atPath: known) {
                return known
            }
            let path = "\(directory)/template-\(UUID().uuidString).db"
            let building = path + ".building"
            let store = try Store(
                path: building, migrations: LogSchema.migrations, durability: .processOnly)
            try store.write { try LogSchema.ensureTables(of: .current, in: $0) }
            try store.backUp(to: path)
            try store.close()
            for suffix in ["", "-wal", "-shm"]
            where FileManager.default.fileExists(atPath: building + suffix) {
                try FileManager.default.removeItem(atPath: building + suffix)
            }
            made[directory] = path
            return path
        }
    }
}
