import ChangeLog
import Foundation
import Trust

/// A file that carries frames of the protocol between two nodes on a stick.
///
/// It is `shabaka-bundle-1`, four bytes of length, a signed message (CMS) and the encrypted
/// frames. The signed message names sender, receiver and moment, and pins the encrypted bytes by
/// count and digest: so what was cut, changed or made for somebody else is told apart before
/// anything is opened.
public struct BundleFile: Sendable {
    /// What the signed message says.
    public struct Label: Sendable, Equatable {
        public var sender: String
        public var receiver: String
        /// When it was made, in milliseconds since 1970.
        public var madeAt: UInt64
        var count: UInt64
        var digest: Digest
        var envelope: [UInt8]
    }

    private static let magic = Array("shabaka-bundle-1".utf8)

    public let path: String
    public let label: Label
    private let message: SignedMessage
    private let offset: Int

    // MARK: Writing

    /// Seals a file of frames; the bundle gets its name only when it is whole.
    ///
    /// - Parameters:
    ///   - frames: the path of the file of frames.
    ///   - path: the file to write; it must not be there.
    /// - Throws: `BundleRefusal`, `OpenSSLFailure`.
    static func write(
        _ frames: String, to path: String, sender: String, key: SigningKey, receiver: String,
        receiverKey: VerifyingKey, madeAt: UInt64
    ) throws {
        let cipher = frames + ".sealed"
        let part = path + ".part"
        defer { remove(cipher) }
        try prepare(cipher)
        let envelope = try FileEnvelope(sealing: frames, to: cipher, for: receiverKey)
        let (count, digest) = try BundleFile.digest(of: cipher, from: 0)
        let label = Label(
            sender: sender, receiver: receiver, madeAt: madeAt, count: count, digest: digest,
            envelope: envelope.der)
        let message = try SignedMessage(signing: label.bytes, with: key)
        guard FileManager.default.createFile(atPath: part, contents: nil) else {
            throw BundleRefusal.cannotWrite(path)
        }
        do {
            let output = try FileHandle(forWritingTo: URL(fileURLWithPath: part))
            let input = try FileHandle(forReadingFrom: URL(fileURLWithPath: cipher))
            try output.write(contentsOf: magic + length(message.der.count) + message.der)
            while let piece = try input.read(upToCount: 1 << 20), !piece.isEmpty {
                try output.write(contentsOf: piece)
            }
            try output.synchronize()
            try output.close()
            try input.close()
            try FileManager.default.moveItem(atPath: part, toPath: path)
        } catch {
            remove(part)
            throw BundleRefusal.cannotWrite(path)
        }
    }

    // MARK: Reading

    /// Reads the label of a bundle. Nothing is believed yet.
    ///
    /// - Throws: `BundleRefusal.noFile`, `.notABundle`, `.cut`.
    public init(_ path: String) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw BundleRefusal.noFile(path)
        }
        defer { try? handle.close() }  // it was only read
        let start = [UInt8](try handle.read(upToCount: Self.magic.count + 4) ?? Data())
        guard start.count == Self.magic.count + 4 else {
            throw Self.magic.starts(with: start.prefix(Self.magic.count))
                ? BundleRefusal.cut(path) : .notABundle(path)
        }
        guard start.starts(with: Self.magic) else { throw BundleRefusal.notABundle(path) }
        let count = start.suffix(4).reduce(0) { $0 << 8 | Int($1) }
        guard count <= SignedMessage.maximumBytes else { throw BundleRefusal.notABundle(path) }
        let der = [UInt8](try handle.read(upToCount: count) ?? Data())
        guard der.count == count else { throw BundleRefusal.cut(path) }
        message = SignedMessage(der: der)
        guard let content = message.unverifiedContent(),
            let label = try? Label(bytes: content)  // what cannot be read is no label
        else { throw BundleRefusal.notABundle(path) }
        self.path = path
        self.label = label
        offset = start.count + count
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let size = (attributes[.size] as? NSNumber)?.uint64Value ?? 0
        guard size >= UInt64(offset) + label.count else { throw BundleRefusal.cut(path) }
    }

    /// Checks that one of the sender's keys signed it and that no byte was changed, and opens it.
    ///
    /// - Parameters:
    ///   - keys: the keys that the sender is known to have.
    ///   - frames: where the file of frames is written; the caller removes it.
    /// - Throws: `BundleRefusal`, `OpenSSLFailure`.
    func open(keys: [VerifyingKey], key: SigningKey, to frames: String) throws {
        guard keys.contains(where: { message.isSigned(by: $0) }) else {
            throw BundleRefusal.notSignedBy(label.sender, path)
        }
        guard try Self.digest(of: path, from: offset) == (label.count, label.digest) else {
            throw BundleRefusal.changed(path)
        }
        try Self.prepare(frames)
        do {
            try FileEnvelope(der: label.envelope).open(
                path, from: offset, to: frames, with: key)
        } catch is FileEnvelope.Failure {
            throw BundleRefusal.otherKey(path, receiver: label.receiver)
        }
    }

    // MARK: -

    static func remove(_ path: String) {
        // What is not there need not be removed.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Makes an empty file that only the node's user may read.
    static func prepare(_ path: String) throws {
        remove(path)
        guard
            FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw BundleRefusal.cannotWrite(path) }
    }

    private static func digest(of path: String, from offset: Int) throws -> (UInt64, Digest) {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? handle.close() }  // it was only read
        try handle.seek(toOffset: UInt64(offset))
        var hasher = SHA256Hasher()
        var count: UInt64 = 0
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
            hasher.update([UInt8](piece))
            count += UInt64(piece.count)
        }
        return (count, hasher.finish())
    }

    static func length(_ count: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) }
    }
}

extension BundleFile.Label {
    var bytes: [UInt8] {
        var writer = WireWriter(capacity: 1024)
        writer.text(1, sender)
        writer.text(2, receiver)
        writer.number(3, madeAt)
        writer.number(4, count)
        writer.data(5, digest.bytes)
        writer.data(6, envelope)
        return writer.bytes
    }

    init(bytes: [UInt8]) throws(WireReader.Malformed) {
        var reader = WireReader(bytes)
        var digest: Digest?
        self.init(sender: "", receiver: "", madeAt: 0, count: 0, digest: .zero, envelope: [])
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): sender = try reader.text(range)
            case (2, .data(let range)): receiver = try reader.text(range)
            case (3, .number(let value)): madeAt = value
            case (4, .number(let value)): count = value & (1 << 48 - 1)
            case (5, .data(let range)): digest = Digest(bytes: reader.data(range))
            case (6, .data(let range)): envelope = reader.data(range)
            default: break
            }
        }
        guard let digest, !sender.isEmpty, !receiver.isEmpty else { throw .missing("label") }
        guard madeAt < 1 << 47 else { throw .unexpected("time") }
        self.digest = digest
    }
}
