import ChangeLog
import Foundation
import Registry
import Storage
import Sync
import Synchronization
import Trust

/// A hub, a province and a field office on real databases, without a network.
final class ThreeTiers {
    let folder: String
    private(set) var hub: Journal
    private(set) var province: Journal
    private(set) var field: Journal
    private let keys: [String: SigningKey]
    private let clock: StandingTime

    private static let migrations = LogSchema.migrations + MembershipSchema.migrations
    static let clerk = Authorship(actor: "clerk", reasonCode: "test")

    /// The tiers by the names of their nodes.
    enum Tier: String, CaseIterable, Sendable {
        case hub = "H"
        case province = "P"
        case field = "F"

        var role: Journal.Role {
            switch self {
            case .hub: .hub
            case .province: .province
            case .field: .field
            }
        }
    }

    /// - Parameter isFieldOnline: whether the field office has had a first round.
    init(isFieldOnline: Bool = true) throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("shabaka-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        keys = try Dictionary(
            uniqueKeysWithValues: Tier.allCases.map { ($0.rawValue, try SigningKey.generate()) })
        clock = StandingTime()
        hub = try Self.open(.hub, folder, keys, clock)
        province = try Self.open(.province, folder, keys, clock)
        field = try Self.open(.field, folder, keys, clock)
        try enter(.province, below: .hub)
        try sync(.province, with: .hub)
        try enter(.field, below: .province)
        if isFieldOnline { try sync(.field, with: .province) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)  // what is left only takes up space
    }

    func journal(_ tier: Tier) -> Journal {
        switch tier {
        case .hub: hub
        case .province: province
        case .field: field
        }
    }

    func path(_ tier: Tier) -> String { "\(folder)/\(tier.rawValue).db" }

    func identity(_ tier: Tier) throws -> Journal.Identity {
        try Self.identity(tier, keys)
    }

    private static func identity(
        _ tier: Tier, _ keys: [String: SigningKey]
    ) throws -> Journal.Identity {
        Journal.Identity(
            name: tier.rawValue, role: tier.role, areas: tier == .hub ? [] : ["a"],
            signingKey: try keys[tier.rawValue] ?? .generate())
    }

    private static func open(
        _ tier: Tier, _ folder: String, _ keys: [String: SigningKey], _ clock: StandingTime,
        _ dictionary: DataDictionary = .current
    ) throws -> Journal {
        try Journal(
            store: try Store(
                path: "\(folder)/\(tier.rawValue).db", migrations: Self.migrations,
                durability: .processOnly),
            identity: try identity(tier, keys),
            clock: HybridClock { clock.milliseconds(at: tier) },
            entropy: Entropy { SecureRandom.word() }, dictionary: dictionary)
    }

    /// Starts a tier again with the program of another version.
    func reopen(_ tier: Tier, with dictionary: DataDictionary) throws {
        try journal(tier).store.close()
        replace(tier, by: try Self.open(tier, folder, keys, clock, dictionary))
    }

    private func replace(_ tier: Tier, by journal: Journal) {
        switch tier {
        case .hub: hub = journal
        case .province: province = journal
        case .field: field = journal
        }
    }

    private func enter(_ tier: Tier, below upstream: Tier) throws {
        let key = try identity(tier).signingKey.publicKey.bytes
        try journal(upstream).write { session in
            let change = try session.creation(
                of: "node",
                [
                    "name": .text(tier.rawValue), "role": .text(tier.role.rawValue),
                    "upstream": .text(upstream.rawValue), "signing_key": .bytes(key),
                    "areas": .text("a"),
                ])
            try session.append([change], by: Self.clerk)
        }
    }

    /// Lets time pass at all nodes.
    func pass(_ milliseconds: UInt64) {
        clock.pass(milliseconds)
    }

    /// Sets the clock of one tier's machine wrong by so much; 0 sets it right.
    func set(clockOf tier: Tier, aheadBy milliseconds: UInt64) {
        clock.set(tier, aheadBy: milliseconds)
    }

    /// Headquarters takes a node's right to speak away, and the province hears of it.
    func revoke(_ tier: Tier) throws {
        try sync(.province, with: .hub)
        try hub.write { session in
            let rows = try session.transaction.rows(
                "SELECT id FROM node WHERE name = $1", .text(tier.rawValue))
            for id in rows.compactMap({ $0.id(0) }) {
                _ = try session.append(
                    [try session.edit(of: "node", id, ["revoked_on": .integer(1)])],
                    by: Self.clerk)
            }
        }
        try sync(.province, with: .hub)
    }

    // MARK: Work

    /// Registers a household and returns it.
    @discardableResult
    func register(_ number: String, at tier: Tier, copy: Journal? = nil) throws -> RecordID {
        try (copy ?? journal(tier)).write { session in
            let change = try session.creation(
                of: "household",
                ["number": .text(number), "area": .text("a"), "category": .text("poor")])
            try session.append([change], by: Self.clerk)
            return change.record
        }
    }

    func set(_ category: String, of household: RecordID, at tier: Tier) throws {
        try journal(tier).write { session in
            _ = try session.append(
                [try session.edit(of: "household", household, ["category": .text(category)])],
                by: Self.clerk)
        }
    }

    func category(of household: RecordID, at tier: Tier) throws -> String? {
        try journal(tier).read { try $0.record("household", household)?["category"]?.text }
    }

    /// The numbers of all households that a tier shows.
    func numbers(at tier: Tier) throws -> [String] {
        try journal(tier).read { view in
            try view.transaction.rows("SELECT number FROM household ORDER BY number")
                .map { $0.text(0) }
        }
    }

    // MARK: Sync

    /// - Parameter copy: another machine that goes under the tier's name.
    @discardableResult
    func sync(
        _ tier: Tier, with upstream: Tier, copy: Journal? = nil
    ) throws -> SyncRound.Summary {
        let round = SyncRound(copy ?? journal(tier))
        let server = SyncServer(journal(upstream))
        while let request = try round.next() {
            do {
                try round.take(
                    server.answer(request.call, request.body, from: tier.rawValue))
            } catch let refusal as SyncRefusal {
                guard round.take(refusal) else { throw refusal }
            }
        }
        return round.summary
    }

    /// Rounds up and down until everybody has heard of everything.
    func syncAll() throws {
        for _ in 0..<2 {
            try sync(.field, with: .province)
            try sync(.province, with: .hub)
        }
        try sync(.field, with: .province)
    }

    // MARK: Restores and clones

    /// A second machine that goes on under a tier's name, as a resumed copy of its disk does.
    func clone(_ tier: Tier) throws -> Journal {
        let original = journal(tier)
        let copy = "\(folder)/\(tier.rawValue)-copy.db"
        try original.store.backUp(to: copy)
        return try Journal(
            store: try Store(
                path: copy, migrations: Self.migrations, durability: .processOnly),
            identity: try identity(tier),
            clock: HybridClock { [clock] in clock.milliseconds(at: tier) },
            entropy: Entropy { SecureRandom.word() }, resuming: original.presentIncarnation)
    }

    /// Puts a tier back from a backup, as a machine does that lost its disk.
    func restore(_ tier: Tier, from backup: String) throws {
        try journal(tier).store.close()
        for suffix in ["", "-wal", "-shm"]
        where FileManager.default.fileExists(atPath: path(tier) + suffix) {
            try FileManager.default.removeItem(atPath: path(tier) + suffix)
        }
        try BackupFile(backup, scratch: folder).restore(
            to: path(tier), as: identity(tier), migrations: Self.migrations)
        replace(tier, by: try Self.open(tier, folder, keys, clock))
    }
}

/// A time that stands until it is moved on, as the clocks of the tiers show it.
private final class StandingTime: Sendable {
    private struct State {
        var now: UInt64 = 1_700_000_000_000
        var ahead: [ThreeTiers.Tier: UInt64] = [:]
    }

    private let state = Mutex(State())

    func milliseconds(at tier: ThreeTiers.Tier) -> UInt64 {
        state.withLock { $0.now + ($0.ahead[tier] ?? 0) }
    }

    func pass(_ milliseconds: UInt64) {
        state.withLock { $0.now += milliseconds }
    }

    func set(_ tier: ThreeTiers.Tier, aheadBy milliseconds: UInt64) {
        state.withLock { $0.ahead[tier] = milliseconds }
    }
}
