import ChangeLog
import Foundation
import Storage
import Sync
import Trust

/// A node with its registry open; the only one on this database while it lives.
final class Node: Sendable {
    let directory: NodeDirectory
    let store: Store
    let journal: Journal
    /// The way to the upstream.
    let link: UpstreamLink
    private let lock: NodeLock

    /// Opens the node of a directory whose lock the caller has taken.
    ///
    /// - Throws: `NodeFault`, `StoreError`, `OpenSSLFailure`.
    init(_ directory: NodeDirectory, lock: NodeLock) throws {
        let settings = try NodeSettings(of: directory)
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
