import ChangeLog
import Registry
import Storage
import Sync
import Testing
import Trust

/// The pages that come back to a node that pushed.
@Suite struct FeedTests {
    @Test func `a page ends though it shows nothing, while a first load is looked through`()
        throws
    {
        let tiers = try ThreeTiers()
        for number in 0..<200 { try tiers.register("\(number)", at: .province) }
        let server = SyncServer(tiers.hub, pageBytes: 400)
        let round = SyncRound(tiers.province)
        var pages: [Page] = []
        while let request = try round.next() {
            do {
                let answer = try server.answer(request.call, request.body, from: "P")
                if request.call == .feed {
                    let bytes = try #require(Compression.decompress(answer))
                    pages.append(try Page(WireReader(bytes)))
                }
                try round.take(answer)
            } catch let refusal as SyncRefusal {
                guard round.take(refusal) else { throw refusal }
            }
        }
        // What the province wrote itself is not told to it, and is not looked through at once.
        #expect(pages.allSatisfy { $0.records.allSatisfy { $0.entity != 4 } })
        #expect(pages.count > 5)
        #expect(pages.dropFirst().allSatisfy { $0.to.position - $0.from.position < 60 })
        #expect(pages.last?.isLast == true)
        let end = try tiers.hub.read { try $0.journalEnd() }
        #expect(try tiers.province.write { try $0.cursor().position } == end)
        // The next round begins where this one ended.
        #expect(try tiers.sync(.province, with: .hub).receivedRecords == 0)
    }

    @Test func `families of an area that a node is given come, and go with it`() throws {
        let tiers = try ThreeTiers()
        try tiers.register("1", at: .hub)
        let far = try tiers.register("2", at: .hub)
        try move(far, to: "b", tiers)
        try tiers.syncAll()
        #expect(try tiers.numbers(at: .province) == ["1"])
        try give("a,b", to: .province, tiers)
        try tiers.syncAll()
        #expect(try tiers.numbers(at: .province) == ["1", "2"])
        try give("b", to: .province, tiers)
        try tiers.syncAll()
        #expect(try tiers.numbers(at: .province) == ["2"])
        #expect(try tiers.sync(.province, with: .hub).receivedRecords == 0)
    }

    @Test func `families come and go with an area that is laid into another`() throws {
        let tiers = try ThreeTiers()
        let area = try tiers.hub.write { session in
            let area = try session.creation(of: "area", ["code": .text("a1")])
            _ = try session.append([area], by: ThreeTiers.clerk)
            return area.record
        }
        let household = try tiers.register("1", at: .hub)
        try move(household, to: "a1", tiers)
        try tiers.syncAll()
        #expect(try tiers.numbers(at: .field) == [])
        for (parent, numbers) in [("a", ["1"]), ("b", [])] {
            try tiers.hub.write { session in
                _ = try session.append(
                    [try session.edit(of: "area", area, ["parent": .text(parent)])],
                    by: ThreeTiers.clerk)
            }
            try tiers.syncAll()
            #expect(try tiers.numbers(at: .province) == numbers)
            #expect(try tiers.numbers(at: .field) == numbers)
        }
    }

    private func move(_ household: RecordID, to area: String, _ tiers: ThreeTiers) throws {
        try tiers.hub.write { session in
            _ = try session.append(
                [try session.edit(of: "household", household, ["area": .text(area)])],
                by: ThreeTiers.clerk)
        }
    }

    private func give(_ areas: String, to tier: ThreeTiers.Tier, _ tiers: ThreeTiers) throws {
        try tiers.hub.write { session in
            let row = try session.transaction.first(
                "SELECT id FROM node WHERE name = $1", .text(tier.rawValue))
            let id = try #require(row?.id(0))
            _ = try session.append(
                [try session.edit(of: "node", id, ["areas": .text(areas)])],
                by: ThreeTiers.clerk)
        }
    }

    @Test func `the areas of a record that was revoked are not fed`() throws {
        let tiers = try ThreeTiers()
        let key = try SigningKey.generate().publicKey.bytes
        try tiers.hub.write { session in
            let lost = try session.creation(
                of: "node",
                [
                    "name": .text("P"), "role": .text("province"), "upstream": .text("H"),
                    "signing_key": .bytes(key), "areas": .text("z"), "revoked_on": .integer(1),
                ])
            let households = try ["a", "z"].map { area in
                try session.creation(
                    of: "household",
                    ["number": .text(area), "area": .text(area), "category": .text("poor")])
            }
            try session.append([lost] + households, by: ThreeTiers.clerk)
        }
        try tiers.syncAll()
        #expect(try tiers.numbers(at: .province) == ["a"])
        #expect(try tiers.hub.read { try $0.areas(ofNode: "P") } == ["a"])
    }

    @Test func `a round goes on with nobody but the upstream that is known`() throws {
        let tiers = try ThreeTiers()
        try tiers.register("1", at: .province)
        let server = SyncServer(tiers.hub)
        func answerHello(_ round: SyncRound) throws {
            let hello = try #require(try round.next())
            try round.take(server.answer(hello.call, hello.body, from: "P"))
        }
        let wrong = SyncRound(tiers.province, upstream: "HUB")
        #expect(throws: SyncRefusal.wrongUpstream(expected: "HUB", found: "H")) {
            try answerHello(wrong)
        }
        #expect(try wrong.next() == nil)
        let right = SyncRound(tiers.province, upstream: "H")
        try answerHello(right)
        #expect(try right.next()?.call == .push)
    }
}
