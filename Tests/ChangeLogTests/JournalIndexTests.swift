import ChangeLog
import Registry
import Storage
import Testing

/// What a running node remembers of its journal.
@Suite struct JournalIndexTests {
    /// The changesets behind a position and their bytes, counted one by one.
    private func counted(_ view: RegistryView, after position: Int64) throws -> [Int] {
        let row = try view.transaction.first(
            "SELECT COUNT(*), SUM(LENGTH(body)) FROM journal WHERE kind = 0 AND pos > $1",
            .integer(position))
        return [row?.int(0) ?? 0, row?.int(1) ?? 0]
    }

    @Test func `what was written since is the same as when it is counted, as the journal grows`()
        throws
    {
        let node = try TestNode("N")
        // Around the hundredth rows, and asked again after each growth.
        for size in [1, 98, 1, 1, 1, 97, 3, 120] {
            for number in 0..<size {
                try node.create("household", ["number": .text("\(number)"), "area": .text("a")])
            }
            try node.journal.read { view in
                let end = try view.journalEnd()
                let positions = [0, 1, 99, 100, 101, 199, 200, 201, end - 1, end, end + 5]
                    .filter { $0 <= end + 5 }
                let found = try view.written(after: positions)
                for (position, part) in zip(positions, found) {
                    let expected = try counted(view, after: position)
                    #expect([part.changesets, part.bytes] == expected, "\(position) of \(end)")
                }
            }
        }
    }
}
