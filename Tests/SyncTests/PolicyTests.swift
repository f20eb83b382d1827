import ChangeLog
import Registry
import Sync
import Testing

/// How edits are merged is said by headquarters, and everybody follows.
@Suite struct PolicyTests {
    private static let author = Authorship(actor: "amina", reasonCode: "policy", reason: "test")

    @Test func `a group that is reviewed from now on shows its open conflicts everywhere`() throws {
        let tiers = try ThreeTiers()
        let household = try disputed(tiers)
        for tier in ThreeTiers.Tier.allCases { #expect(try conflicts(tier, tiers) == 0) }
        try say(.review(people: 1), tiers)
        #expect(try conflicts(.hub, tiers) == 1)
        #expect(try conflicts(.province, tiers) == 0)
        try tiers.syncAll()
        for tier in ThreeTiers.Tier.allCases { #expect(try conflicts(tier, tiers) == 1) }
        let shown = try ThreeTiers.Tier.allCases.map { try dwelling(household, $0, tiers) }
        #expect(Set(shown).count == 1)
        try say(.latest, tiers)
        try tiers.syncAll()
        for tier in ThreeTiers.Tier.allCases {
            #expect(try conflicts(tier, tiers) == 0)
            #expect(try dwelling(household, tier, tiers) == "rented")
        }
    }

    @Test func `only headquarters changes it, and nothing that takes two is weakened`() throws {
        let tiers = try ThreeTiers()
        func set(
            _ policy: MergePolicy, _ entity: String, _ group: String, at tier: ThreeTiers.Tier
        ) throws {
            _ = try tiers.journal(tier).write { session in
                try session.setPolicy(policy, entity: entity, group: group, by: Self.author)
            }
        }
        #expect(throws: PolicyRefusal.onlyHeadquarters) {
            try set(.latest, "household", "category", at: .province)
        }
        #expect(throws: PolicyRefusal.takesTwo(entity: "account", group: "account")) {
            try set(.latest, "account", "account", at: .hub)
        }
        #expect(throws: PolicyRefusal.noSuchGroup(entity: "person", group: "shoes")) {
            try set(.latest, "person", "shoes", at: .hub)
        }
        #expect(throws: PolicyRefusal.writtenOnce(entity: "note", group: "note")) {
            try set(.latest, "note", "note", at: .hub)
        }
        // What a province writes about it is set aside.
        _ = try tiers.province.write { session in
            try session.appendUnchecked(
                [
                    try session.creation(
                        of: "merge_policy",
                        [
                            "entity": .text("account"), "group_name": .text("account"),
                            "policy": .text("latest"),
                        ])
                ], by: Self.author)
        }
        try tiers.sync(.province, with: .hub)
        #expect(try tiers.hub.read { try $0.setAside().map(\.reason) } == [.headquartersOnly])
        #expect(try tiers.hub.read { try $0.policies() } == [:])
    }

    /// A household whose dwelling the hub and the field office wrote without knowing of each other.
    private func disputed(_ tiers: ThreeTiers) throws -> RecordID {
        let household = try tiers.register("1", at: .hub)
        try tiers.syncAll()
        for (tier, dwelling) in [(ThreeTiers.Tier.hub, "owned"), (.field, "rented")] {
            tiers.pass(1000)
            try tiers.journal(tier).write { session in
                _ = try session.append(
                    [try session.edit(of: "household", household, ["dwelling": .text(dwelling)])],
                    by: ThreeTiers.clerk)
            }
        }
        try tiers.syncAll()
        return household
    }

    private func say(_ policy: MergePolicy, _ tiers: ThreeTiers) throws {
        _ = try tiers.hub.write { session in
            try session.setPolicy(policy, entity: "household", group: "dwelling", by: Self.author)
        }
    }

    private func conflicts(_ tier: ThreeTiers.Tier, _ tiers: ThreeTiers) throws -> Int {
        try tiers.journal(tier).read { try $0.openConflicts().count }
    }

    private func dwelling(
        _ household: RecordID, _ tier: ThreeTiers.Tier, _ tiers: ThreeTiers
    ) throws -> String? {
        try tiers.journal(tier).read { try $0.record("household", household)?["dwelling"]?.text }
    }
}
