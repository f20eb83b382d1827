import ChangeLog
import Registry
import Storage

/// What a look at those who came, or changed, found.
public struct Arrivals: Sendable, Equatable {
    /// With how many persons the desk was asked.
    public var checked = 0
    public var opened = 0
    /// Cases that were here already.
    public var known = 0
    public var withdrawn = 0
    /// Whether everything that the journal holds has been looked at.
    public var isDone = true
    /// Whether so much had come that it was left to the next scan of everybody.
    public var isLeftToScan = false

    /// How far the journal has been looked at: a row, and how many of the next row's persons.
    struct Position: Equatable {
        var row: Int64
        var persons = 0

        private static let stateName = "duplicates position"

        static func read(_ view: RegistryView) throws -> Position? {
            let value = try view.transaction.first(
                "SELECT value FROM node_state WHERE name = $1", .text(stateName))
            guard let bytes = value?.bytes(0), bytes.count == 16 else { return nil }
            func number(_ range: Range<Int>) -> Int64 {
                bytes[range].reduce(0) { $0 << 8 | Int64($1) }
            }
            return Position(row: number(0..<8), persons: Int(number(8..<16)))
        }

        func keep(in session: JournalSession) throws {
            func bytes(_ number: Int64) -> [UInt8] {
                (0..<8).map { UInt8(truncatingIfNeeded: number >> Int64(56 - $0 * 8)) }
            }
            try session.setState(Self.stateName, bytes(row) + bytes(Int64(persons)))
        }
    }
}
