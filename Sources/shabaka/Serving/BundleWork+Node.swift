import ChangeLog
import Console
import Foundation
import Sync

extension BundleWork {
    /// The bundles of an open node. Files pass through a folder of the node and are gone when the
    /// page is there.
    init(_ node: Node) {
        let folder = node.directory.path + "/bundles"
        // One bundle at a time: what is not encrypted yet lies in one place.
        let turn = NSLock()
        @Sendable func withFile<Value>(_ body: (String) throws -> Value) throws -> Value {
            turn.lock()
            defer { turn.unlock() }
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
                // Where the file lay for a moment says nothing to whoever chose it.
                throw Refusal(text: "\(refusal)".replacing(path, with: "bundle"))
            }
        }
        self.init(
            make: { receiver in
                try withFile { path in
                    let made = try node.bundleDesk().export(for: receiver, to: path)
                    guard made.bytes <= Self.mostBytes else { throw TooLarge(receiver: receiver) }
                    return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
                }
            },
            take: { bytes in
                try withFile { path in
                    try Data(bytes).write(to: URL(fileURLWithPath: path))
                    let taken = try node.bundleDesk().take(path)
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

    /// Why a bundle is not made or not taken.
    private struct Refusal: Error, CustomStringConvertible {
        var text: String
        var description: String { text }
    }

    /// A bundle that no page carries.
    private struct TooLarge: Error, CustomStringConvertible {
        var receiver: String

        var description: String {
            "The bundle is larger than 64 MB. Make it on the machine of the node: shabaka bundle "
                + "export FILE --for \(receiver)"
        }
    }
}
