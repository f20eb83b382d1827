import Foundation
import Registry
import Storage

/// What a backup says of itself: it stands in the copied database, and is checked when it is put
/// back.
public struct BackupNote: Codable, Sendable, Equatable {
    public var node: String
    public var role: String
    /// When the copy was taken, in milliseconds since 1970.
    public var madeAt: UInt64
    /// The data dictionary of the program that made it.
    public var dictionary: Int
    /// The last row of the journal in the copy, and the digest over all rows up to it.
    public var position: Int64
    public var chain: String
    public var changesets: Int
    /// One digest by entity over all records.
    public var entities: [ScopeDigest]
    /// Whether the node's private keys are in the file, sealed under a passphrase.
    public var holdsKeys: Bool

    static let stateName = "backup note"
    static let partPrefix = "backup part "

    /// The note in a database that is a backup, or nil when it is none.
    static func find(in transaction: Transaction) throws -> BackupNote? {
        guard
            let row = try transaction.first(
                "SELECT value FROM node_state WHERE name = $1", .text(stateName))
        else { return nil }
        return try JSONDecoder().decode(BackupNote.self, from: Data(row.bytes(0)))
    }

    func write(to session: JournalSession) throws {
        try session.setState(Self.stateName, Array(try JSONEncoder().encode(self)))
    }
}

/// What a node remembers of its own last backup.
public struct LastBackup: Codable, Sendable, Equatable {
    /// After this many seconds without a verified backup a node raises an alarm: two days.
    public static let alarmSeconds: Int64 = 2 * 86_400

    /// Milliseconds since 1970.
    public var madeAt: UInt64
    public var file: String
    public var bytes: Int
    public var position: Int64
    public var holdsKeys: Bool

    static let stateName = "last backup"
}

/// Why a backup is not made or not put back.
public enum BackupRefusal: Error, Sendable, Equatable {
    /// A file stands where the backup should be written.
    case exists(String)
    /// The copy is not sound, and nothing of it is kept: what is to be repaired is the node.
    case unsound(String, first: String, findings: Int)
    /// The file is no backup of a node.
    case notABackup(String)
    /// The file is not what was written.
    case damaged(String, what: String)
    case noFile(String)
    case cannotWrite(String, reason: String)
}

extension BackupRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .exists(let path):
            "“\(path)” is there already. A backup never overwrites another: give a new name."
        case .unsound(let path, let first, let findings):
            "The registry is not sound, so “\(path)” was not made (\(findings) findings; the "
                + "first: \(first)). Keep the older backups, and run “shabaka audit verify”."
        case .notABackup(let path):
            "“\(path)” is no backup of a node. “shabaka backup” makes one."
        case .damaged(let path, let what):
            "“\(path)” is damaged: \(what) Take another copy of it, or an older backup."
        case .noFile(let path): "There is no file “\(path)”."
        case .cannotWrite(let path, let reason):
            "“\(path)” cannot be written: \(reason). Check the free space and the owner of its "
                + "folder."
        }
    }
}
