import ChangeLog
import Registry
import Storage
import Sync
import Testing
import Trust

/// A laptop is replaced by another one with a key of its own while its province is offline.
@Suite struct RejoinTests {
    @Test func `what both laptops wrote goes up in one frame`() throws {
        let tiers = try ThreeTiers()
        try tiers.register("1", at: .field)
        try tiers.sync(.field, with: .province)
        let key = try SigningKey.generate()
        try tiers.province.write { session in
            let node = try session.creation(
                of: "node",
                [
                    "name": .text("F"), "role": .text("field"), "upstream": .text("P"),
                    "signing_key": .bytes(key.publicKey.bytes), "areas": .text("a"),
                ])
            try session.append([node], by: ThreeTiers.clerk)
        }
        let laptop = try Journal(
            store: try Store(
                path: "\(tiers.folder)/laptop.db",
                migrations: LogSchema.migrations + MembershipSchema.migrations,
                durability: .processOnly),
            identity: Journal.Identity(name: "F", role: .field, areas: ["a"], signingKey: key),
            clock: HybridClock { 1_700_000_000_000 }, entropy: Entropy { SecureRandom.word() })
        try sync(laptop, tiers)
        try laptop.write { session in
            let change = try session.creation(
                of: "household",
                ["number": .text("2"), "area": .text("a"), "category": .text("poor")])
            try session.append([change], by: ThreeTiers.clerk)
        }
        try sync(laptop, tiers)
        #expect(try tiers.numbers(at: .hub) == [])
        try tiers.sync(.province, with: .hub)
        #expect(try tiers.numbers(at: .hub) == ["1", "2"])
    }

    private func sync(_ laptop: Journal, _ tiers: ThreeTiers) throws {
        let round = SyncRound(laptop)
        let server = SyncServer(tiers.province)
        while let request = try round.next() {
            do {
                try round.take(server.answer(request.call, request.body, from: "F"))
            } catch let refusal as SyncRefusal {
                guard round.take(refusal) else { throw refusal }
            }
        }
    }
}
