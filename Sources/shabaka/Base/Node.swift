import Casework
import ChangeLog
import Foundation
import Storage
import Sync
import Synchronization
import Trust

/// A node with its registry open; the only one on this database while it lives.
final class Node: Sendable {
    let directory: NodeDirectory
    let store: Store
    let journal: Journal
    /// The way to the upstream.
    let link: UpstreamLink
    /// Who of the registry somebody at the desk may be.
    let desk: DuplicateDesk
    /// The way to ask the node above who is registered elsewhere.
    let questions: UpstreamQuestions
    /// Where it listens while it serves, by the name of the port.
    let listening = Mutex<[String: String]>([:])
    /// Whether the desk reads the registry anew, for questions of nodes below.
    let isReadingRegistry = Atomic(false)
    /// Held while a bundle is made or taken.
    let bundleTurn = NSLock()
    /// What was said last about the node's certificate: the same is not said every minute.
    let certificateComplaint = Mutex("")
    private let lock: NodeLock

    /// Opens the node of a directory whose lock the caller has taken.
    ///
    /// - Throws: `NodeFault`, `StoreError`, `OpenSSLFailure`.
    convenience init(_ directory: NodeDirectory, lock: NodeLock) throws {
        try self.init(directory, lock: lock, settings: try NodeSettings(of: directory))
    }

    /// Opens a node that is being made: its settings are not in the directory yet.
    init(_ directory: NodeDirectory, lock: NodeLock, settings: NodeSettings) throws {
        guard let pem = try directory.text(of: directory.signingKey) else {
            throw NodeFault.missingKey(directory.signingKey)
        }
        self.directory = directory
        self.lock = lock
        store = try Store(path: directory.database, migrations: NodeSchema.migrations)
        journal = try Journal(
            store: store,
            identity: Journal.Identity(
                name: settings.name, role: settings.role, areas: settings.areas,
                signingKey: try SigningKey(pem: pem)),
            clock: HybridClock { UInt64(Date().timeIntervalSince1970 * 1000) },
            entropy: BufferedEntropy.make())
        link = UpstreamLink(directory, journal: journal)
        desk = DuplicateDesk(journal)
        questions = UpstreamQuestions(directory, journal: journal)
    }

    /// The name in the node's certificate and changesets.
    var name: String { journal.identity.name }

    /// The node's place in the federation.
    var role: Journal.Role { journal.identity.role }

    /// The settings as they are now: joining writes the upstream into them.
    func settings() throws -> NodeSettings {
        try NodeSettings(of: directory)
    }

    /// Who this node is for a TLS handshake, or nil before it has joined.
    func credentials() throws -> HTTPSClient.Identity? {
        try NodeKeys(of: directory).credentials()
    }

    /// Seconds since 1970, for the dates of certificates.
    var nowSeconds: Int64 { Int64(journal.clock.milliseconds / 1000) }
}
