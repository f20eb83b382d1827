import ChangeLog
import Foundation
import Registry
import Storage
import Sync
import Testing
import Trust

/// Nodes of different versions of the program in one federation.
@Suite struct UpgradeTests {
    private let tiers: ThreeTiers

    init() throws {
        tiers = try ThreeTiers()
        try tiers.register("1", at: .province)
    }

    private func hello(version: Int) -> Hello {
        Hello(
            node: "P", protocolVersion: version, dictionary: 1, clock: 1_700_000_000_000,
            tipsDigest: .zero)
    }

    @Test func `a hub refuses a newer node with what to do, and that node keeps everything`()
        throws
    {
        let ours = Hello.protocolVersion
        #expect(throws: SyncRefusal.upgradeFirst(theirs: ours + 1, ours: ours)) {
            try SyncServer(tiers.hub).answer(.hello, hello(version: ours + 1).bytes, from: "P")
        }
        #expect(try tiers.numbers(at: .hub).isEmpty)
        // When the hub is upgraded, all goes on as if nothing had been.
        try tiers.sync(.province, with: .hub)
        #expect(try tiers.numbers(at: .hub) == ["1"])
    }

    @Test func `an index that an older version did not have is made when the node opens`() throws {
        func isThere() throws -> Bool {
            try tiers.hub.read {
                try $0.transaction.first(
                    """
                    SELECT 1 FROM sqlite_schema WHERE name = 'payment_file_payment_id_index'
                    """) != nil
            }
        }
        try tiers.hub.store.write {
            try $0.execute("DROP INDEX payment_file_payment_id_index")
            try $0.execute("DELETE FROM node_state WHERE name = 'indexes'")
        }
        #expect(try !isThere())
        try tiers.reopen(.hub, with: .current)
        #expect(try isThere())
    }

    @Test func `a node below a newer hub stops before it takes or sends anything`() throws {
        let round = SyncRound(tiers.province)
        _ = try round.next()
        let ours = Hello.protocolVersion
        let newer = HelloAnswer(hello: hello(version: ours + 1), isSame: false, tips: [])
        #expect(throws: SyncRefusal.upgradeFirst(theirs: ours + 1, ours: ours)) {
            try round.take(newer.bytes)
        }
        #expect(try round.next() == nil)
        try tiers.sync(.province, with: .hub)
        #expect(try tiers.numbers(at: .hub) == ["1"])
    }

    @Test func `an older node below is answered`() throws {
        let answer = try SyncServer(tiers.hub).answer(
            .hello, hello(version: Hello.protocolVersion - 1).bytes, from: "P")
        #expect(try HelloAnswer(bytes: answer).hello.node == "H")
    }

    @Test func `what a newer node says on top is passed over`() throws {
        var writer = WireWriter()
        writer.text(4000, "from tomorrow")
        writer.number(4001, 7)
        let round = SyncRound(tiers.province)
        let server = SyncServer(tiers.hub)
        while let request = try round.next() {
            // A frame says how long it is; the other messages may be longer tomorrow.
            let body = request.call == .push ? request.body : request.body + writer.bytes
            let answer = try server.answer(request.call, body, from: "P")
            try round.take(request.call == .hello ? answer + writer.bytes : answer)
        }
        #expect(try tiers.numbers(at: .hub) == ["1"])
    }

    /// What a tier keeps of a household beside the fields that it knows.
    private func unknown(at tier: ThreeTiers.Tier, _ number: String) throws -> FieldValue {
        try tiers.journal(tier).read { view in
            let row = try view.transaction.first(
                "SELECT extra FROM household WHERE number = $1", .text(number))
            guard let row, !row.isNull(0) else { return .null }
            return try GroupValue(bytes: row.bytes(0))[777]
        }
    }

    @Test func `a field that a tier does not know passes through it, up and down and by edits`()
        throws
    {
        let household = try tiers.field.write { session -> RecordID in
            var change = try session.creation(
                of: "household",
                ["number": .text("9"), "area": .text("a"), "category": .text("poor")])
            change.values.append(NumberedValue(777, .text("from tomorrow")))
            try session.appendUnchecked([change], by: ThreeTiers.clerk)
            return change.record
        }
        try tiers.syncAll()
        for tier in ThreeTiers.Tier.allCases {
            #expect(try unknown(at: tier, "9") == .text("from tomorrow"), "\(tier)")
        }
        // Edited above by a tier that does not know it, and fed down again.
        try tiers.set("widow", of: household, at: .hub)
        try tiers.set("orphans", of: household, at: .province)
        try tiers.syncAll()
        for tier in ThreeTiers.Tier.allCases {
            #expect(try unknown(at: tier, "9") == .text("from tomorrow"), "\(tier)")
            #expect(try tiers.journal(tier).audit().findings == [], "\(tier)")
        }
    }

    /// What a tier shows of a household's address.
    private func addresses(at tier: ThreeTiers.Tier) throws -> [String] {
        try tiers.journal(tier).read { view in
            try view.transaction.rows("SELECT text FROM address ORDER BY id").map { $0.text(0) }
        }
    }

    @Test func `what a tier kept in a field that it did not know is there after its upgrade`()
        throws
    {
        let older = DataDictionary.current.lacking(fields: ["person": ["phone", "occupation"]])
        try tiers.reopen(.province, with: older)
        let person = try tiers.field.write { session -> RecordID in
            let change = try session.creation(
                of: "person", ["given_name": .text("Zaynab"), "phone": .text("0770")])
            let household = try session.creation(
                of: "household", ["number": .text("7"), "area": .text("a")])
            let membership = try session.creation(
                of: "membership",
                [
                    "person": .reference(change.record),
                    "household": .reference(household.record), "relationship": .text("head"),
                ])
            try session.append([household, change, membership], by: ThreeTiers.clerk)
            return change.record
        }
        try tiers.syncAll()
        // Edited through the older tier, too.
        try tiers.field.write { session in
            _ = try session.append(
                [try session.edit(of: "person", person, ["phone": .text("0771")])],
                by: ThreeTiers.clerk)
        }
        try tiers.syncAll()
        try tiers.reopen(.province, with: .current)
        for tier in ThreeTiers.Tier.allCases {
            let phone = try tiers.journal(tier).read { try $0.record("person", person)?["phone"] }
            #expect(phone == .text("0771"), "\(tier)")
            #expect(try tiers.journal(tier).audit().findings == [], "\(tier)")
        }
    }

    @Test(arguments: [ThreeTiers.Tier.hub, .field])
    func `records of an entity that a tier did not know are there after its upgrade`(
        author: ThreeTiers.Tier
    ) throws {
        let household = try tiers.register("8", at: .field)
        try tiers.syncAll()
        try tiers.reopen(.province, with: DataDictionary.current.lacking(entities: ["address"]))
        _ = try tiers.journal(author).write { session in
            try session.append(
                [
                    try session.creation(
                        of: "address",
                        ["household": .reference(household), "text": .text("by the mill")])
                ], by: ThreeTiers.clerk)
        }
        try tiers.syncAll()
        // What comes from above waits for the upgrade; what comes from below does not.
        #expect(try addresses(at: author) == ["by the mill"])
        #expect(try addresses(at: .hub) == ["by the mill"])
        try tiers.reopen(.province, with: .current)
        #expect(try addresses(at: .province) == ["by the mill"])
        try tiers.syncAll()
        for tier in ThreeTiers.Tier.allCases {
            #expect(try addresses(at: tier) == ["by the mill"], "\(tier)")
            #expect(try tiers.journal(tier).audit().findings == [], "\(tier)")
        }
    }
}
