import ChangeLog
import Console
import Foundation
import Sync

extension BundleWork {
    /// The bundles of an open node. Files pass through a folder of the node and are gone when the
    /// page is there.
    init(_ node: Node) {
        let folder = node.directory.path + "/bundles"
        @Sendable func withFile<Value>(_ body: (String) throws -> Value) throws -> Value {
            let manager = FileManager.default
            try manager.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            let path = "\(folder)/\(node.journal.newID()).bundle"
            // What cannot be deleted is a matter of the disk, not of the exchange.
            defer { try? manager.removeItem(atPath: path) }
            do {
                return try body(path)
            } catch let refusal as BundleRefusal {
                throw Self.refusal(refusal)
            }
        }
        /// Pages have few threads: none of them waits while a large bundle is made or taken.
        @Sendable func atDesk<Value>(_ body: (BundleDesk) throws -> Value) throws -> Value {
            guard let value = try node.tryBundleDesk(body) else { throw Refusal.busy }
            return value
        }
        self.init(
            make: { receiver in
                try withFile { path in
                    let made = try atDesk { try $0.export(for: receiver, to: path) }
                    guard made.bytes <= Self.mostBytes else {
                        throw Refusal.tooLarge(receiver: receiver)
                    }
                    return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
                }
            },
            take: { bytes in
                try withFile { path in
                    guard
                        FileManager.default.createFile(
                            atPath: path, contents: Data(bytes),
                            attributes: [.posixPermissions: 0o600])
                    else { throw BundleRefusal.cannotWrite(path) }
                    let taken = try atDesk { try $0.take(path) }
                    return Taken(
                        sender: taken.sender, fate: Self.fate(taken.fate), changes: taken.merged,
                        records: taken.records)
                }
            })
    }

    /// What fits through a page: as much as comes in through one.
    private static let mostBytes = 64 << 20

    private static func fate(_ fate: BundleDesk.Fate) -> Fate {
        switch fate {
        case .made, .taken: .taken
        case .repeated, .old: .old
        case .gap, .unsuited: .incomplete
        case .fork: .forked
        }
    }

    /// A refusal in the words of the pages: where the file lay for a moment says nothing to whoever
    /// chose it.
    private static func refusal(_ refusal: BundleRefusal) -> any Error {
        switch refusal {
        case .changed: Refusal.changed
        case .cut: Refusal.cut
        case .forAnother(_, let receiver, _): Refusal.forAnother(receiver: receiver)
        case .fromStranger(_, let sender): Refusal.fromStranger(sender: sender)
        case .otherKey(_, let receiver): Refusal.otherKey(receiver: receiver)
        case .revoked(let name): Refusal.revoked(name)
        case .notABundle, .malformed: Refusal.unreadable
        case .notSignedBy(let sender, _): Refusal.unsigned(sender: sender)
        case .upgradeFirst: Refusal.upgradeFirst
        case .noFile, .exists, .cannotWrite, .unknownReceiver: refusal
        }
    }
}
