import ChangeLog
import Registry
import Storage
import Testing

@Suite struct ScopeDigestTests {
    /// Three nodes that know nothing of each other write about one household.
    private func entries() throws -> [Changeset] {
        let first = try TestNode("A")
        let household = try first.create(
            "household", ["number": .text("1"), "area": .text("a"), "rooms": .integer(1)])
        let second = try TestNode("B")
        let third = try TestNode("C")
        for node in [second, third] { try node.take(try first.entries()) }
        try second.edit("household", household, ["area": .text("b")])
        try third.edit("household", household, ["area": .text("c")])
        try third.create("household", ["number": .text("2"), "area": .text("d")])
        return try first.entries()
            + [second, third].flatMap { node in
                try node.entries().filter { $0.header.origin == node.journal.identity.name }
            }
    }

    @Test(arguments: 4.orders)
    func `nodes with the same content agree, whatever order it came in`(order: [Int]) throws {
        let entries = try entries()
        let straight = try TestNode("X")
        try straight.take(entries)
        let shuffled = try TestNode("Y")
        try shuffled.take(order.map { entries[$0] })
        let expected = try straight.journal.read { try $0.scopeDigests(areas: nil) }
        #expect(try shuffled.journal.read { try $0.scopeDigests(areas: nil) } == expected)
        #expect(expected.first { $0.entity == "household" }?.records == 2)
    }

    @Test func `a value that differs shows in its entity alone`() throws {
        let entries = try entries()
        let left = try TestNode("X")
        let right = try TestNode("Y")
        for node in [left, right] { try node.take(entries) }
        try right.journal.store.write { try $0.execute("UPDATE household SET rooms = 9") }
        let here = try left.journal.read { try $0.scopeDigests(areas: nil) }
        let there = try right.journal.read { try $0.scopeDigests(areas: nil) }
        #expect(zip(here, there).filter { $0 != $1 }.map(\.0.entity) == ["household"])
    }

    @Test func `a head that differs shows though the values are the same`() throws {
        let entries = try entries()
        let left = try TestNode("X")
        let right = try TestNode("Y")
        for node in [left, right] { try node.take(entries) }
        try right.journal.store.write { try $0.execute("DELETE FROM head WHERE branch = 3") }
        let here = try left.journal.read { try $0.scopeDigests(areas: nil) }
        let there = try right.journal.read { try $0.scopeDigests(areas: nil) }
        #expect(zip(here, there).filter { $0 != $1 }.map(\.0.entity) == ["household"])
    }

    @Test func `a scope holds what lies in its areas and what lies everywhere`() throws {
        let node = try TestNode("H")
        for (code, parent) in [("p", ""), ("p1", "p"), ("p2", "p"), ("q", "")] {
            var values: [String: FieldValue] = ["code": .text(code)]
            if !parent.isEmpty { values["parent"] = .text(parent) }
            try node.create("area", values)
        }
        for (number, area) in ["p1", "p2", "q"].enumerated() {
            try node.create("household", ["number": .text("\(number)"), "area": .text(area)])
        }
        func records(_ areas: Set<String>, _ entity: String) throws -> Int? {
            try node.journal.read { try $0.scopeDigests(areas: areas) }
                .first { $0.entity == entity }?.records
        }
        #expect(try records(["p"], "household") == 2)
        #expect(try records(["p2"], "household") == 1)
        #expect(try records(["p1", "q"], "household") == 2)
        #expect(try records(["q"], "area") == 4)
    }

    @Test func `the areas of a node are those of its unrevoked record; the hub's are all`() throws {
        let hub = try TestNode("H")
        for (name, role, areas, isRevoked) in [
            ("H", "hub", "", false), ("P", "province", "a,b", false), ("P", "province", "c", true),
            ("R", "province", "d", true),
        ] {
            var values: [String: FieldValue] = [
                "name": .text(name), "role": .text(role), "signing_key": .bytes([1]),
                "areas": .text(areas),
            ]
            if isRevoked { values["revoked_on"] = .integer(1) }
            try hub.create("node", values)
        }
        func areas(_ name: String) throws -> Set<String>? {
            try hub.journal.read { try $0.areas(ofNode: name) }
        }
        #expect(try areas("P") == ["a", "b"])
        #expect(try areas("R") == [])
        #expect(try areas("H") == nil)
        #expect(throws: ScopeRefusal.unknownNode("Q")) { try areas("Q") }
    }
}
