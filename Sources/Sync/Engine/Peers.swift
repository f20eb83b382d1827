import Registry
import Storage

/// What a node remembers about those it syncs with; never replicated.
enum Peers {
    /// Notes what is known newly about a peer; nil leaves what was known.
    static func note(
        _ name: String, in transaction: Transaction, lastContact: UInt64? = nil,
        clockOffset: Int64? = nil, fedThrough: Int64? = nil, completeAt: UInt64? = nil,
        lastBackup: UInt64? = nil, freeDisk: UInt64? = nil
    ) throws {
        func value(_ number: UInt64?) -> FieldValue {
            number.map { .integer(Int64($0)) } ?? .null
        }
        try transaction.execute(
            """
            INSERT INTO peer
                (name, last_contact, clock_offset, fed_through, complete_at, last_backup,
                free_disk)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (name) DO UPDATE SET
                last_contact = COALESCE(excluded.last_contact, peer.last_contact),
                clock_offset = COALESCE(excluded.clock_offset, peer.clock_offset),
                fed_through = COALESCE(excluded.fed_through, peer.fed_through),
                complete_at = COALESCE(excluded.complete_at, peer.complete_at),
                last_backup = COALESCE(excluded.last_backup, peer.last_backup),
                free_disk = COALESCE(excluded.free_disk, peer.free_disk)
            """,
            .text(name), value(lastContact), clockOffset.map { .integer($0) } ?? .null,
            fedThrough.map { .integer($0) } ?? .null, value(completeAt),
            value(lastBackup), value(freeDisk))
    }
}
