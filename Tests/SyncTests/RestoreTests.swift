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

    @Test func `all three tiers restored one after the other agree in the end`() throws {
        try tiers.register("1", at: .field)
        try tiers.syncAll()
        var backups: [ThreeTiers.Tier: String] = [:]
        for tier in ThreeTiers.Tier.allCases {
            backups[tier] = tiers.folder + "/\(tier.rawValue).backup"
            _ = try tiers.journal(tier).backUp(to: backups[tier] ?? "")
        }
        for (number, tier) in [ThreeTiers.Tier.hub, .province, .field].enumerated() {
            try tiers.register("new \(number)", at: tier)
            try tiers.syncAll()
            try tiers.restore(tier, from: backups[tier] ?? "")
            try tiers.syncAll()
        }
        let expected = try tiers.numbers(at: .province)
        #expect(expected.contains("1"))
        for tier in ThreeTiers.Tier.allCases {
            #expect(try tiers.numbers(at: tier) == expected)
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
