public import Registry
import Storage
import Trust

/// One thing that happened to a record, as the journal tells it.
public struct RecordEvent: Sendable {
    /// The position in this node's journal.
    public let position: Int64
    /// The node that wrote it; empty for what the upstream said as a state.
    public let origin: String
    /// The version that it gave to what it touched; nil for what the upstream said as a state.
    public let version: Version?
    public let actor: String
    public let reasonCode: String
    public let reason: String
    /// Milliseconds since 1970; when it arrived here, for what the upstream said as a state.
    public let milliseconds: Int64
    /// What was done; nil when the upstream sent the state and not the change.
    public let change: Change?
}

extension RegistryView {
    /// Everything that the journal holds about a record, the oldest first.
    ///
    /// - Parameter limit: how many of the youngest are read.
    public func history(of record: RecordID, limit: Int = 500) throws -> [RecordEvent] {
        var events: [RecordEvent] = []
        var hasher = SHA256Hasher()
        try transaction.forEach(
            """
            SELECT j.pos, j.kind, j.effective, j.body FROM touch t JOIN journal j ON j.pos = t.pos
            WHERE t.record = $1 ORDER BY t.pos DESC LIMIT $2
            """, [.reference(record), .integer(Int64(limit))]
        ) { row in
            guard row.integer(1) == JournalSession.Kind.entry.rawValue else {
                guard row.integer(1) == JournalSession.Kind.page.rawValue else { return }
                events.append(
                    RecordEvent(
                        position: row.integer(0), origin: "", version: nil, actor: "",
                        reasonCode: "feed",
                        reason: "", milliseconds: 0, change: nil))
                return
            }
            let changeset = try Changeset(bytes: row.bytes(3), hasher: &hasher)
            for item in changeset.items {
                guard let change = item.change, change.record == record else { continue }
                events.append(
                    RecordEvent(
                        position: row.integer(0), origin: changeset.header.origin,
                        version: changeset.version, actor: changeset.header.actor,
                        reasonCode: changeset.header.reasonCode,
                        reason: changeset.header.reason,
                        milliseconds: Int64(changeset.header.stamp.milliseconds), change: change))
            }
        }
        return events.reversed()
    }
}
