import Foundation

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

    /// Makes the directory and the one for keys. Throws `CocoaError`.
    func create() throws {
        for folder in [path, keys] {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
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

    var description: String {
        switch self {
        case .cannotWrite(let file, let code):
            "“\(file)” cannot be written: \(unsafe String(cString: strerror(code))). "
                + "Check the free space and the owner of its folder."
        }
    }
}
