import ArgumentParser
import ChangeLog
import Foundation

/// Copies a node into one file while it works.
struct BackupCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy a node into one verified file while it works.",
        discussion: """
            The copy is proved before it gets its name: integrity, chain, signatures, every row \
            against the log. The private keys are put in only when there is a passphrase to seal \
            them with; without them a province or field office has to join again after a restore, \
            and a hub is restored only with a copy of its folder “keys”.

            Example: shabaka backup --data hub --to /mnt/disk/hub-2026-11-22.backup \
            --passphrase-file /etc/shabaka/backup.passphrase
            """)

    @OptionGroup var options: NodeOptions

    @Option(help: "The file to write; it must not be there.")
    var to: FilePath

    @Option(help: "A file whose first line seals the private keys in the backup.")
    var passphraseFile: FilePath?

    struct Outcome: Rendered {
        var node: String
        var file: String
        var madeAt: String?
        var bytes: Int
        var changesets: Int
        var holdsKeys: Bool
        var entities: [ScopeDigest]

        var text: String {
            var lines = [
                "\(node) is backed up in \(file): \(changesets) changesets, \(bytes) bytes, "
                    + "verified."
            ]
            if !holdsKeys {
                lines.append(
                    "The private keys are not in it. Keep a copy of the folder “keys” elsewhere, "
                        + "or give --passphrase-file.")
            }
            return lines.joined(separator: "\n")
        }
    }

    func readInput(_ output: Output) throws -> String {
        // A running node belongs to another service, and may not see the files of this one.
        try passphraseFile.map { try PassphraseFile.read($0) } ?? ""
    }

    func run(on node: Node, output: Output) async throws -> Outcome {
        let passphrase = passphraseFile == nil ? nil : output.standardInput()
        let note = try node.journal.backUp(
            to: to.absolute,
            parts: try NodeParts(of: node.directory).collect(
                passphrase: passphrase),
            holdsKeys: passphrase != nil
        ) { step, done, total in
            output.progress("backup \(step.rawValue)", done: done, total: total)
        }
        return Outcome(
            node: node.name, file: to.absolute, madeAt: UTCText.of(Int64(note.madeAt)),
            bytes: try node.journal.lastBackup()?.bytes ?? 0, changesets: note.changesets,
            holdsKeys: note.holdsKeys, entities: note.entities)
    }
}
