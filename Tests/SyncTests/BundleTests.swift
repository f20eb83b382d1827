import ChangeLog
import Foundation
import Registry
import Storage
import Sync
import Testing
import Trust

/// A field office that works by sticks alone, below a province that is online.
@Suite struct BundleTests {
    private let tiers: ThreeTiers

    init() throws {
        tiers = try ThreeTiers(isFieldOnline: false)
    }

    private func desk(_ tier: ThreeTiers.Tier, frameBytes: Int = 4 << 20) throws -> BundleDesk {
        let upstream: BundleDesk.Upstream? =
            switch tier {
            case .hub: nil
            case .province:
                BundleDesk.Upstream(
                    name: "H", signingKey: try tiers.identity(.hub).signingKey.publicKey)
            case .field:
                BundleDesk.Upstream(
                    name: "P", signingKey: try tiers.identity(.province).signingKey.publicKey)
            }
        return BundleDesk(
            tiers.journal(tier), upstream: upstream, scratch: tiers.folder,
            frameBytes: frameBytes, pageBytes: frameBytes / 4)
    }

    private func stick(_ name: String) -> String { tiers.folder + "/\(name).bundle" }

    @discardableResult
    private func up(_ name: String) throws -> BundleDesk.Outcome {
        _ = try desk(.field).export(for: "P", to: stick(name))
        return try desk(.province).take(stick(name))
    }

    @discardableResult
    private func down(_ name: String) throws -> BundleDesk.Outcome {
        _ = try desk(.province).export(for: "F", to: stick(name))
        return try desk(.field).take(stick(name))
    }

    @Test func `families go up and decisions come down on sticks alone`() throws {
        try tiers.register("above", at: .hub)
        try tiers.sync(.province, with: .hub)
        #expect(try down("first").fate == .taken)
        #expect(try tiers.numbers(at: .field) == ["above"])
        let household = try tiers.register("below", at: .field)
        let taken = try up("u1")
        #expect(taken.fate == .taken)
        #expect(taken.merged == 1)
        try tiers.sync(.province, with: .hub)
        #expect(try tiers.numbers(at: .hub) == ["above", "below"])
        try tiers.set("widow", of: household, at: .hub)
        try tiers.sync(.province, with: .hub)
        #expect(try down("d1").fate == .taken)
        #expect(try tiers.category(of: household, at: .field) == "widow")
        #expect(try tiers.field.audit().isSound)
    }

    @Test func `a receipt travels back, and what has one is not sent again`() throws {
        try down("first")
        try tiers.register("1", at: .field)
        try up("u1")
        #expect(try down("d1").receipts == 1)
        #expect(try tiers.field.read { try $0.count("receipt") } == 1)
        try tiers.register("2", at: .field)
        #expect(try up("u2").changesets == 1)
        #expect(try down("d2").receipts == 1)
        #expect(try up("u3").changesets == 0)
    }

    @Test func `the same stick twice changes nothing and says so`() throws {
        try down("first")
        try tiers.register("1", at: .field)
        try up("u1")
        #expect(try desk(.province).take(stick("u1")).fate == .repeated)
        try down("d1")
        let again = try desk(.field).take(stick("d1"))
        #expect(again.fate == .repeated)
        #expect(again.records == 0)
        #expect(try tiers.numbers(at: .field) == ["1"])
    }

    @Test func `an old stick after a newer one changes nothing and says so`() throws {
        try down("first")
        let household = try tiers.register("1", at: .field)
        tiers.pass(1000)
        _ = try desk(.field).export(for: "P", to: stick("old up"))
        try tiers.set("widow", of: household, at: .field)
        tiers.pass(1000)
        try up("new up")
        let old = try desk(.province).take(stick("old up"))
        #expect(old.fate == .old)
        #expect(old.merged == 0)
        #expect(try tiers.category(of: household, at: .province) == "widow")
        tiers.pass(1000)
        _ = try desk(.province).export(for: "F", to: stick("old down"))
        try tiers.set("orphans", of: household, at: .province)
        tiers.pass(1000)
        try down("new down")
        #expect(try desk(.field).take(stick("old down")).fate == .old)
        #expect(try tiers.category(of: household, at: .field) == "orphans")
    }

    @Test func `sticks that overtake each other and one that is lost lose nothing`() throws {
        try down("first")
        for number in 0..<6 {
            try tiers.register("\(number)", at: .field)
            tiers.pass(1000)
            _ = try desk(.field).export(for: "P", to: stick("u\(number)"))
        }
        for number in [3, 1, 5] { _ = try desk(.province).take(stick("u\(number)")) }
        #expect(try tiers.numbers(at: .province) == (0..<6).map(String.init))
        #expect(try down("d1").fate == .taken)
        tiers.pass(1000)
        #expect(try up("u7").changesets == 0)
    }

    @Test(arguments: [0, 10, 20, 400, 900, 999])
    func `half a stick is refused as such and changes nothing`(perMille: Int) throws {
        try down("first")
        try tiers.register("1", at: .field)
        _ = try desk(.field).export(for: "P", to: stick("u1"))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: stick("u1")))
        let half = stick("half")
        try bytes.prefix(bytes.count * perMille / 1000).write(to: URL(fileURLWithPath: half))
        let refusals = [BundleRefusal.cut(half), .notABundle(half)]
        let error = #expect(throws: BundleRefusal.self) { try desk(.province).take(half) }
        #expect(refusals.contains { $0 == error })
        #expect(try tiers.numbers(at: .province) == [])
        #expect(try desk(.province).take(stick("u1")).merged == 1)
    }

    @Test(arguments: 0..<32)
    func `a stick of which a byte was changed is refused, or says what was signed`(
        place: Int
    ) throws {
        try down("first")
        try tiers.register("1", at: .field)
        _ = try desk(.field).export(for: "P", to: stick("u1"))
        var bytes = try Data(contentsOf: URL(fileURLWithPath: stick("u1")))
        bytes[bytes.count * place / 32] ^= 4
        try bytes.write(to: URL(fileURLWithPath: stick("changed")))
        do {
            // A few bytes of a signed message only say how to read it.
            let taken = try desk(.province).take(stick("changed"))
            #expect(taken.merged == 1 && taken.sender == "F")
            #expect(try tiers.numbers(at: .province) == ["1"])
        } catch is BundleRefusal {
            #expect(try tiers.numbers(at: .province) == [])
        }
    }

    @Test func `a stick for another node is refused with both names`() throws {
        try down("first")
        _ = try desk(.field).export(for: "P", to: stick("u1"))
        #expect(
            throws: BundleRefusal.forAnother(stick("u1"), receiver: "P", here: "H")
        ) { try desk(.hub).take(stick("u1")) }
        #expect(throws: BundleRefusal.unknownReceiver("H")) {
            try desk(.field).export(for: "H", to: stick("u2"))
        }
        #expect(throws: BundleRefusal.exists(stick("u1"))) {
            try desk(.field).export(for: "P", to: stick("u1"))
        }
    }

    @Test func `a stick that somebody made in another's name is refused`() throws {
        try down("first")
        let impostor = try Journal(
            store: tiers.field.store,
            identity: Journal.Identity(
                name: "F", role: .field, areas: ["a"], signingKey: try .generate()),
            clock: HybridClock { 1_700_000_000_000 }, entropy: Entropy { SecureRandom.word() })
        _ = try BundleDesk(
            impostor, upstream: .init(name: "P"), scratch: tiers.folder
        ).export(for: "P", to: stick("forged"))
        #expect(throws: BundleRefusal.notSignedBy("F", stick("forged"))) {
            try desk(.province).take(stick("forged"))
        }
    }

    @Test func `nothing is taken from or made for a revoked office`() throws {
        try down("first")
        _ = try desk(.field).export(for: "P", to: stick("u1"))
        try tiers.revoke(.field)
        #expect(throws: BundleRefusal.revoked("F")) { try desk(.province).take(stick("u1")) }
        #expect(throws: BundleRefusal.revoked("F")) {
            try desk(.province).export(for: "F", to: stick("d1"))
        }
    }

    @Test func `the key of joining by files is not trusted again once it is revoked`() throws {
        try down("first")
        _ = try desk(.province).export(for: "F", to: stick("d1"))
        try tiers.field.store.write { transaction in
            try transaction.execute("UPDATE node SET revoked_on = 1 WHERE name = 'P'")
        }
        #expect(throws: BundleRefusal.revoked("P")) { try desk(.field).take(stick("d1")) }
        #expect(throws: BundleRefusal.revoked("P")) {
            try desk(.field).export(for: "P", to: stick("u1"))
        }
    }

    @Test func `bundles that are made at one time hold only what is for their receivers`()
        async throws
    {
        for number in 0..<40 { try tiers.register("\(number)", at: .province) }
        let folder = tiers.folder
        let province = try desk(.province)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<16 {
                group.addTask {
                    _ = try province.export(
                        for: number.isMultiple(of: 2) ? "F" : "H",
                        to: "\(folder)/p\(number).bundle")
                }
            }
            try await group.waitForAll()
        }
        for number in 0..<16 {
            let receiver = try desk(number.isMultiple(of: 2) ? .field : .hub)
            #expect(throws: Never.self) { try receiver.take(stick("p\(number)")) }
        }
        #expect(try tiers.numbers(at: .field).count == 40)
        #expect(try tiers.numbers(at: .hub).count == 40)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.filter { $0.contains("frames") } == [])
    }

    @Test func `a load of many frames and pages arrives whole`() throws {
        for number in 0..<40 { try tiers.register("p\(number)", at: .province) }
        _ = try desk(.province, frameBytes: 1000).export(for: "F", to: stick("d"))
        #expect(try desk(.field).take(stick("d")).records >= 40)
        for number in 0..<40 { try tiers.register("f\(number)", at: .field) }
        _ = try desk(.field, frameBytes: 1000).export(for: "P", to: stick("u"))
        #expect(try desk(.province).take(stick("u")).merged == 40)
        #expect(try tiers.numbers(at: .province) == tiers.numbers(at: .field))
    }

    @Test func `an upstream put back from a backup gets by stick what it lost`() throws {
        try down("first")
        try tiers.register("1", at: .field)
        try up("u1")
        try down("d1")
        let backup = tiers.folder + "/night.backup"
        _ = try tiers.province.backUp(to: backup)
        for (number, name) in ["2", "3"].enumerated() {
            try tiers.register(name, at: .field)
            tiers.pass(1000)
            try up("u\(number + 2)")
            tiers.pass(1000)
            try down("d\(number + 2)")
        }
        try tiers.restore(.province, from: backup)
        #expect(try tiers.numbers(at: .province) == ["1"])
        try tiers.register("4", at: .field)
        tiers.pass(1000)
        #expect(try up("u5").fate == .gap)
        tiers.pass(1000)
        _ = try down("d5")
        tiers.pass(1000)
        #expect(try up("u6").fate == .taken)
        #expect(try tiers.numbers(at: .province) == ["1", "2", "3", "4"])
        tiers.pass(1000)
        #expect(try down("d6").fate == .taken)
        #expect(try tiers.numbers(at: .field) == ["1", "2", "3", "4"])
        #expect(try tiers.field.audit().isSound)
    }

    @Test func `an office put back from a backup gets its own log back by stick`() throws {
        try down("first")
        try tiers.register("1", at: .field)
        try up("u1")
        tiers.pass(1000)
        try down("d1")
        let backup = tiers.folder + "/night.backup"
        _ = try tiers.field.backUp(to: backup)
        try tiers.register("2", at: .field)
        tiers.pass(1000)
        #expect(try up("u2").fate == .taken)
        let tips = try tiers.province.read { try $0.tips() }.filter { $0.branch.origin == "F" }
        try tiers.restore(.field, from: backup)
        tiers.pass(1000)
        try up("u3")
        tiers.pass(1000)
        #expect(try down("d3").returned == 1)
        #expect(try tiers.field.read { try $0.tips() }.filter { tips.contains($0) } == tips)
        #expect(try tiers.field.audit().isSound)
        try tiers.register("3", at: .field)
        tiers.pass(1000)
        #expect(try up("u4").fate == .taken)
        tiers.pass(1000)
        let last = try down("d4")
        #expect((last.fate, last.returned, last.changesets) == (.taken, 0, 0))
        for tier in [ThreeTiers.Tier.province, .field] {
            #expect(try tiers.numbers(at: tier) == ["1", "2", "3"])
            #expect(try tiers.journal(tier).audit().isSound)
        }
    }

    @Test func `an office hears by stick what of its changes was set aside, and released`() throws {
        try down("first")
        _ = try tiers.field.write { session in
            try session.appendUnchecked(
                [try session.creation(of: "area", ["code": .text("c")])], by: ThreeTiers.clerk)
        }
        #expect(try up("u1").setAside == 1)
        tiers.pass(1000)
        #expect(try down("d1").setAside == 1)
        let heard = try tiers.field.read { try $0.setAside() }
        #expect(heard.map(\.status) == [.open])
        #expect(heard.map(\.judge) == ["P"])
        // What was heard before is no news.
        tiers.pass(1000)
        #expect(try down("d2").setAside == 0)
        try tiers.sync(.province, with: .hub)
        try tiers.hub.write { session in
            _ = try session.release(try #require(heard.first).version, by: ThreeTiers.clerk)
        }
        tiers.pass(1000)
        _ = try desk(.province).export(for: "F", to: stick("late"))
        try tiers.sync(.province, with: .hub)
        try tiers.sync(.province, with: .hub)
        tiers.pass(1000)
        try down("d3")
        #expect(try tiers.field.read { try $0.setAside() }.isEmpty)
        // A stick that was on its way when the network came says nothing any more.
        tiers.pass(1000)
        try tiers.sync(.field, with: .province)
        #expect(try desk(.field).take(stick("late")).setAside == 0)
        #expect(try tiers.field.read { try $0.setAside() }.isEmpty)
    }

    @Test func `an office whose machine was copied hears of it by stick and writes its part again`()
        throws
    {
        try down("first")
        try tiers.register("1", at: .field)
        try up("u1")
        tiers.pass(1000)
        try down("d1")
        let copy = try tiers.clone(.field)
        let second = BundleDesk(
            copy, upstream: .init(name: "P"), scratch: tiers.folder, frameBytes: 4 << 20)
        try tiers.register("2", at: .field)
        tiers.pass(1000)
        #expect(try up("u2").fate == .taken)
        try copy.write { session in
            let change = try session.creation(
                of: "household",
                ["number": .text("3"), "area": .text("a"), "category": .text("poor")])
            try session.append([change], by: ThreeTiers.clerk)
        }
        tiers.pass(1000)
        _ = try second.export(for: "P", to: stick("c1"))
        let heard = try desk(.province).take(stick("c1"))
        #expect(heard.fate == .fork)
        #expect(heard.forked == ["F"])
        #expect(try tiers.numbers(at: .province) == ["1", "2"])
        tiers.pass(1000)
        _ = try desk(.province).export(for: "F", to: stick("cd1"))
        let told = try second.take(stick("cd1"))
        #expect(told.forked == ["F"])
        #expect(told.reissued == 1)
        tiers.pass(1000)
        _ = try second.export(for: "P", to: stick("c2"))
        #expect(try desk(.province).take(stick("c2")).fate == .taken)
        #expect(try tiers.numbers(at: .province) == ["1", "2", "3"])
        tiers.pass(1000)
        _ = try desk(.province).export(for: "F", to: stick("cd2"))
        #expect(try second.take(stick("cd2")).fate == .taken)
        for journal in [copy, tiers.province] {
            let findings = try journal.audit().findings
            #expect(findings == [])
        }
    }

    @Test func `a province put back from a backup gets its own decisions back by stick`() throws {
        try down("first")
        tiers.pass(1000)
        try up("u1")
        let backup = tiers.folder + "/night.backup"
        _ = try tiers.province.backUp(to: backup)
        try tiers.register("decided", at: .province)
        for number in 2...3 {
            tiers.pass(1000)
            try up("u\(number)")
            tiers.pass(1000)
            try down("d\(number)")
        }
        try tiers.restore(.province, from: backup)
        #expect(try tiers.numbers(at: .province).isEmpty)
        tiers.pass(1000)
        try up("u4")
        tiers.pass(1000)
        try down("d4")
        tiers.pass(1000)
        #expect(try up("u5").returned >= 1)
        #expect(try tiers.numbers(at: .province) == ["decided"])
        tiers.pass(1000)
        try down("d5")
        #expect(try tiers.numbers(at: .field) == ["decided"])
        for tier in [ThreeTiers.Tier.province, .field] {
            #expect(try tiers.journal(tier).audit().isSound)
        }
    }
}
