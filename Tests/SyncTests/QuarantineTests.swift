import ChangeLog
import Registry
import Storage
import Sync
import Testing
import Trust

/// What headquarters decided about what a province set aside, and what becomes of it when
/// headquarters is put back.
@Suite struct QuarantineTests {
    @Test func `what was released is aside again when headquarters lost its decision`() throws {
        let tiers = try ThreeTiers()
        _ = try tiers.field.write { session in
            try session.appendUnchecked(
                [try session.creation(of: "area", ["code": .text("c")])], by: ThreeTiers.clerk)
        }
        try tiers.syncAll()
        let version = try #require(try tiers.hub.read { try $0.setAside().first?.version })
        #expect(try areas(tiers) == [0, 0])
        let list = try tiers.hub.read { try $0.setAside() }
        let held = try tiers.province.write { Reflects(try $0.tips()) }
        try tiers.hub.write { session in
            _ = try session.release(version, by: ThreeTiers.clerk)
        }
        try tiers.syncAll()
        #expect(try areas(tiers) == [1, 1])
        // Headquarters stands where it stood before, and says so.
        #expect(try tiers.province.write { try $0.noteUpstream(list, held: held) })
        #expect(try tiers.province.read { try $0.setAside().map(\.status) } == [.open])
        #expect(try !tiers.province.write { try $0.noteUpstream(list, held: held) })
        // A list that does not name all releases nothing.
        try tiers.province.write {
            _ = try $0.noteUpstream([], isComplete: false, held: held)
        }
        #expect(try tiers.province.read { try $0.setAside().map(\.status) } == [.open])
    }

    @Test func `of a thousand that are set aside, one that is released is heard of`() throws {
        let tiers = try ThreeTiers()
        for number in 0..<1000 {
            _ = try tiers.province.write { session in
                try session.appendUnchecked(
                    [try session.creation(of: "area", ["code": .text("c\(number)")])],
                    by: ThreeTiers.clerk)
            }
        }
        try tiers.sync(.province, with: .hub)
        #expect(try tiers.sync(.province, with: .hub).setAside.count == 1000)
        let first = try #require(try tiers.hub.read { try $0.setAside().first?.version })
        try tiers.hub.write { _ = try $0.release(first, by: ThreeTiers.clerk) }
        let round = try tiers.sync(.province, with: .hub)
        #expect(round.heardOfSetAside)
        #expect(round.setAside.count == 999)
        #expect(!round.setAside.contains { $0.version == first })
        #expect(try tiers.province.read { try $0.setAside().count } == 999)
    }

    @Test func `what a node heard of already is not told again`() throws {
        let tiers = try ThreeTiers()
        for number in 0..<100 {
            _ = try tiers.province.write { session in
                try session.appendUnchecked(
                    [try session.creation(of: "area", ["code": .text("c\(number)")])],
                    by: ThreeTiers.clerk)
            }
        }
        try tiers.syncAll()
        let hello = try #require(try SyncRound(tiers.province).next())
        let bytes = try SyncServer(tiers.hub).answer(.hello, hello.body, from: "P")
        #expect(try HelloAnswer(bytes: bytes).setAside == nil)
        #expect(bytes.count < 1000)
        let round = try tiers.sync(.province, with: .hub)
        #expect(!round.heardOfSetAside)
        #expect(round.setAside.count == 100)
    }

    /// How many areas of the changeset the hub and the province show.
    private func areas(_ tiers: ThreeTiers) throws -> [Int] {
        try [ThreeTiers.Tier.hub, .province].map { tier in
            try tiers.journal(tier).read { view in
                try view.transaction.first("SELECT COUNT(*) FROM area WHERE code = 'c'")?.int(0)
                    ?? 0
            }
        }
    }
}
