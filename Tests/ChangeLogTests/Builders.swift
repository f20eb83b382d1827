import ChangeLog
import Foundation
import Registry
import Storage
import Synchronization
import Trust

/// A folder that is removed with the last user of it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("shabaka-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)  // what is left only takes up space
    }
}

/// A clock that stands where it was put.
final class StandingClock: Sendable {
    private let now: Mutex<UInt64>

    init(_ milliseconds: UInt64 = 1_700_000_000_000) { now = Mutex(milliseconds) }

    var milliseconds: UInt64 {
        get { now.withLock { $0 } }
        set { now.withLock { $0 = newValue } }
    }
}

/// A node with a database of its own, a standing clock and words that are the same in each run.
struct TestNode {
    let folder: TemporaryFolder
    let clock: StandingClock
    let journal: Journal

    init(_ name: String, _ role: Journal.Role = .hub, clock: StandingClock = StandingClock())
        throws
    {
        folder = try TemporaryFolder()
        self.clock = clock
        let store = try Store(
            path: folder.path + "/node.db", migrations: LogSchema.migrations,
            durability: .processOnly)
        let seed = Mutex(name.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) })
        journal = try Journal(
            store: store,
            identity: Journal.Identity(
                name: name, role: role, areas: [], signingKey: try SigningKey.generate()),
            clock: HybridClock { clock.milliseconds },
            entropy: Entropy {
                seed.withLock { word in
                    word = word &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return word ^ (word >> 31)
                }
            })
    }

    static let clerk = Authorship(actor: "clerk", reasonCode: "test")

    @discardableResult
    func create(_ entity: String, _ values: [String: FieldValue]) throws -> RecordID {
        try journal.write { session in
            let change = try session.creation(of: entity, values)
            try session.append([change], by: Self.clerk)
            return change.record
        }
    }

    @discardableResult
    func edit(
        _ entity: String, _ record: RecordID, _ values: [String: FieldValue],
        kind: Change.Kind = .update
    ) throws -> Version {
        try journal.write { session in
            try session.append(
                [try session.edit(of: entity, record, values, kind: kind)], by: Self.clerk)
        }
    }

    func value(_ entity: String, _ record: RecordID, _ field: String) throws -> FieldValue? {
        try journal.read { try $0.record(entity, record)?[field] }
    }

    /// Every changeset in the journal, in the order of arrival.
    func entries() throws -> [Changeset] {
        try journal.read { view in
            var hasher = SHA256Hasher()
            return try view.transaction.rows("SELECT body FROM journal WHERE kind = 0 ORDER BY pos")
                .map { try Changeset(bytes: $0.bytes(0), hasher: &hasher) }
        }
    }

    /// Takes entries in, one transaction each, and what had to wait for them.
    func take(_ entries: [Changeset], received: UInt64? = nil) throws {
        for entry in entries {
            try journal.write { session in
                _ = try session.accept(entry, isSigned: true, received: received)
                for branch in try session.stagedBranches() {
                    for waiting in try session.staged(branch) {
                        _ = try session.accept(waiting, isSigned: true, received: received)
                    }
                    try session.unstage(branch, through: session.tip(of: branch).sequence)
                }
            }
        }
    }

    var conflicts: Int {
        get throws { try count("conflict") }
    }

    func count(_ table: String) throws -> Int {
        try journal.read { try $0.count(table) }
    }

    /// Rows, heads and conflicts in a form that is the same at every node that shows the same.
    func shown() throws -> [String] {
        try journal.read { view in
            var lines: [String] = []
            for entity in view.dictionary.entities where entity.scope != .local {
                let fields = entity.fields.map { "\"\($0.name)\"" }.joined(separator: ", ")
                let rows = try view.transaction.rows(
                    "SELECT id, version_sequence, version_tag, \(fields) FROM \"\(entity.name)\"")
                lines += rows.map { "row \(entity.name) \($0.values)" }
            }
            lines += try view.transaction.rows(
                """
                SELECT h.record, h.grp, b.origin, h.sequence, h.tag, h.effective, h.vals, h.was
                FROM head h JOIN branch b ON b.ix = h.branch
                """
            ).map { "head \($0.values)" }
            lines += try view.transaction.rows("SELECT record, grp, entity FROM conflict")
                .map { "conflict \($0.values)" }
            lines += try view.transaction.rows("SELECT invariant, shared, record FROM breach")
                .map { "breach \($0.values)" }
            return lines.sorted()
        }
    }
}

extension Int {
    /// All orders of `0..<self`.
    var orders: [[Int]] {
        guard self > 1 else { return [Array(0..<self)] }
        return (self - 1).orders.flatMap { order in
            (0...order.count).map { place in
                var longer = order
                longer.insert(self - 1, at: place)
                return longer
            }
        }
    }
}
