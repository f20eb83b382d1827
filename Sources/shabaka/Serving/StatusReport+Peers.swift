import ChangeLog
import Console
import Registry
import Storage

// The nodes below: as far as can be seen from here.
extension StatusReport {
    struct Peer: Codable, Sendable {
        var name: String
        var role: String
        var areas: [String]
        var lastContact: String?
        /// When it had last sent everything that it held.
        var completeAt: String?
        var clockOffsetMilliseconds: Int64?
        /// When it last made a verified backup of itself, as it says; nil when it never did.
        var lastBackup: String?
        /// What its registry's disk has free, as it said with the last contact.
        var freeDiskBytes: Int64?
        var isRevoked: Bool
        var link: PeerLink
        /// What was written here since it was last told everything; of it, it gets its share.
        var behindChangesets: Int
        var behindBytes: Int
        /// Days that its newest certificate is good for; nil when it was not issued here.
        var certificateDays: Int?
    }

    /// The nodes that joined here, by name.
    static func peers(
        of name: String, now: Int64, _ view: RegistryView
    ) throws -> [Peer] {
        let rows = try view.transaction.rows(
            """
            SELECT n.name, n.role, n.areas, p.last_contact, p.complete_at, p.clock_offset,
                n.revoked_on,
                (SELECT MAX(c.not_after) FROM certificate c WHERE c.record = n.id),
                COALESCE(p.fed_through, 0), p.last_backup, p.free_disk
            FROM node n LEFT JOIN peer p ON p.name = n.name
            WHERE n.upstream = $1 ORDER BY n.name, n.id
            """, .text(name))
        let behind = try view.written(after: rows.map { $0.integer(8) })
        return zip(rows, behind).map { row, behind in
            Peer(
                name: row.text(0), role: row.text(1),
                areas: row.text(2).split(separator: ",").map(String.init),
                lastContact: UTCText.of(row.values[3].integer),
                completeAt: UTCText.of(row.values[4].integer),
                clockOffsetMilliseconds: row.values[5].integer,
                lastBackup: UTCText.of(row.values[9].integer),
                freeDiskBytes: row.values[10].integer, isRevoked: !row.isNull(6),
                link: PeerLink(
                    lastContact: row.values[3].integer, isRevoked: !row.isNull(6),
                    now: now * 1000),
                behindChangesets: behind.changesets, behindBytes: behind.bytes,
                certificateDays: row.values[7].integer.map { Int(($0 - now) / 86_400) })
        }
    }
}
