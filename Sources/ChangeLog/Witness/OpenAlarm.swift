import Registry
import Storage

/// Alarms of one kind about one node that nobody has acknowledged.
public struct OpenAlarm: Sendable, Hashable {
    /// The newest of them.
    public var alarm: Alarm
    /// How many there are.
    public var count: Int
}

extension RegistryView {
    /// What an operator must hear of and has not acknowledged, the newest first.
    public func openAlarms() throws -> [OpenAlarm] {
        let heard = try transaction.first(
            "SELECT value FROM node_state WHERE name = $1", .text(OpenAlarm.stateName))
        let last = heard.flatMap { Int64(String(decoding: $0.bytes(0), as: UTF8.self)) } ?? 0
        // What stands beside MAX comes from the row that has it.
        return try transaction.rows(
            """
            SELECT kind, node, at, detail, COUNT(*), MAX(ix) FROM alarm WHERE ix > $1
            GROUP BY kind, node ORDER BY MAX(ix) DESC
            """, .integer(last)
        ).compactMap { row in
            Alarm.Kind(rawValue: row.text(0)).map { kind in
                OpenAlarm(
                    alarm: Alarm(
                        kind: kind, node: row.text(1), at: UInt64(row.integer(2)),
                        detail: row.text(3)),
                    count: row.int(4))
            }
        }
    }
}

extension JournalSession {
    /// Notes that an operator has heard of all alarms up to now; they stay in the list of all.
    public func acknowledgeAlarms() throws {
        let last = try transaction.first("SELECT MAX(ix) FROM alarm")?.values[0].integer ?? 0
        try setState(OpenAlarm.stateName, Array(String(last).utf8))
    }
}

extension OpenAlarm {
    fileprivate static let stateName = "acknowledged alarms"
}
