import Foundation
public import Registry
public import Storage
import Trust

/// A backup that is read.
public struct BackupFile: Sendable {
    public let path: String
    public let note: BackupNote
    /// The node's other files that were put into it, by name.
    public let parts: [String: [UInt8]]

    /// Reads what a backup says of itself; nothing is checked yet.
    ///
    /// The file itself is not touched: it may lie on a disk that cannot be written, and a copy of
    /// it is what is opened.
    ///
    /// - Parameter scratch: a folder on the disk where the registry will lie; half a copy in it is
    ///   removed.
    /// - Throws: `BackupRefusal`, `StoreError`.
    public init(_ path: String, scratch: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { throw BackupRefusal.noFile(path) }
        let copy = scratch + "/restored.part"
        Self.remove(copy)
        do {
            try FileManager.default.copyItem(atPath: path, toPath: copy)
            // A stick has modes of its own.
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: copy)
        } catch {
            Self.remove(copy)
            throw BackupRefusal.cannotWrite(copy, reason: error.localizedDescription)
        }
        self.path = path
        self.copy = copy
        do {
            let store = try Store(path: copy, readers: 1)
            defer { try? store.close() }  // it was only read
            guard let found = try store.read({ try Self.contents($0) }) else {
                throw BackupRefusal.notABackup(path)
            }
            (note, parts) = found
        } catch let refusal as BackupRefusal {
            Self.remove(copy)
            throw refusal
        } catch {
            Self.remove(copy)
            throw BackupRefusal.notABackup(path)
        }
    }

    private let copy: String

    private static func contents(
        _ transaction: Transaction
    ) throws -> (BackupNote, [String: [UInt8]])? {
        let table = try transaction.first(
            "SELECT 1 FROM pragma_table_info('node_state') WHERE name = 'value'")
        guard table != nil, let note = try BackupNote.find(in: transaction) else { return nil }
        var parts: [String: [UInt8]] = [:]
        for row in try transaction.rows("SELECT name, value FROM node_state ORDER BY name")
        where row.text(0).hasPrefix(BackupNote.partPrefix) {
            parts[String(row.text(0).dropFirst(BackupNote.partPrefix.count))] = row.bytes(1)
        }
        return (note, parts)
    }

    /// Checks that the registry in the backup is what was written, and puts it in its place.
    ///
    /// The node goes on from here under a new incarnation: its first changeset names the last one
    /// that the backup holds.
    ///
    /// - Parameters:
    ///   - database: where the registry will lie; nothing may be there.
    ///   - identity: who the node is.
    ///   - migrations: those of the program that restores, which may be newer.
    /// - Throws: `BackupRefusal`, `StoreError`; nothing is left behind then.
    public func restore(
        to database: String, as identity: Journal.Identity, migrations: [Migration],
        dictionary: DataDictionary = .current,
        progress: (AuditReport.Step, Int, Int) -> Void = { _, _, _ in }
    ) throws {
        guard !FileManager.default.fileExists(atPath: database) else {
            throw BackupRefusal.exists(database)
        }
        do {
            try compareWithNote(dictionary)
            try audit(identity, migrations, dictionary, progress)
            try Store.makeSingleFile(copy)
            try Self.finish(copy, as: database)
        } catch {
            discard()
            throw error
        }
    }

    /// Removes what was copied, when the backup is not put back after all.
    public func discard() {
        Self.remove(copy)
    }

    /// Compares the copy with what the backup said of itself when it was proved.
    private func compareWithNote(_ dictionary: DataDictionary) throws {
        let store = try Store(path: copy, readers: 1)
        defer { try? store.close() }  // an error on the way out is the one that counts
        if let first = try store.findDamage().first {
            throw BackupRefusal.damaged(path, what: first + ".")
        }
        try store.read { transaction in
            let last = try transaction.first(
                "SELECT pos, chain FROM journal ORDER BY pos DESC LIMIT 1")
            let chain = last.flatMap { Digest(bytes: $0.bytes(1)) } ?? .zero
            guard last?.integer(0) ?? 0 == note.position, chain.hex == note.chain else {
                throw BackupRefusal.damaged(path, what: "its journal ends at another row.")
            }
            // Fields that came since have no value yet, and would give another digest.
            guard dictionary.version == note.dictionary else { return }
            let found = try RegistryView(
                transaction, dictionary: dictionary, node: note.node
            )
            .scopeDigests(areas: nil)
            for (there, here) in zip(note.entities, found) where there != here {
                throw BackupRefusal.damaged(
                    path, what: "the table “\(there.entity)” is not what was backed up.")
            }
        }
    }

    private func audit(
        _ identity: Journal.Identity, _ migrations: [Migration], _ dictionary: DataDictionary,
        _ progress: (AuditReport.Step, Int, Int) -> Void
    ) throws {
        let store = try Store(path: copy, migrations: migrations, readers: 1)
        defer { try? store.close() }  // an error on the way out is the one that counts
        let madeAt = note.madeAt
        let journal = try Journal(
            store: store, identity: identity, clock: HybridClock { madeAt },
            entropy: Entropy { SecureRandom.word() }, dictionary: dictionary)
        let report = try journal.audit(progress: progress)
        if let first = report.findings.first {
            throw BackupRefusal.damaged(path, what: "\(first.place): \(first.message)")
        }
        let restored = RestoredFrom(madeAt: madeAt, file: path, position: note.position)
        try journal.write { session in
            try session.transaction.execute(
                "DELETE FROM node_state WHERE name = $1 OR name LIKE $2",
                .text(BackupNote.stateName), .text(BackupNote.partPrefix + "%"))
            try session.setState(
                RestoredFrom.stateName, Array(try JSONEncoder().encode(restored)))
        }
        try store.checkpoint()
    }

    // MARK: Files

    /// Removes a database and what SQLite keeps beside it, where it is there.
    static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            // What is not there need not be removed; what cannot be is noticed when it is written.
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    /// Makes an empty file that only the node's user may read, for a copy to be written into.
    static func prepare(_ path: String) throws {
        remove(path)
        guard
            FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw refusal(path) }
    }

    /// Gives a whole file its name; both are on the disk when this returns.
    static func finish(_ part: String, as path: String) throws {
        let file = unsafe open(part, O_RDWR | O_CLOEXEC)
        guard file >= 0, fsync(file) == 0 else { throw refusal(part) }
        close(file)
        guard unsafe rename(part, path) == 0 else { throw refusal(path) }
        let folder = unsafe open(
            (path as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    private static func refusal(_ path: String) -> BackupRefusal {
        .cannotWrite(path, reason: unsafe String(cString: strerror(errno)))
    }
}

/// What a node remembers of the backup that it was put back from.
public struct RestoredFrom: Codable, Sendable, Equatable {
    /// When the backup was made, in milliseconds since 1970.
    public var madeAt: UInt64
    public var file: String
    public var position: Int64

    static let stateName = "restored from"
}
