import ChangeLog
import Foundation
import Registry
import Storage
import Sync
import Testing

/// What a federation has again after one of its nodes was put back from last night's backup.
@Suite struct RestoreTests {
    private let tiers: ThreeTiers

    init() throws {
        tiers = try ThreeTiers()
    }

    @Test(arguments: ThreeTiers.Tier.allCases)
    func `a restored node has again what the rest still has, and goes on`(
        tier: ThreeTiers.Tier
    ) throws {
        let old = try tiers.register("1", at: .field)
        try tiers.syncAll()
        let backup = tiers.folder + "/night.backup"
        _ = try tiers.journal(tier).backUp(to: backup)
        try tiers.register("2", at: .field)
        try tiers.set("widow", of: old, at: .field)
        try tiers.syncAll()
        try tiers.restore(tier, from: backup)
        #expect(try tiers.numbers(at: tier) == ["1"])
        try tiers.register("3", at: tier)
        try tiers.syncAll()
        for other in ThreeTiers.Tier.allCases {
            #expect(try tiers.numbers(at: other) == ["1", "2", "3"])
            #expect(try tiers.category(of: old, at: other) == "widow")
            #expect(try tiers.journal(other).audit().isSound)
        }
    }

    @Test func `what was written after the backup and sent nowhere is gone, and no more`() throws {
        try tiers.register("1", at: .field)
        try tiers.syncAll()
        let backup = tiers.folder + "/night.backup"
        _ = try tiers.field.backUp(to: backup)
        try tiers.register("2", at: .field)
        try tiers.restore(.field, from: backup)
        try tiers.register("3", at: .field)
        try tiers.syncAll()
        #expect(try tiers.numbers(at: .hub) == ["1", "3"])
        #expect(try tiers.sync(.field, with: .province).forked.isEmpty)
    }

    @Test func `a node that was restored gets its own log back, and those below it theirs`()
        throws
    {
        try tiers.register("1", at: .field)
        try tiers.syncAll()
        var backups: [ThreeTiers.Tier: String] = [:]
        for tier in [ThreeTiers.Tier.province, .field] {
            backups[tier] = tiers.folder + "/\(tier.rawValue).backup"
            _ = try tiers.journal(tier).backUp(to: backups[tier] ?? "")
        }
        try tiers.register("2", at: .field)
        try tiers.register("3", at: .province)
        try tiers.syncAll()
        for tier in [ThreeTiers.Tier.province, .field] {
            try tiers.restore(tier, from: backups[tier] ?? "")
        }
        #expect(try tiers.sync(.province, with: .hub).regainedChangesets == 2)
        #expect(try tiers.sync(.field, with: .province).regainedChangesets == 1)
        #expect(try tiers.sync(.province, with: .hub).regainedChangesets == 0)
        let tips = try tiers.hub.read { try $0.tips() }.filter { $0.branch.origin != "H" }
        #expect(try tiers.province.read { try $0.tips() }.filter { tips.contains($0) } == tips)
        // They go on under new names, and nobody sees a fork in that.
        try tiers.register("4", at: .field)
        try tiers.register("5", at: .province)
        try tiers.syncAll()
        for tier in ThreeTiers.Tier.allCases {
            #expect(try tiers.numbers(at: tier) == ["1", "2", "3", "4", "5"])
            #expect(try tiers.journal(tier).audit().isSound)
        }
        #expect(try tiers.sync(.field, with: .province).forked.isEmpty)
    }

    /// The tiers in every order.
    private static let orders: [[ThreeTiers.Tier]] = [
        [.hub, .province, .field], [.hub, .field, .province],
        [.province, .hub, .field], [.province, .field, .hub],
        [.field, .hub, .province], [.field, .province, .hub],
    ]

    @Test(arguments: orders)
    func `all three tiers restored one after the other lose nothing, in any order`(
        order: [ThreeTiers.Tier]
    ) throws {
        let old = try tiers.register("1", at: .field)
        try tiers.syncAll()
        var backups: [ThreeTiers.Tier: String] = [:]
        for tier in ThreeTiers.Tier.allCases {
            backups[tier] = tiers.folder + "/\(tier.rawValue).backup"
            _ = try tiers.journal(tier).backUp(to: backups[tier] ?? "")
        }
        for (tier, category) in zip(order, ["orphans", "poor", "widow"]) {
            try tiers.register("new at \(tier.rawValue)", at: tier)
            try tiers.set(category, of: old, at: tier)
            try tiers.syncAll()
            try tiers.restore(tier, from: backups[tier] ?? "")
            try tiers.syncAll()
        }
        for tier in ThreeTiers.Tier.allCases {
            let (numbers, category) = try (
                tiers.numbers(at: tier), tiers.category(of: old, at: tier)
            )
            #expect(numbers == ["1", "new at F", "new at H", "new at P"])
            #expect(category == "widow")
            #expect(try tiers.journal(tier).audit().isSound)
        }
    }

    @Test func `what one signature covered stays sound when the rest of it loses its name`() throws {
        let backup = tiers.folder + "/night.backup"
        _ = try tiers.province.backUp(to: backup)
        // Written before the machine was copied, and sent together with what came after.
        try tiers.register("both", at: .field)
        let copy = try tiers.clone(.field)
        try tiers.register("copy", at: .field, copy: copy)
        try tiers.sync(.field, with: .province, copy: copy)
        try tiers.sync(.province, with: .hub)
        try tiers.restore(.province, from: backup)
        try tiers.register("office", at: .field)
        try tiers.sync(.field, with: .province)
        #expect(try tiers.sync(.province, with: .hub).forked == ["F"])
        #expect(try tiers.numbers(at: .province) == ["both", "copy"])
        for tier in [ThreeTiers.Tier.province, .hub] {
            #expect(try tiers.journal(tier).audit().findings == [])
        }
        for _ in 0..<2 { try tiers.syncAll() }
        for tier in ThreeTiers.Tier.allCases {
            #expect(try tiers.numbers(at: tier) == ["both", "copy", "office"])
            let findings = try tiers.journal(tier).audit().findings
            #expect(findings == [], "\(tier) \(findings)")
        }
    }

    private func lastBackup(of peer: ThreeTiers.Tier, at tier: ThreeTiers.Tier) throws -> Int64? {
        try tiers.journal(tier).read { view in
            try view.transaction.first(
                "SELECT last_backup FROM peer WHERE name = $1", .text(peer.rawValue)
            )?.values[0].integer
        }
    }

    @Test func `each side of a link hears when the other one last made a backup`() throws {
        try tiers.syncAll()
        #expect(try lastBackup(of: .province, at: .hub) == nil)
        for tier in [ThreeTiers.Tier.hub, .province] {
            _ = try tiers.journal(tier).backUp(to: tiers.folder + "/\(tier.rawValue).backup")
        }
        try tiers.syncAll()
        let now = Int64(tiers.hub.clock.milliseconds)
        #expect(try lastBackup(of: .province, at: .hub) == now)
        #expect(try lastBackup(of: .hub, at: .province) == now)
        #expect(try lastBackup(of: .province, at: .field) == now)
        #expect(try lastBackup(of: .field, at: .province) == nil)
    }
}
