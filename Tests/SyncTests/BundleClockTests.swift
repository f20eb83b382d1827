import ChangeLog
import Foundation
import Sync
import Testing
import Trust

/// Sticks between machines whose clocks were wrong once.
@Suite struct BundleClockTests {
    private static let year: UInt64 = 365 * 86_400_000
    private let tiers: ThreeTiers

    init() throws {
        tiers = try ThreeTiers(isFieldOnline: false)
    }

    private func stick(_ name: String) -> String { tiers.folder + "/\(name).bundle" }

    private func desk(_ tier: ThreeTiers.Tier) throws -> BundleDesk {
        let key = try tiers.identity(.province).signingKey.publicKey
        return BundleDesk(
            tiers.journal(tier),
            upstream: tier == .field ? BundleDesk.Upstream(name: "P", signingKey: key) : nil,
            scratch: tiers.folder)
    }

    @discardableResult
    private func up(_ name: String) throws -> BundleDesk.Outcome {
        tiers.pass(1000)
        _ = try desk(.field).export(for: "P", to: stick(name))
        return try desk(.province).take(stick(name))
    }

    @discardableResult
    private func down(_ name: String) throws -> BundleDesk.Outcome {
        tiers.pass(1000)
        _ = try desk(.province).export(for: "F", to: stick(name))
        return try desk(.field).take(stick(name))
    }

    /// Lets `body` run while the clock of a tier is a year ahead.
    private func ahead(_ tier: ThreeTiers.Tier, _ body: () throws -> Void) throws {
        tiers.set(clockOf: tier, aheadBy: Self.year)
        try body()
        tiers.set(clockOf: tier, aheadBy: 0)
    }

    @Test func `an office whose clock was ahead once goes on hearing of decisions`() throws {
        try down("first")
        try ahead(.field) { try up("u0") }
        try tiers.register("1", at: .province)
        #expect(try down("d1").fate == .taken)
        #expect(try up("u1").fate == .taken)
        try tiers.register("2", at: .province)
        #expect(try down("d2").fate == .taken)
        #expect(try tiers.numbers(at: .field) == ["1", "2"])
    }

    @Test func `an office whose clock was ahead and that was put back from a backup goes on`()
        throws
    {
        try down("first")
        let backup = tiers.folder + "/night.backup"
        _ = try tiers.field.backUp(to: backup)
        try ahead(.field) { try up("u0") }
        try tiers.restore(.field, from: backup)
        #expect(try up("u1").fate == .taken)
        try tiers.register("1", at: .province)
        #expect(try down("d1").fate == .taken)
        #expect(try tiers.numbers(at: .field) == ["1"])
    }

    @Test func `a province whose clock was ahead once is still heard`() throws {
        try down("first")
        try up("u0")
        try ahead(.province) { try down("d0") }
        try tiers.register("1", at: .field)
        try up("u1")
        #expect(try down("d1").receipts == 1)
        #expect(try up("u2").changesets == 0)
    }

    @Test func `what was heard online last counts, though the clock was ahead before`() throws {
        try ahead(.field) { try down("first") }
        try tiers.register("1", at: .field)
        tiers.pass(1000)
        try tiers.sync(.field, with: .province)
        try tiers.sync(.field, with: .province)
        #expect(try up("u1").changesets == 0)
    }

    @Test func `a stick of before is old, whatever the clock says now`() throws {
        try down("first")
        try ahead(.field) {
            _ = try desk(.field).export(for: "P", to: stick("old"))
            try up("new")
        }
        tiers.pass(1000)
        #expect(try desk(.province).take(stick("old")).fate == .old)
        #expect(try desk(.province).take(stick("new")).fate == .repeated)
    }

    @Test func `a stick for a state that is not here is not called old`() throws {
        try down("first")
        try up("u0")
        try tiers.register("1", at: .province)
        for name in ["d1", "d2"] {
            tiers.pass(1000)
            _ = try desk(.province).export(for: "F", to: stick(name))
            try tiers.register("after \(name)", at: .province)
        }
        #expect(try desk(.field).take(stick("d1")).fate == .taken)
        #expect(try desk(.field).take(stick("d2")).fate == .unsuited)
        try up("u1")
        #expect(try down("d3").fate == .taken)
        #expect(try tiers.numbers(at: .field) == ["1", "after d1", "after d2"])
    }
}
