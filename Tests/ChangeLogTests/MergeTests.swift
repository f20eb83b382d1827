import ChangeLog
import Registry
import Storage
import Testing
import Trust

@Suite struct MergeTests {
    @Test func `what a clerk saved is read back`() throws {
        let node = try TestNode("N")
        let household = try node.create(
            "household", ["number": .text("A-1"), "area": .text("a"), "rooms": .integer(2)])
        try node.edit("household", household, ["rooms": .integer(3)])
        #expect(try node.value("household", household, "rooms") == .integer(3))
        #expect(try node.value("household", household, "number") == .text("A-1"))
        #expect(try node.value("household", household, "category") == .null)
        #expect(try node.entries().count == 2)
        #expect(try node.conflicts == 0)
    }

    @Test func `two edits of a review group made apart are a conflict, and what stood stands`()
        throws
    {
        let (hub, province, household) = try pair()
        try hub.edit("household", household, ["category": .text("widow")])
        try province.edit("household", household, ["category": .text("orphans")])
        try hub.take(try province.entries())
        try province.take(try hub.entries())
        for node in [hub, province] {
            #expect(try node.conflicts == 1)
            #expect(try node.value("household", household, "category") == .text("poor"))
        }
        #expect(try hub.shown() == province.shown())
    }

    @Test func `a resolution closes a conflict everywhere`() throws {
        let (hub, province, household) = try pair()
        try hub.edit("household", household, ["category": .text("widow")])
        try province.edit("household", household, ["category": .text("orphans")])
        try hub.take(try province.entries())
        try hub.edit("household", household, ["category": .text("orphans")], kind: .resolve)
        try province.take(try hub.entries())
        for node in [hub, province] {
            #expect(try node.conflicts == 0)
            #expect(try node.value("household", household, "category") == .text("orphans"))
        }
    }

    @Test func `a resolution made on a stale view leaves a smaller conflict`() throws {
        let (hub, province, household) = try pair()
        let third = try TestNode("Q", .province)
        try third.take(try hub.entries())
        try hub.edit("household", household, ["category": .text("widow")])
        try province.edit("household", household, ["category": .text("orphans")])
        try third.edit("household", household, ["category": .text("disabled")])
        try hub.take(try province.entries())
        try hub.edit("household", household, ["category": .text("widow")], kind: .resolve)
        try hub.take(try third.entries())
        #expect(try hub.conflicts == 1)
        try hub.edit("household", household, ["category": .text("disabled")], kind: .resolve)
        #expect(try hub.conflicts == 0)
    }

    @Test func `a version that was superseded before it arrived does not come back`() throws {
        let (hub, province, household) = try pair()
        let late = try TestNode("Q", .province)
        try late.take(try hub.entries())
        try province.edit("household", household, ["category": .text("orphans")])
        // The third node saw the province's edit and replaced it; the hub hears of that first, and
        // until it hears of the edit it cannot know that both follow what it shows.
        try late.take(try province.entries())
        try late.edit("household", household, ["category": .text("widow")])
        try hub.take(try late.entries().filter { $0.header.origin == "Q" })
        try hub.take(try province.entries())
        #expect(try hub.conflicts == 0)
        #expect(try hub.value("household", household, "category") == .text("widow"))
        #expect(try hub.shown().filter { $0.hasPrefix("head") }.count == 1)
    }

    @Test func `equal values written apart are no conflict`() throws {
        let (hub, province, household) = try pair()
        try hub.edit("household", household, ["category": .text("widow")])
        try province.edit("household", household, ["category": .text("widow")])
        try hub.take(try province.entries())
        #expect(try hub.conflicts == 0)
        #expect(try hub.value("household", household, "category") == .text("widow"))
    }

    @Test(arguments: [(5, 9, "province"), (9, 5, "hub")])
    func `in a latest group the later effective time wins, on both sides`(
        hubTime: UInt64, provinceTime: UInt64, winner: String
    ) throws {
        let (hub, province, household) = try pair()
        hub.clock.milliseconds += hubTime
        province.clock.milliseconds += provinceTime
        try hub.edit("household", household, ["dwelling": .text("hub")])
        try province.edit("household", household, ["dwelling": .text("province")])
        try hub.take(try province.entries())
        try province.take(try hub.entries())
        for node in [hub, province] {
            #expect(try node.value("household", household, "dwelling") == .text(winner))
            #expect(try node.conflicts == 0)
        }
    }

    @Test func `a clock that runs ahead wins nowhere: the first receipt bounds its time`() throws {
        let (hub, province, household) = try pair()
        province.clock.milliseconds += 400 * 86_400_000
        try province.edit("household", household, ["dwelling": .text("fast clock")])
        hub.clock.milliseconds += 1000
        let received = hub.clock.milliseconds
        hub.clock.milliseconds += 1000
        try hub.edit("household", household, ["dwelling": .text("later")])
        try hub.take(try province.entries(), received: received)
        #expect(try hub.value("household", household, "dwelling") == .text("later"))
    }

    @Test func `also what is shown anew before the frame ends has the time of its receipt`() throws {
        let (hub, province, household) = try pair()
        try province.edit("household", household, ["dwelling": .text("slow clock")])
        province.clock.milliseconds += 400 * 86_400_000
        try province.edit("household", household, ["dwelling": .text("fast clock")])
        hub.clock.milliseconds += 1000
        let received = hub.clock.milliseconds
        hub.clock.milliseconds += 1000
        try hub.edit("household", household, ["dwelling": .text("later")])
        try hub.journal.write { session in
            for entry in try province.entries() {
                _ = try session.accept(entry, isSigned: true, received: received)
            }
            _ = try session.setPolicy(
                .review(people: 1), entity: "household", group: "dwelling", by: TestNode.clerk)
        }
        let times = try hub.journal.read { view in
            try view.transaction.rows(
                """
                SELECT h.effective FROM head h JOIN branch b ON b.ix = h.branch
                WHERE h.record = $1 AND b.origin = 'P'
                """, .reference(household)
            ).map { Stamp(rawValue: UInt64(bitPattern: $0.integer(0))) }
        }
        #expect(times == [Stamp(endOf: received)])
    }

    /// One record edited at three nodes, twice at each, some of it seen, some not.
    @Test(arguments: 6.orders)
    func `changes give the same registry in any order, even when repeated`(order: [Int]) throws {
        let history = try History.shared.get()
        let node = try TestNode("Z", .province)
        try node.take([history.birth].filter { _ in order.first != 0 })
        try node.take(order.map { history.entries[$0] })
        try node.take([history.birth] + order.reversed().map { history.entries[$0] })
        #expect(try node.shown() == history.shown)
    }

    private func pair() throws -> (TestNode, TestNode, RecordID) {
        let hub = try TestNode("H")
        let province = try TestNode("P", .province)
        let household = try hub.create(
            "household",
            ["number": .text("1"), "area": .text("a"), "category": .text("poor")])
        try province.take(try hub.entries())
        return (hub, province, household)
    }
}

/// Six entries on one record and what a node shows that took them in order.
private struct History: Sendable {
    let birth: Changeset
    let entries: [Changeset]
    let shown: [String]

    static let shared = Result { try History() }

    private init() throws {
        let nodes = try ["A", "B", "C"].map { try TestNode($0, .province) }
        let record = try nodes[0].create(
            "household",
            ["number": .text("1"), "area": .text("a"), "category": .text("poor")])
        let birth = try nodes[0].entries()[0]
        for node in nodes[1...] { try node.take([birth]) }
        for (index, node) in nodes.enumerated() {
            node.clock.milliseconds += UInt64(index * 10)
            try node.edit(
                "household", record,
                ["category": .text("category \(index)"), "rooms": .integer(Int64(index))])
        }
        // B sees A's edit, C sees nothing, A sees C's.
        try nodes[1].take(try nodes[0].entries())
        let ofC = try nodes[2].entries()
        try nodes[0].take(ofC)
        for (index, node) in nodes.enumerated() {
            node.clock.milliseconds += 100
            try node.edit("household", record, ["category": .text("again \(index)")])
        }
        self.birth = birth
        entries = try nodes.enumerated().flatMap { index, node in
            try node.entries().filter {
                $0.header.origin == ["A", "B", "C"][index] && $0.digest != birth.digest
            }
        }
        let reference = try TestNode("Y", .province)
        try reference.take([birth] + entries)
        shown = try reference.shown()
    }
}
