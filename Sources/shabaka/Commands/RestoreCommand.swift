import ArgumentParser
import ChangeLog
import Foundation
import Trust

/// Puts a node back from a backup.
struct RestoreCommand: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a node back from a backup.",
        discussion: """
            The backup is verified before anything of the old node is touched. What the rest of \
            the federation still has comes back with the next rounds: run “shabaka sync”, and at a \
            hub let every province sync.

            Example: shabaka restore --data hub --from hub-2026-11-22.backup \
            --passphrase-file /etc/shabaka/backup.passphrase
            """)

    @Option(help: "The node's directory; made if it is not there.")
    var data: FilePath

    @Option(help: "The file that “shabaka backup” wrote.")
    var from: FilePath

    @Flag(help: "A node is there: move it aside, into a folder within --data.")
    var replace = false

    @Option(help: "The file whose first line sealed the keys in the backup.")
    var passphraseFile: FilePath?

    @Option(help: "A copy of the node's folder “keys”, when they are not in the backup.")
    var keys: FilePath?

    @Flag(help: "Go on with new keys: the node then has to join again with a token.")
    var newKeys = false

    @Flag(help: "One JSON document on standard output.")
    var json = false

    var isJSON: Bool { json }

    struct Outcome: Rendered {
        var node: String
        var data: String
        var madeAt: String?
        var changesets: Int
        /// Where the node that was here before now lies.
        var before: String?
        var mustJoin: Bool
        var isHub: Bool

        var text: String {
            var lines = [
                "\(node) is back in \(data), as it was at \(madeAt ?? "an unknown time") "
                    + "(\(changesets) changesets)."
            ]
            if let before { lines.append("What was here before lies in \(before).") }
            if mustJoin {
                lines.append(
                    "It has new keys: get a token for \(node) at its upstream and run “shabaka "
                        + "join --data \(data)”.")
            } else if isHub {
                lines.append(
                    "Next: “shabaka serve”, and let every province sync: what they hold comes "
                        + "back.")
            } else {
                lines.append("Next: shabaka sync --data \(data)")
                lines.append(
                    "Was its certificate renewed after the backup? Then first “shabaka pki renew "
                        + "--data \(data)”: the old one is refused, above and below.")
            }
            return lines.joined(separator: "\n")
        }
    }

    func validate() throws {
        let ways = [passphraseFile != nil, keys != nil, newKeys].filter { $0 }
        guard ways.count <= 1 else {
            throw ValidationError("Give one of --passphrase-file, --keys and --new-keys.")
        }
    }

    func perform(_ output: Output) async throws -> Outcome {
        let directory = NodeDirectory(data)
        let isThere =
            directory.isInitialised
            || FileManager.default.fileExists(atPath: directory.database)
        guard !isThere || replace else { throw RestoreFault.isThere(directory.path) }
        try directory.create()
        guard let lock = try NodeLock(directory) else {
            throw NodeFault.inUse(directory.path, process: NodeLock.holder(directory))
        }
        defer { withExtendedLifetime(lock) {} }
        // What a restore left that was killed, or that ends below before all was in its place.
        directory.sweep()
        defer { directory.sweep() }
        let backup = try BackupFile(from.absolute, scratch: directory.path)
        let settings: NodeSettings
        let found: [String: String]
        do {
            settings = try JSONDecoder().decode(
                NodeSettings.self, from: Data(backup.parts["node.json"] ?? []))
            found = try privateKeys(backup, settings)
        } catch {
            backup.discard()
            throw error
        }
        let signingKey =
            try found["keys/signing.key"].map { try SigningKey(pem: $0) } ?? .generate()
        try backup.restore(
            to: directory.restored,
            as: Journal.Identity(
                name: settings.name, role: settings.role, areas: settings.areas,
                signingKey: signingKey),
            migrations: NodeSchema.migrations
        ) { step, done, total in
            output.progress("restore \(step.rawValue)", done: done, total: total)
        }
        let before = isThere ? try moveAside(directory) : nil
        try FileManager.default.moveItem(
            atPath: directory.restored, toPath: directory.database)
        try NodeParts(of: directory).write(
            backup.parts,
            keys: found.isEmpty ? ["keys/signing.key": signingKey.pem] : found)
        if let authority = try NodeKeys(of: directory).authority() {
            // The one in the backup may have been replaced since, and those below know that.
            try HubCertificate(directory, name: settings.name)
                .issue(authority, now: Int64(Date().timeIntervalSince1970))
        }
        return Outcome(
            node: settings.name, data: directory.path,
            madeAt: UTCText.of(Int64(backup.note.madeAt)), changesets: backup.note.changesets,
            before: before, mustJoin: found.isEmpty && settings.role != .hub,
            isHub: settings.role == .hub)
    }

    private func privateKeys(
        _ backup: BackupFile, _ settings: NodeSettings
    ) throws -> [String: String] {
        if newKeys {
            guard settings.role != .hub else { throw RestoreFault.hubWithoutKeys(settings.name) }
            return [:]
        }
        var found: [String: String] = [:]
        if let passphraseFile {
            found = try NodeParts.keys(
                in: backup.parts, passphrase: try PassphraseFile.read(passphraseFile))
        } else if let keys {
            found = try NodeParts.keys(inFolder: keys.absolute)
        }
        guard found["keys/signing.key"] != nil else {
            throw RestoreFault.noKeys(settings.name, inBackup: backup.note.holdsKeys)
        }
        guard settings.role != .hub || found["keys/ca.key"] != nil else {
            throw RestoreFault.hubWithoutKeys(settings.name)
        }
        return found
    }

    /// Moves everything that is in the directory into a folder within it, `node.json` first.
    private func moveAside(_ directory: NodeDirectory) throws -> String {
        let day = Date().formatted(.iso8601).filter { $0.isNumber || $0 == "T" || $0 == "Z" }
        let folder = directory.path + "/before-restore-" + day
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        let old = [
            "node.json", "registry.sqlite", "registry.sqlite-wal", "registry.sqlite-shm",
            "hosts.json", "payments.yaml", "keys",
        ]
        for name in old {
            let path = directory.path + "/" + name
            guard FileManager.default.fileExists(atPath: path) else { continue }
            try FileManager.default.moveItem(atPath: path, toPath: folder + "/" + name)
        }
        try directory.create()
        return folder
    }
}

/// Why a node is not put back.
enum RestoreFault: Error, CustomStringConvertible {
    case isThere(String)
    case noKeys(String, inBackup: Bool)
    case hubWithoutKeys(String)

    var description: String {
        switch self {
        case .isThere(let path):
            "A node is in “\(path)” already. Choose another --data, or give --replace to move it "
                + "aside."
        case .noKeys(let name, true):
            "The private keys of \(name) are sealed in the backup: give --passphrase-file. If the "
                + "passphrase is lost, --new-keys restores a node that joins again."
        case .noKeys(let name, false):
            "The private keys of \(name) are not in the backup: give a copy of its folder with "
                + "--keys, or --new-keys for a node that joins again with a token."
        case .hubWithoutKeys(let name):
            "\(name) is the hub: without its authority's key (keys/ca.key) nobody would trust it. "
                + "Give --passphrase-file or --keys."
        }
    }
}
