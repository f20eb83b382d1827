import ChangeLog
import Registry
import Storage
import Sync
import Testing

@Suite struct InvariantTests {
    @Test func `a rule that is mended at one tier is mended at all of them`() throws {
        let tiers = try ThreeTiers()
        let household = try tiers.register("1", at: .hub)
        try tiers.syncAll()
        let account = try open(.hub, tiers, household)
        _ = try open(.province, tiers, household)
        try tiers.syncAll()
        for tier in ThreeTiers.Tier.allCases { #expect(try breaches(tier, tiers) == 2) }
        try tiers.hub.write { session in
            _ = try session.append(
                [try session.edit(of: "account", account, ["until": .text("2024-05")])],
                by: ThreeTiers.clerk)
        }
        try tiers.syncAll()
        for tier in ThreeTiers.Tier.allCases { #expect(try breaches(tier, tiers) == 0) }
    }

    /// Opens an account of a household.
    private func open(
        _ tier: ThreeTiers.Tier, _ tiers: ThreeTiers, _ household: RecordID
    ) throws -> RecordID {
        try tiers.journal(tier).write { session in
            let account = try session.creation(
                of: "account",
                [
                    "household": .reference(household), "scheme": .text("iban"),
                    "number": .text("IQ \(tier.rawValue)"), "bank": .text("bank"),
                ])
            _ = try session.append([account], by: ThreeTiers.clerk)
            return account.record
        }
    }

    /// How many rows break a rule together with others.
    private func breaches(_ tier: ThreeTiers.Tier, _ tiers: ThreeTiers) throws -> Int {
        try tiers.journal(tier).read { view in
            try view.transaction.first("SELECT COUNT(*) FROM breach")?.int(0) ?? 0
        }
    }
}
