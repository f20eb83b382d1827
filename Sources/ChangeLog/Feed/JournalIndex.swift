import Registry
import Storage
import Synchronization

/// What a running node remembers about committed rows of its journal, which never change: where the
/// records of an entry lie, and how much stands up to a row.
///
/// It is made by reading and lost with the process; nothing depends on it but speed. Without it, the
/// first loads of fifteen provinces would each be read and weighed fifteen times at the hub.
final class JournalIndex: Sendable {
    private struct Known {
        var areas: [String] = []
        var numbers: [String: UInt16] = [:]
        /// By position, one more than the index of the entry's area; zero where nothing is known.
        var areaAt: [UInt16] = []
        var marks = [Written()]
    }

    private let known = Mutex(Known())

    /// How much stands in a part of the journal.
    struct Written: Sendable {
        var changesets = 0
        var bytes = 0
    }

    // MARK: Where entries lie

    /// The one area in which everything lies that an entry touched, when nobody but its origin ever
    /// wrote that. It was so when it was noted; whatever moved since has a later row that says so.
    func area(at position: Int64) -> String? {
        known.withLock { known in
            guard let index = Int(exactly: position), known.areaAt.indices.contains(index) else {
                return nil
            }
            let number = Int(known.areaAt[index])
            return number == 0 ? nil : known.areas[number - 1]
        }
    }

    func note(_ area: String, at position: Int64) {
        guard let index = Int(exactly: position), index >= 0 else { return }
        known.withLock { known in
            let number: UInt16
            if let found = known.numbers[area] {
                number = found
            } else {
                guard known.areas.count < Int(UInt16.max) else { return }
                known.areas.append(area)
                number = UInt16(known.areas.count)
                known.numbers[area] = number
            }
            if index >= known.areaAt.count {
                let size = max(index + 1, known.areaAt.count * 3 / 2)
                known.areaAt += Array(repeating: 0, count: size - known.areaAt.count)
            }
            known.areaAt[index] = number
        }
    }

    // MARK: How much was written

    /// So many rows of the journal have one mark: the rest is counted each time.
    private static let stride: Int64 = 100

    /// The changesets up to a position, at most the last one, and their bytes.
    func written(through end: Int64, in transaction: Transaction) throws -> Written {
        try known.withLock { known in
            let wanted = end / Self.stride
            let last = Int64(known.marks.count - 1)
            if wanted > last {
                var steps: [Int64: Written] = [:]
                try transaction.forEach(
                    """
                    SELECT (pos - 1) / $1, COUNT(*), SUM(LENGTH(body)) FROM journal
                    WHERE pos > $2 AND pos <= $3 AND kind = 0 GROUP BY 1
                    """,
                    [
                        .integer(Self.stride), .integer(last * Self.stride),
                        .integer(wanted * Self.stride),
                    ]
                ) {
                    steps[$0.integer(0)] = Written(
                        changesets: Int($0.integer(1)), bytes: Int($0.integer(2)))
                }
                for step in last..<wanted {
                    var sum = known.marks[Int(step)]
                    sum.changesets += steps[step]?.changesets ?? 0
                    sum.bytes += steps[step]?.bytes ?? 0
                    known.marks.append(sum)
                }
            }
            var result = known.marks[Int(wanted)]
            let rest = try transaction.first(
                """
                SELECT COUNT(*), SUM(LENGTH(body)) FROM journal
                WHERE pos > $1 AND pos <= $2 AND kind = 0
                """, .integer(wanted * Self.stride), .integer(end))
            result.changesets += rest?.int(0) ?? 0
            result.bytes += rest?.int(1) ?? 0
            return result
        }
    }
}

extension RegistryView {
    /// The changesets behind each of these positions of the journal, and their bytes.
    public func written(after positions: [Int64]) throws -> [(changesets: Int, bytes: Int)] {
        let end = try journalEnd()
        let all = try index.written(through: end, in: transaction)
        return try positions.map { position in
            // What is not there yet must not be remembered as empty.
            let before = try index.written(through: min(max(position, 0), end), in: transaction)
            return (all.changesets - before.changesets, all.bytes - before.bytes)
        }
    }
}
