import Foundation
import Registry
import Storage
import Trust

extension Journal {
    /// Copies the node's database to a file while others write, proves the copy sound, and only
    /// then gives it its name.
    ///
    /// Proven are: SQLite's own integrity check, the chain over all rows and each branch, every
    /// commitment and signature, every row against the log that made it, and that the copy is a
    /// prefix of this node's journal. The file then says what it holds, entity by entity.
    ///
    /// - Parameters:
    ///   - path: a file that is not there yet; until the proof it is called `path` + `.part`.
    ///   - parts: other files of the node that belong into the backup, by name.
    ///   - holdsKeys: whether the node's private keys are among them.
    ///   - progress: told the step, and how many rows of how many are done.
    /// - Throws: `BackupRefusal`, `StoreError`; nothing is left behind then.
    public func backUp(
        to path: String, parts: [String: [UInt8]] = [:], holdsKeys: Bool = false,
        progress: (AuditReport.Step, Int, Int) -> Void = { _, _, _ in }
    ) throws -> BackupNote {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw BackupRefusal.exists(path)
        }
        let part = path + ".part"
        // Only what was proved stays: nights without a sound copy would fill the disk.
        defer { BackupFile.remove(part) }
        try BackupFile.prepare(part)
        let madeAt = clock.milliseconds
        try store.backUp(to: part)
        let (note, held) = try proveAndNote(part, path, madeAt, parts, holdsKeys, progress)
        try BackupFile.finish(part, as: path)
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
        let last = LastBackup(
            madeAt: madeAt, file: path, bytes: size?.intValue ?? 0, position: note.position,
            holdsKeys: holdsKeys)
        try write { session in
            try session.setState(LastBackup.stateName, Array(try JSONEncoder().encode(last)))
            // Nodes below need not keep it for this one any more.
            try session.noteVerifiedBackup(holding: held)
        }
        return note
    }

    private func proveAndNote(
        _ part: String, _ path: String, _ madeAt: UInt64, _ parts: [String: [UInt8]],
        _ holdsKeys: Bool, _ progress: (AuditReport.Step, Int, Int) -> Void
    ) throws -> (note: BackupNote, held: Reflects) {
        let store = try Store(path: part, readers: 1)
        defer { try? store.close() }  // an error on the way out is the one that counts
        let damage = try store.findDamage()
        if let first = damage.first {
            throw BackupRefusal.unsound(path, first: first, findings: damage.count)
        }
        let copy = try Journal(
            store: store, identity: identity, clock: HybridClock { madeAt }, entropy: entropy,
            dictionary: dictionary)
        let report = try copy.audit(progress: progress)
        if let first = report.findings.first {
            throw BackupRefusal.unsound(
                path, first: "\(first.place): \(first.message)", findings: report.findings.count)
        }
        let (note, held) = try copy.write { session in
            let note = BackupNote(
                node: identity.name, role: identity.role.rawValue, madeAt: madeAt,
                dictionary: dictionary.version, position: session.position,
                chain: session.chain.hex, changesets: report.changesets,
                entities: try session.view.scopeDigests(areas: nil), holdsKeys: holdsKeys)
            try note.write(to: session)
            for (name, bytes) in parts.sorted(by: { $0.key < $1.key }) {
                try session.setState(BackupNote.partPrefix + name, bytes)
            }
            return (note, Reflects(try session.tips()))
        }
        let here = try read { try $0.chain(at: note.position) } ?? .zero
        guard here.hex == note.chain else {
            throw BackupRefusal.unsound(
                path, first: "the copy is not the beginning of this node's journal", findings: 1)
        }
        try store.checkpoint()
        try store.close()
        try Store.makeSingleFile(part)
        return (note, held)
    }

    /// The last backup that this node made of itself, or nil when it never did.
    public func lastBackup() throws -> LastBackup? {
        try read { try $0.lastBackup() }
    }
}

extension RegistryView {
    /// The last backup that this node made of itself, or nil when it never did.
    public func lastBackup() throws -> LastBackup? {
        try transaction.first(
            "SELECT value FROM node_state WHERE name = $1", .text(LastBackup.stateName)
        ).map { try JSONDecoder().decode(LastBackup.self, from: Data($0.bytes(0))) }
    }
}
