import Foundation
import Trust

/// The files of a node beside its registry, on their way into a backup and out of it.
struct NodeParts {
    /// Files that anybody may read who may read the registry.
    static let plain = ["node.json", "hosts.json", "payments.yaml", "keys/ca.pem", "keys/tls.pem"]
    /// Whoever has these is the node; the last of them is the whole federation's authority.
    static let secret = ["keys/signing.key", "keys/tls.key", "keys/ca.key"]
    private static let sealed = "keys.sealed"

    private let directory: NodeDirectory

    init(of directory: NodeDirectory) {
        self.directory = directory
    }

    /// What goes into a backup; the private keys only when there is a passphrase to seal them with.
    func collect(passphrase: String?) throws -> [String: [UInt8]] {
        var parts: [String: [UInt8]] = [:]
        for name in Self.plain {
            guard let text = try directory.text(of: directory.path + "/" + name) else { continue }
            parts[name] = Array(text.utf8)
        }
        guard let passphrase else { return parts }
        var keys: [String: String] = [:]
        for name in Self.secret {
            keys[name] = try directory.text(of: directory.path + "/" + name)
        }
        parts[Self.sealed] = try PassphraseSeal.seal(
            Array(try JSONEncoder().encode(keys)), passphrase: passphrase)
        return parts
    }

    /// The private keys in a backup's parts, by name.
    ///
    /// - Throws: `PassphraseSeal.Failure`.
    static func keys(
        in parts: [String: [UInt8]], passphrase: String
    ) throws -> [String: String] {
        guard let sealed = parts[Self.sealed] else { return [:] }
        let bytes = try PassphraseSeal.open(sealed, passphrase: passphrase)
        return try JSONDecoder().decode([String: String].self, from: Data(bytes))
    }

    /// The private keys in a copy of a node's `keys` folder, by name.
    static func keys(inFolder folder: String) throws -> [String: String] {
        var keys: [String: String] = [:]
        for name in secret {
            let path = folder + "/" + (name as NSString).lastPathComponent
            guard FileManager.default.fileExists(atPath: path) else { continue }
            keys[name] = try String(contentsOfFile: path, encoding: .utf8)
        }
        return keys
    }

    /// Writes them into the directory; `node.json` comes last, so that half a node is none.
    ///
    /// - Parameter keys: none for a node that gets new ones: its old certificate then is not
    ///   written either, since it would fit no key.
    func write(_ parts: [String: [UInt8]], keys: [String: String]) throws {
        for name in Self.plain.reversed() {
            guard let bytes = parts[name] else { continue }
            if name == "keys/tls.pem", keys["keys/tls.key"] == nil { continue }
            if name == "node.json" {
                for (name, text) in keys.sorted(by: { $0.key < $1.key }) {
                    try directory.write(text, to: directory.path + "/" + name, isSecret: true)
                }
            }
            try directory.write(
                String(decoding: bytes, as: UTF8.self), to: directory.path + "/" + name)
        }
    }
}

/// A passphrase in a file: its first line.
struct PassphraseFile {
    /// Throws `PassphraseFault`.
    static func read(_ path: FilePath) throws -> String {
        // Why it cannot be read matters less than which file it is and what to look at.
        guard let text = try? String(contentsOfFile: path.absolute, encoding: .utf8) else {
            throw PassphraseFault.cannotRead(path.absolute)
        }
        let line = String(text.prefix { !$0.isNewline })
        guard !line.isEmpty else { throw PassphraseFault.empty(path.absolute) }
        return line
    }
}

/// Why there is no passphrase in a file.
enum PassphraseFault: Error, CustomStringConvertible {
    case cannotRead(String)
    case empty(String)

    var description: String {
        switch self {
        case .cannotRead(let file):
            "The passphrase file “\(file)” cannot be read. Check --passphrase-file, and whether "
                + "the file is there, is text, and may be read by whoever gives this command."
        case .empty(let file):
            "The first line of the passphrase file “\(file)” is empty. Write the passphrase into "
                + "it, on one line."
        }
    }
}
