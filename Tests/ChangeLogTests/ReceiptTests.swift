import ChangeLog
import Registry
import Storage
import Testing
import Trust

/// A receipt counts once the last entry of its range is here, if that is the one it names.
@Suite struct ReceiptTests {
    private let hub: TestNode
    private let household: RecordID
    /// What a province with a clock that runs ahead wrote: its first entry and two more.
    private let written: [Changeset]
    /// The first receiver's, for all three.
    private let receipt: Receipt

    init() throws {
        hub = try TestNode("H")
        let province = try TestNode("P", .province)
        household = try hub.create(
            "household",
            ["number": .text("1"), "area": .text("a"), "category": .text("poor")])
        try province.take(try hub.entries())
        province.clock.milliseconds += 400 * 86_400_000
        try province.edit("household", household, ["dwelling": .text("fast clock")])
        for status in ["poor", "very-poor"] {
            try province.edit("household", household, ["category": .text(status)])
        }
        written = try province.entries().filter { $0.branch.origin == "P" }
        hub.clock.milliseconds += 1000
        receipt = Receipt(
            branch: written[0].branch, first: 1, last: 3, digest: written[2].digest,
            receiver: "F", received: hub.clock.milliseconds, signature: [])
        hub.clock.milliseconds += 1000
        try hub.edit("household", household, ["dwelling": .text("later")])
    }

    private func dwelling() throws -> FieldValue? {
        try hub.value("household", household, "dwelling")
    }

    /// What an audit finds in the rows: what the nodes here signed nobody looks at.
    private func audit() throws -> [String] {
        try hub.journal.audit().findings.filter { $0.kind == .changedRecord }.map(\.message)
    }

    private func withoutReceipt(
        _ range: ClosedRange<UInt64>, of branch: Branch? = nil
    ) throws -> [ClosedRange<UInt64>] {
        try hub.journal.write { try $0.withoutReceipt(branch ?? receipt.branch, range) }
    }

    private func keep(_ receipt: Receipt) throws {
        _ = try hub.journal.write { try $0.keep(receipt) }
    }

    @Test func `one that came early counts with the last entry of its range`() throws {
        try keep(receipt)
        try hub.take(Array(written[..<2]))
        #expect(try dwelling() == .text("fast clock"))
        #expect(try withoutReceipt(1...2) == [1...2])
        try hub.take([written[2]])
        #expect(try dwelling() == .text("later"))
        #expect(try withoutReceipt(1...3) == [])
    }

    @Test func `one counts at once where the last entry of its range is in the same frame`()
        throws
    {
        try hub.journal.write { session in
            try session.keep(receipt)
            try session.awaitEnds(of: [receipt])
            _ = try session.accept(written[0], isSigned: true, received: nil)
            #expect(
                try session.view.record("household", household)?["dwelling"] == .text("later"))
        }
    }

    @Test func `one counts for what an earlier frame brought, also where it comes again`() throws {
        try keep(receipt)
        try hub.take(Array(written[..<2]))
        try hub.journal.write { session in
            try session.keep(receipt)
            try session.awaitEnds(of: [receipt])
            _ = try session.accept(written[2], isSigned: true, received: nil)
        }
        #expect(try dwelling() == .text("later"))
    }

    @Test func `one that comes after its entries counts for them`() throws {
        try hub.take(written)
        #expect(try dwelling() == .text("fast clock"))
        try keep(receipt)
        #expect(try dwelling() == .text("later"))
        #expect(try audit().isEmpty)
    }

    @Test func `the earliest counts, whichever came first`() throws {
        var part = receipt
        (part.last, part.digest) = (2, written[1].digest)
        part.received += 60_000
        try keep(receipt)
        try hub.take(Array(written[..<2]))
        try keep(part)
        #expect(try hub.count("receipt") == 2)
        try hub.take([written[2]])
        #expect(try hub.count("receipt") == 1)
        try keep(part)
        #expect(try hub.count("receipt") == 1)
        #expect(try dwelling() == .text("later"))
    }

    @Test func `a narrower one does not take the place of one that waits`() throws {
        var part = receipt
        part.first = 3
        part.received += 1
        try keep(receipt)
        try keep(part)
        try hub.take(written)
        #expect(try withoutReceipt(1...3) == [])
    }

    @Test func `what stands before a fork has the time that its receipts leave it`() throws {
        try keep(receipt)
        try hub.take(written)
        #expect(try dwelling() == .text("later"))
        try hub.journal.write { _ = try $0.disown(receipt.branch, from: 3) }
        #expect(try hub.count("receipt") == 0)
        #expect(try dwelling() == .text("fast clock"))
        #expect(try audit().isEmpty)
    }

    @Test func `one for what this node writes only now is about another log of its name`() throws {
        let tip = try #require(try hub.entries().last { $0.branch.origin == "H" })
        var other = receipt
        other.branch = tip.branch
        other.first = tip.header.sequence + 1
        other.last = other.first
        try keep(other)
        try hub.edit("household", household, ["dwelling": .text("own")])
        #expect(try hub.count("receipt") == 0)
    }

    @Test func `one about another log goes when the entry comes that it does not name`() throws {
        var other = receipt
        other.digest = written[1].digest
        try keep(other)
        try hub.take(written)
        #expect(try hub.count("receipt") == 0)
        #expect(try dwelling() == .text("fast clock"))
        try keep(other)
        #expect(try hub.count("receipt") == 0)
    }

    @Test func `of two for what is not here yet the later is kept`() throws {
        var other = receipt
        other.digest = written[1].digest
        try keep(other)
        try keep(receipt)
        try hub.take(written)
        #expect(try hub.count("receipt") == 1)
        #expect(try dwelling() == .text("later"))
    }

    @Test func `one is given for what has none, beside those that came back`() throws {
        let province = try TestNode("Q", .province)
        for number in 1...9 {
            try province.create(
                "household",
                [
                    "number": .text(String(number)), "area": .text("a"),
                    "category": .text("poor"),
                ])
        }
        let entries = try province.entries()
        let branch = entries[0].branch
        #expect(try withoutReceipt(1...3, of: branch) == [1...3])
        try hub.journal.write { session in
            for (first, last) in [(3, 3), (6, 8)] as [(UInt64, UInt64)] {
                try session.keep(
                    Receipt(
                        branch: branch, first: first, last: last,
                        digest: entries[Int(last) - 1].digest, receiver: "H", received: 1,
                        signature: []))
            }
        }
        try hub.take(entries)
        #expect(try withoutReceipt(1...3, of: branch) == [1...2])
        #expect(try withoutReceipt(2...9, of: branch) == [2...2, 4...5, 9...9])
        #expect(try withoutReceipt(4...4, of: branch) == [4...4])
        #expect(try withoutReceipt(6...7, of: branch) == [])
    }
}
