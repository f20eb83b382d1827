import ChangeLog
import Registry
import Testing

@Suite struct SettleTests {
    /// Two nodes that set a field of one person or household apart; the hub holds both.
    private func conflict(
        _ entity: String, _ field: String, _ first: String, _ second: String
    ) throws -> (TestNode, OpenConflict) {
        let hub = try TestNode("H")
        let province = try TestNode("P", .province)
        let values: [String: FieldValue] =
            entity == "person"
            ? ["given_name": .text("n")] : ["number": .text("1"), "area": .text("a")]
        let record = try hub.create(entity, values)
        try province.take(try hub.entries())
        try hub.edit(entity, record, [field: .text(first)])
        province.clock.milliseconds += 5
        try province.edit(entity, record, [field: .text(second)])
        try hub.take(try province.entries())
        let open = try hub.journal.read { try $0.openConflicts() }
        return (hub, try #require(open.first))
    }

    @Test func `a conflict is shown with all values, who wrote them, where and when`() throws {
        let (_, conflict) = try conflict("household", "category", "widow", "orphans")
        #expect(conflict.entity == "household")
        #expect(conflict.groupName == "category")
        #expect(conflict.people == 1)
        #expect(conflict.claims.map(\.node) == ["H", "P"])
        #expect(conflict.claims.map { $0.value[5] } == [.text("widow"), .text("orphans")])
        #expect(conflict.claims.allSatisfy { $0.actor == "clerk" })
    }

    @Test func `one person settles for one value, for another, or for what stands`() throws {
        let (hub, conflict) = try conflict("household", "category", "widow", "orphans")
        try hub.journal.write { session in
            _ = try session.settle(
                conflict.record, group: conflict.group, .claim(conflict.claims[1].version),
                by: TestNode.clerk)
        }
        #expect(try hub.conflicts == 0)
        #expect(try hub.value("household", conflict.record, "category") == .text("orphans"))
    }

    @Test func `two people settle a vital status: a proposal, and its acceptance by another`()
        throws
    {
        let (hub, conflict) = try conflict("person", "vital_status", "dead", "alive")
        #expect(conflict.people == 2)
        #expect(throws: SettleRefusal.needsSecondPerson) {
            try hub.journal.write {
                try $0.settle(
                    conflict.record, group: conflict.group, .standing, by: TestNode.clerk)
            }
        }
        let proposal = try hub.journal.write {
            try $0.propose(
                conflict.record, group: conflict.group, .claim(conflict.claims[0].version),
                by: TestNode.clerk)
        }
        #expect(try hub.conflicts == 1)
        #expect(try hub.journal.read { try $0.openConflicts()[0].proposals } == [proposal])
        #expect(throws: SettleRefusal.samePerson("clerk")) {
            try hub.journal.write { try $0.accept(proposal: proposal, by: TestNode.clerk) }
        }
        try hub.journal.write {
            _ = try $0.accept(
                proposal: proposal, by: Authorship(actor: "second", reasonCode: "test"))
        }
        #expect(try hub.conflicts == 0)
        #expect(try hub.value("person", conflict.record, "vital_status") == .text("dead"))
        #expect(throws: SettleRefusal.notOpen(proposal, status: "accepted")) {
            try hub.journal.write { try $0.refuse(proposal: proposal, by: TestNode.clerk) }
        }
    }

    @Test func `what a group was before is shown with who wrote it`() throws {
        let (hub, conflict) = try conflict("household", "category", "widow", "orphans")
        try hub.journal.write { session in
            _ = try session.settle(
                conflict.record, group: conflict.group, .value(["category": .text("third")]),
                by: TestNode.clerk)
        }
        let past = try hub.journal.read { try $0.history(of: "household", conflict.record) }
        #expect(Set(past.map { $0.value[5] }) == [.text("widow"), .text("orphans"), .null])
        #expect(Set(past.map(\.node)) == ["H", "P"])
    }
}
