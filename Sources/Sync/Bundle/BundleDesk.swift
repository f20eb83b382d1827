public import ChangeLog
import Foundation
import Registry
import Storage
public import Trust

/// Makes and takes bundles: the protocol for nodes that no network joins.
///
/// A feed without a dialogue works like this: the bundle up says where the sender stands (its tips
/// and its cursor), and the upstream remembers that. The bundle down answers it with receipts, with
/// what the upstream holds, and with all pages from that cursor on. Frames and pages go through
/// `SyncServer` and `JournalSession` exactly as they do online, so that what they refuse there they
/// refuse here: a repeated, an old and a lost stick do no harm.
public struct BundleDesk: Sendable {
    /// The node one tier up, as far as this node knows it.
    public struct Upstream: Sendable {
        public var name: String
        /// A key that was handed over when the node joined by files: the registry does not know
        /// it before the first bundle has come down.
        public var signingKey: VerifyingKey?

        public init(name: String, signingKey: VerifyingKey? = nil) {
            self.name = name
            self.signingKey = signingKey
        }
    }

    /// What a bundle carries, or what became of it.
    public struct Outcome: Sendable, Equatable {
        public var sender = ""
        public var receiver = ""
        public var madeAt: UInt64 = 0
        public var changesets = 0
        /// Changesets that were merged now; the others were here already, or wait for others.
        public var merged = 0
        public var records = 0
        public var gone = 0
        public var receipts = 0
        /// Changesets that this node had lost, and that the sender gave back: from below those of
        /// the tiers above, from above its own.
        public var returned = 0
        /// Changesets that this node wrote again, since somebody else wrote under its name.
        public var reissued = 0
        /// Changesets that were set aside, since their node may never write what they write; from
        /// above those of this node's subtree, where that is news.
        public var setAside = 0
        public var bytes = 0
        public var fate = Fate.taken
        /// Origins of which two different logs exist.
        public var forked: [String] = []
    }

    /// What became of a bundle.
    public enum Fate: String, Sendable, Codable {
        case made
        case taken
        /// It was taken before.
        case repeated
        /// A later one was taken before; what it held is here already.
        case old
        /// Something that comes before it is missing: the next bundle from there brings it.
        case gap
        /// Made for a state that this node does not have: the other side needs a bundle first.
        case unsuited
        /// An origin wrote two different things under one number.
        case fork
    }

    let journal: Journal
    let upstream: Upstream?
    let frameBytes: Int
    let pageBytes: Int
    /// A folder on the node's own disk for frames that are not encrypted; each call has a file of
    /// its own there.
    private let scratch: String

    /// - Parameter scratch: a folder that only the node's user may enter.
    public init(
        _ journal: Journal, upstream: Upstream?, scratch: String,
        frameBytes: Int = PushFrame.maximumBytes, pageBytes: Int = 1 << 20
    ) {
        self.journal = journal
        self.upstream = upstream
        self.scratch = scratch
        self.frameBytes = frameBytes
        self.pageBytes = pageBytes
    }

    /// Writes a bundle for the upstream or for a node directly below.
    ///
    /// - Throws: `BundleRefusal`, `StoreError`, `OpenSSLFailure`; no file is left then.
    public func export(for receiver: String, to path: String) throws -> Outcome {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw BundleRefusal.exists(path)
        }
        let isUp = receiver == upstream?.name
        let keys = try isUp ? upstreamKeys() : keysBelow(receiver)
        guard let key = keys.last else { throw BundleRefusal.unknownReceiver(receiver) }
        let frames = freshFrames()
        defer { BundleFile.remove(frames) }
        let writer = try BundleFrames.Writer(frames)
        var outcome =
            try isUp
            ? BundleUp(self).write(for: receiver, to: writer)
            : BundleDown(self).write(for: receiver, to: writer)
        try writer.finish()
        try BundleFile.write(
            frames, to: path, sender: journal.identity.name, key: journal.identity.signingKey,
            receiver: receiver, receiverKey: key, madeAt: outcome.madeAt)
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
        outcome.bytes = size?.intValue ?? 0
        outcome.fate = .made
        return outcome
    }

    /// Takes a bundle in.
    ///
    /// - Throws: `BundleRefusal`, `SyncRefusal`, `StoreError`, `OpenSSLFailure`.
    public func take(_ path: String) throws -> Outcome {
        let file = try BundleFile(path)
        let sender = file.label.sender
        guard file.label.receiver == journal.identity.name else {
            throw BundleRefusal.forAnother(
                path, receiver: file.label.receiver, here: journal.identity.name)
        }
        let isDown = sender == upstream?.name
        let keys = try isDown ? upstreamKeys() : keysBelow(sender, orStranger: path)
        let frames = freshFrames()
        defer { BundleFile.remove(frames) }
        try file.open(keys: keys, key: journal.identity.signingKey, to: frames)
        do {
            var intake: any BundleIntake = isDown ? BundleDown(self) : BundleUp(self)
            var manifest: BundleManifest?
            try BundleFrames.read(frames, named: path) { kind, body in
                if kind == .manifest, manifest == nil {
                    let found = try BundleManifest(bytes: body)
                    guard found.sender == sender, found.receiver == journal.identity.name else {
                        throw BundleRefusal.notSignedBy(sender, path)
                    }
                    guard found.protocolVersion <= Hello.protocolVersion else {
                        throw BundleRefusal.upgradeFirst(
                            theirs: found.protocolVersion, ours: Hello.protocolVersion)
                    }
                    manifest = found
                    try intake.begin(found)
                } else if manifest != nil {
                    try intake.take(kind, body)
                } else {
                    throw BundleRefusal.malformed(path, what: "it does not begin as one.")
                }
            }
            guard let manifest else {
                throw BundleRefusal.malformed(path, what: "it is empty.")
            }
            var outcome = try intake.finish()
            outcome.sender = sender
            outcome.receiver = journal.identity.name
            outcome.madeAt = manifest.madeAt
            return outcome
        } catch let error as WireReader.Malformed {
            throw BundleRefusal.malformed(path, what: error.description)
        }
    }

    /// A name that no other call has: frames for one node never meet those for another.
    private func freshFrames() -> String { "\(scratch)/bundle-\(journal.newID()).frames" }

    // MARK: Keys

    /// The upstream's keys that are not revoked, the newest last. The one that was handed over
    /// counts while the registry does not speak of it.
    private func upstreamKeys() throws -> [VerifyingKey] {
        guard let upstream else { return [] }
        let rows = try journal.read { view in
            try view.transaction.rows(
                "SELECT signing_key, revoked_on FROM node WHERE name = $1 ORDER BY id",
                .text(upstream.name))
        }
        let known = try rows.filter { $0.isNull(1) }.map { try VerifyingKey(bytes: $0.bytes(0)) }
        guard known.isEmpty else { return known }
        if let handed = upstream.signingKey, !rows.contains(where: { $0.bytes(0) == handed.bytes })
        {
            return [handed]
        }
        guard rows.isEmpty else { throw BundleRefusal.revoked(upstream.name) }
        return []
    }

    /// The keys of a node directly below that are not revoked, the newest last.
    private func keysBelow(_ name: String, orStranger path: String? = nil) throws -> [VerifyingKey]
    {
        let rows = try journal.read { view in
            try view.transaction.rows(
                "SELECT signing_key, revoked_on FROM node WHERE name = $1 AND upstream = $2 "
                    + "ORDER BY id", .text(name), .text(journal.identity.name))
        }
        guard !rows.isEmpty else {
            throw path.map { BundleRefusal.fromStranger($0, sender: name) }
                ?? .unknownReceiver(name)
        }
        let keys = try rows.filter { $0.isNull(1) }.map { try VerifyingKey(bytes: $0.bytes(0)) }
        guard !keys.isEmpty else { throw BundleRefusal.revoked(name) }
        return keys
    }

    // MARK: What the last bundle from somebody said

    func remembered(from name: String) throws -> BundleManifest? {
        let row = try journal.store.read { transaction in
            try transaction.first(
                "SELECT value FROM node_state WHERE name = $1", .text("bundle from " + name))
        }
        // What an earlier program let in and this one refuses is as good as nothing.
        return row.flatMap { try? BundleManifest(bytes: $0.bytes(0)) }
    }

    func remember(_ manifest: BundleManifest) throws {
        try journal.write { session in
            try session.setState("bundle from " + manifest.sender, manifest.bytes)
        }
    }

    /// The number of the next bundle for somebody. It grows whatever the clock does, and keeps near
    /// the clock so that it grows over a restore, too.
    func nextNumber(for receiver: String, in session: JournalSession) throws -> UInt64 {
        let name = "bundle for " + receiver
        let last = try session.state(name).flatMap { UInt64(String(decoding: $0, as: UTF8.self)) }
        let number = max((last ?? 0) + 1, journal.clock.milliseconds)
        try session.setState(name, Array(String(number).utf8))
        return number
    }
}

/// The receiver's side of a bundle.
protocol BundleIntake {
    mutating func begin(_ manifest: BundleManifest) throws
    mutating func take(_ kind: BundleFrames.Kind, _ body: [UInt8]) throws
    mutating func finish() throws -> BundleDesk.Outcome
}
