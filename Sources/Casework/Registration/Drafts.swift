public import ChangeLog
import Foundation
public import Registry
import Storage

/// Keeps drafts in the node's database: a closed browser or a node that restarts loses none.
public struct Drafts {
    private let journal: Journal

    public init(_ journal: Journal) {
        self.journal = journal
    }

    /// The drafts of one clerk, the youngest first.
    public func list(of owner: String) throws -> [StoredDraft] {
        try journal.store.read { transaction in
            try transaction.rows(
                """
                SELECT id, owner, changed, body FROM draft WHERE owner = $1
                ORDER BY changed DESC LIMIT 100
                """, .text(owner))
        }.compactMap(Self.draft)
    }

    /// A draft of this clerk, or nil.
    public func find(_ id: RecordID, of owner: String) throws -> StoredDraft? {
        try journal.store.read { transaction in
            try transaction.first(
                "SELECT id, owner, changed, body FROM draft WHERE id = $1 AND owner = $2",
                .reference(id), .text(owner))
        }.flatMap(Self.draft)
    }

    /// Keeps a draft.
    public func save(_ family: FamilyDraft, id: RecordID, of owner: String) throws {
        let body = String(decoding: try JSONEncoder().encode(family), as: UTF8.self)
        try journal.store.write { transaction in
            try transaction.execute(
                """
                INSERT INTO draft (id, owner, changed, body) VALUES ($1, $2, $3, $4)
                ON CONFLICT (id) DO UPDATE SET changed = excluded.changed, body = excluded.body
                """, .reference(id), .text(owner), .integer(Int64(journal.clock.milliseconds)),
                .text(body))
        }
    }

    /// Throws a draft away.
    public func discard(_ id: RecordID, of owner: String) throws {
        try journal.store.write {
            try $0.execute(
                "DELETE FROM draft WHERE id = $1 AND owner = $2", .reference(id), .text(owner))
        }
    }

    private static func draft(_ row: Row) -> StoredDraft? {
        guard let id = row.id(0) else { return nil }
        // A draft that an older version wrote in another form begins anew.
        let family = try? JSONDecoder().decode(FamilyDraft.self, from: Data(row.text(3).utf8))
        return StoredDraft(
            id: id, owner: row.text(1), changed: row.integer(2), family: family ?? FamilyDraft())
    }
}
