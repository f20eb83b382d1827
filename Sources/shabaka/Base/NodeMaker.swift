import ChangeLog
import Foundation
import Sync
import Trust

/// Makes a node in an empty directory; `node.json` comes last, so that half a node is none.
struct NodeMaker {
    private let directory: NodeDirectory
    private let settings: NodeSettings

    init(_ directory: NodeDirectory, settings: NodeSettings) {
        self.directory = directory
        self.settings = settings
    }

    /// Makes keys and an empty registry.
    ///
    /// - Throws: `NodeFault.alreadyInitialised`, `.leftovers`, `.inUse`.
    func make() throws -> Node {
        let node = try open()
        try settings.save(in: directory)
        return node
    }

    /// Makes the hub: the federation's authority, the hub's certificate and record, and the
    /// records of the country pack.
    ///
    /// - Returns: SHA-256 of the authority's certificate.
    func makeHub(
        _ pack: PackContents, hosts: [String]
    ) throws -> (authority: Digest, written: PackContents.Written) {
        let node = try open()
        let author = Authorship(actor: "shabaka", reasonCode: "init")
        let authority = try makeAuthority(node, hosts: hosts, by: author)
        let written = try node.journal.write { try pack.write($0, by: author) }
        try directory.write(pack.payments, to: directory.payments)
        try settings.save(in: directory)
        return (authority.fingerprint, written)
    }

    /// Makes a node of a registry that was copied from another one: keys, and at a hub an
    /// authority of its own.
    func adopt(_ lock: NodeLock) throws {
        _ = try NodeKeys(of: directory).ensureSigningKey()
        let node = try Node(directory, lock: lock, settings: settings)
        if settings.role == .hub {
            _ = try makeAuthority(
                node, hosts: [], by: Authorship(actor: "shabaka", reasonCode: "clone"))
        }
        try settings.save(in: directory)
    }

    private func makeAuthority(
        _ node: Node, hosts: [String], by author: Authorship
    ) throws -> CertificateAuthority {
        let now = node.nowSeconds
        let authority = try CertificateAuthority.create(
            name: "Shabaka \(settings.name)", now: now, validDays: 3650)
        try directory.write(authority.keyPEM, to: directory.authorityKey, isSecret: true)
        try directory.write(JSONDocument.text(of: hosts), to: directory.hosts)
        try HubCertificate(directory, name: settings.name).issue(authority, now: now)
        try Membership(node.journal).register(
            hub: node.journal.identity.signingKey.publicKey, by: author)
        return authority
    }

    private func open() throws -> Node {
        if directory.isInitialised {
            throw NodeFault.alreadyInitialised(
                directory.path, as: try NodeSettings(of: directory).name)
        }
        guard !FileManager.default.fileExists(atPath: directory.database) else {
            throw NodeFault.leftovers(directory.path)
        }
        try directory.create()
        guard let lock = try NodeLock(directory) else {
            throw NodeFault.inUse(directory.path, process: NodeLock.holder(directory))
        }
        _ = try NodeKeys(of: directory).ensureSigningKey()
        try directory.createDatabase()
        return try Node(directory, lock: lock, settings: settings)
    }
}
