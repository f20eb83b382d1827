import ChangeLog
import Registry
import Testing

@Suite struct LifeTests {
    private func pair() throws -> (TestNode, TestNode, RecordID) {
        let hub = try TestNode("H")
        let province = try TestNode("P", .province)
        let household = try hub.create(
            "household", ["number": .text("1"), "area": .text("a"), "category": .text("poor")])
        try province.take(try hub.entries())
        return (hub, province, household)
    }

    private func close(_ node: TestNode, _ record: RecordID) throws {
        try node.journal.write { session in
            _ = try session.append(
                [try session.closing(of: "household", record)], by: TestNode.clerk)
        }
    }

    private func isClosed(_ node: TestNode, _ record: RecordID) throws -> Bool {
        try node.journal.read { try $0.isClosed(record) }
    }

    @Test func `a record whose edits were all seen is closed everywhere`() throws {
        let (hub, province, household) = try pair()
        try hub.edit("household", household, ["rooms": .integer(2)])
        try close(hub, household)
        try province.take(try hub.entries())
        for node in [hub, province] {
            #expect(try isClosed(node, household))
            #expect(try node.conflicts == 0)
        }
    }

    @Test(arguments: [true, false])
    func `a close against an edit that it did not see is a conflict, in either order`(
        closeFirst: Bool
    ) throws {
        let (hub, province, household) = try pair()
        try close(hub, household)
        try province.edit("household", household, ["rooms": .integer(7)])
        let both = try hub.entries() + province.entries()
        let reader = try TestNode("R", .province)
        try reader.take(closeFirst ? both : both.reversed())
        try hub.take(try province.entries())
        for node in [hub, reader] {
            #expect(try !isClosed(node, household))
            #expect(try node.journal.read { try $0.openConflicts().map(\.group) } == [Life.group])
            #expect(try node.value("household", household, "rooms") == .integer(7))
        }
        #expect(try hub.shown() == reader.shown())
    }

    @Test func `what is closed is opened before it is changed`() throws {
        let (hub, _, household) = try pair()
        try close(hub, household)
        #expect(throws: JournalRefusal.closed(entity: "household", id: household)) {
            try hub.edit("household", household, ["rooms": .integer(1)])
        }
        try hub.journal.write { session in
            _ = try session.append(
                [try session.reopening(of: "household", household)], by: TestNode.clerk)
        }
        try hub.edit("household", household, ["rooms": .integer(1)])
        #expect(try !isClosed(hub, household))
        #expect(try hub.conflicts == 0)
    }
}
