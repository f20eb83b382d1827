import ChangeLog
import Console
import Foundation
import Intake
import Registry

extension ImportWork {
    /// The importer of an open node. What was uploaded is deleted when it has been read; only the
    /// rows that were refused stay, until they are repaired and come again.
    init(_ node: Node) {
        let folder = node.directory.path + "/imports"
        self.init(
            run: { files, actor, progress in
                let manager = FileManager.default
                try manager.createDirectory(
                    atPath: folder, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
                let begun = node.journal.newID().description
                let paths = files.indices.map { "\(folder)/\(begun)-\($0 + 1).csv" }
                defer {
                    // What cannot be deleted is a matter of the disk, not of the import.
                    for path in paths { try? manager.removeItem(atPath: path) }
                }
                for (path, bytes) in zip(paths, files) {
                    guard
                        manager.createFile(
                            atPath: path, contents: Data(bytes),
                            attributes: [.posixPermissions: 0o600])
                    else { throw CocoaError(.fileWriteUnknown) }
                }
                var options = Importer.Options(workFolder: node.directory.path)
                options.actor = actor
                let outcome = try Importer(node.journal, options: options).run(paths) {
                    progress(Double($0.doneBytes) / Double(max(1, $0.totalBytes ?? 1)))
                }
                return Result(
                    households: outcome.households, persons: outcome.persons, new: outcome.new,
                    changed: outcome.changed, unchanged: outcome.unchanged,
                    rejected: outcome.rejected, outside: outcome.outside,
                    rejectedFiles: outcome.rejectedFiles.map {
                        String($0.split(separator: "/").last ?? "")
                    })
            },
            rejected: { name in
                // A name that came from outside never leads out of the folder.
                let isPlain = name.utf8.allSatisfy {
                    ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D
                        || $0 == 0x2E
                }
                guard isPlain, !name.hasPrefix("."), name.hasSuffix(".csv") else { return nil }
                return FileManager.default.contents(atPath: "\(folder)/\(name)").map(Array.init)
            })
    }
}
