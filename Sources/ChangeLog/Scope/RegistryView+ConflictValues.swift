public import Registry
import Storage

/// Edits of one field group that were made without knowledge of each other.
public struct ConflictKey: Hashable, Sendable {
    public let entity: Int
    public let record: RecordID
    /// The number of the field group within the entity.
    public let group: Int

    public init(entity: Int, record: RecordID, group: Int) {
        self.entity = entity
        self.record = record
        self.group = group
    }
}

/// One of the values between which a human chooses.
public struct ConflictingValue: Hashable, Sendable {
    /// The node that wrote it.
    public let origin: String
    public let actor: String
    /// The reason in the author's words, or its code.
    public let reason: String
    /// Milliseconds since 1970.
    public let milliseconds: Int64
    public let value: GroupValue
}

extension RegistryView {
    /// The conflicts that wait for a human, in the order of their records.
    public func conflictKeys(limit: Int = 1000) throws -> [ConflictKey] {
        try transaction.rows(
            "SELECT entity, record, grp FROM conflict ORDER BY record, grp LIMIT $1",
            .integer(Int64(limit))
        ).compactMap { row in
            row.id(1).map { ConflictKey(entity: row.int(0), record: $0, group: row.int(2)) }
        }
    }

    /// The values of a group that nobody has superseded yet, the oldest first.
    public func conflictingValues(_ conflict: ConflictKey) throws -> [ConflictingValue] {
        let told =
            try upstreamState(of: conflict.record)?.state.groups
            .first { $0.group == conflict.group }?.heads ?? []
        return try transaction.rows(
            """
            SELECT h.branch, h.sequence, h.tag, h.effective, h.vals, b.origin FROM head h
            JOIN branch b ON b.ix = h.branch
            WHERE h.record = $1 AND h.grp = $2 ORDER BY h.effective, b.origin, h.sequence
            """, .reference(conflict.record), .integer(Int64(conflict.group))
        ).map { row in
            let version = LocalVersion(
                branch: row.integer(0), sequence: UInt64(row.integer(1)),
                tag: UInt64(bitPattern: row.integer(2)))
            let value = try GroupValue(bytes: row.bytes(4))
            // What the upstream sent as a state names its author there and not in our journal.
            let remote = told.first {
                $0.version.origin == row.text(5) && $0.version.sequence == version.sequence
            }
            let author =
                try self.author(of: version) ?? remote.map { ($0.actor, $0.reason) } ?? ("", "")
            return ConflictingValue(
                origin: row.text(5), actor: author.0, reason: author.1,
                milliseconds: Int64(
                    Stamp(rawValue: UInt64(bitPattern: row.integer(3))).milliseconds),
                value: value)
        }
    }
}
