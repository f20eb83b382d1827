import Foundation
import Registry
import Storage

extension Journal {
    /// Copies the registry to a file for a machine that is not this node: what made it this node
    /// and what concerns its people and neighbours only is left out.
    ///
    /// Left out are passwords, secrets of phones, tokens, the list of certificates, drafts, who
    /// read whose data, and what the node knew of its neighbours. Families stay: whoever gets the
    /// copy gets their data.
    ///
    /// - Parameter local: tables beside the log's that do not leave the node, such as passwords.
    /// - Throws: `BackupRefusal.exists`, `StoreError`; nothing is left behind then.
    public func clone(to path: String, emptying local: [String]) throws {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw BackupRefusal.exists(path)
        }
        let part = path + ".part"
        defer { BackupFile.remove(part) }
        try BackupFile.prepare(part)
        // In the clone these entries are another's: only his signature then speaks for them.
        try write { session in
            for tip in try session.tips() where tip.branch.origin == identity.name {
                _ = try session.sign(tip.branch, through: tip.sequence)
            }
        }
        try store.backUp(to: part)
        let copy = try Store(path: part, readers: 1)
        defer { try? copy.close() }  // an error on the way out is the one that counts
        try copy.write { transaction in
            for table in ["node_state", "peer", "access_log", "witness", "alarm"] + local {
                try transaction.execute("DELETE FROM \"\(table)\"")
            }
        }
        try copy.checkpoint()
        // What was deleted would stay readable in free pages of the file.
        try copy.compact()
        try copy.close()
        try Store.makeSingleFile(part)
        try BackupFile.finish(part, as: path)
    }
}
