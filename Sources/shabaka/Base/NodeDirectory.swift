import Foundation
import Registry

/// Where a node keeps its things: one directory that only its user may enter.
struct NodeDirectory: Sendable, Hashable {
    /// The absolute path of the directory.
    let path: String

    init(_ path: FilePath) {
        self.path = path.absolute
    }

    /// Who the node is and where its upstream is found.
    var settings: String { path + "/node.json" }
    /// The registry and its change log.
    var database: String { path + "/registry.sqlite" }

    /// How much room its disk has; nil where the file system does not say.
    func freeDiskBytes() -> UInt64? {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        return (attributes?[.systemFreeSize] as? NSNumber)?.uint64Value
    }
    /// The registry while it is put back from a backup.
    var restored: String { path + "/registry.restored" }
    /// Private keys and certificates, mode 0700.
    var keys: String { path + "/keys" }
    /// Signs the log; never replaced.
    var signingKey: String { keys + "/signing.key" }
    /// The key of the node's TLS certificate; replaced with it.
    var tlsKey: String { keys + "/tls.key" }
    /// The key of a certificate that was asked for by a file and has not come yet.
    var pendingKey: String { keys + "/tls.pending.key" }
    /// The node's certificate; there is none before it has joined.
    var certificate: String { keys + "/tls.pem" }
    /// The federation's authority, whom this node trusts.
    var authority: String { keys + "/ca.pem" }
    /// The authority's private key; at the hub only.
    var authorityKey: String { keys + "/ca.key" }
    /// Names and addresses of the hub, for its certificate.
    var hosts: String { path + "/hosts.json" }
    /// Who pays and through which banks, at the hub; from the country pack.
    var payments: String { path + "/payments.yaml" }
    /// Held by the one process that has the database open.
    var lock: String { path + "/lock" }
    /// The socket through which commands reach a running node.
    var controlSocket: String { path + "/control.sock" }

    /// Whether a node was initialised here.
    var isInitialised: Bool {
        FileManager.default.fileExists(atPath: settings)
    }

    /// Makes the directory and the one for keys. An empty one that is there is closed to others;
    /// one that holds something is somebody's, and is not.
    ///
    /// - Throws: `FileFault.isOpen`, `CocoaError`.
    func create() throws {
        let manager = FileManager.default
        let closed: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
        for name in [path, keys] {
            // A link has a mode of its own, which says nothing.
            let folder = (name as NSString).resolvingSymlinksInPath
            try manager.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: closed)
            let mode = try manager.attributesOfItem(atPath: folder)[.posixPermissions] as? NSNumber
            guard (mode?.intValue ?? 0o777) & 0o077 != 0 else { continue }
            guard try name == keys || manager.contentsOfDirectory(atPath: folder).isEmpty else {
                throw FileFault.isOpen(folder)
            }
            try manager.setAttributes(closed, ofItemAtPath: folder)
        }
    }

    /// Makes the file of a new registry, which only the node's user may read.
    func createDatabase() throws {
        let file = unsafe open(database, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileFault.cannotWrite(database, errno: errno) }
        close(file)
    }

    /// Removes what a process left that was killed: half a restore, frames of a bundle, files that
    /// came in through a page. To be called by whoever holds the lock, before anything else works.
    func sweep() {
        let manager = FileManager.default
        for folder in ["", "/bundles", "/imports"] {
            // What is not there holds nothing.
            let names = (try? manager.contentsOfDirectory(atPath: path + folder)) ?? []
            for name in names where Self.isPassing(name, in: folder) {
                // What cannot be removed only takes up space.
                try? manager.removeItem(atPath: path + folder + "/" + name)
            }
        }
    }

    /// Whether a file is one of those that are gone when the work that made them ends.
    private static func isPassing(_ name: String, in folder: String) -> Bool {
        /// What stands between the two, when the name begins and ends so.
        func middle(_ start: String, _ end: String) -> Substring? {
            guard name.hasPrefix(start), name.hasSuffix(end),
                name.count >= start.count + end.count
            else { return nil }
            return name.dropFirst(start.count).dropLast(end.count)
        }
        switch folder {
        case "/bundles": return middle("", ".bundle").flatMap { RecordID($0) } != nil
        case "/imports":
            // Rows that were refused wait there for their repair: they end with .rejected.csv.
            guard let parts = middle("", ".csv")?.split(separator: "-"), let last = parts.last
            else { return false }
            return Int(last) != nil && RecordID(parts.dropLast().joined(separator: "-")) != nil
        default:
            let copies = ["restored.part", "registry.restored", "import.staging.sqlite"]
                .flatMap { file in ["", "-wal", "-shm", "-journal"].map { file + $0 } }
            if copies.contains(name) { return true }
            guard let id = middle("bundle", ".frames") ?? middle("bundle", ".frames.sealed") else {
                return false
            }
            // Earlier programs had one name for all.
            return id.isEmpty || RecordID(id) != nil
        }
    }

    /// The text of one of the files, or nil when there is no such file.
    func text(of file: String) throws -> String? {
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        return try String(contentsOfFile: file, encoding: .utf8)
    }

    /// Replaces a file in one step: after a crash it holds the old text or the new one.
    ///
    /// - Parameter isSecret: only the node's user may read it.
    func write(_ text: String, to file: String, isSecret: Bool = false) throws {
        let new = file + ".new"
        let descriptor = unsafe open(
            new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, isSecret ? 0o600 : 0o644)
        guard descriptor >= 0 else { throw FileFault.cannotWrite(file, errno: errno) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.synchronize()
        try handle.close()
        guard unsafe rename(new, file) == 0 else {
            throw FileFault.cannotWrite(file, errno: errno)
        }
        // The new name is on the disk only when the folder is.
        let folder = unsafe open((file as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }
}

/// What the file system refused.
enum FileFault: Error, CustomStringConvertible {
    case cannotWrite(String, errno: Int32)
    /// A folder that is not empty and that others may enter.
    case isOpen(String)

    var description: String {
        switch self {
        case .cannotWrite(let file, let code):
            "“\(file)” cannot be written: \(unsafe String(cString: strerror(code))). "
                + "Check the free space and the owner of its folder."
        case .isOpen(let folder):
            "Others may enter “\(folder)”, and it is not empty. Choose a new folder for the node, "
                + "or close this one (chmod 700) if it is meant for the node alone."
        }
    }
}
