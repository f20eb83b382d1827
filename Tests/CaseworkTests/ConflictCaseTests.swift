import Casework
import ChangeLog
import Foundation
import Registry
import Storage
import Testing
import Trust

/// Open conflicts as people find and name them.
@Suite final class ConflictCaseTests {
    private let folder: String
    private let hub: Journal
    private let province: Journal
    private let household: RecordID

    init() throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("shabaka-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        hub = try Self.open("H", .hub, folder)
        province = try Self.open("P", .province, folder)
        household = try hub.write { session in
            let change = try session.creation(
                of: "household", ["number": .text("NI-1"), "area": .text("03-1")])
            try session.append([change], by: Self.clerk)
            return change.record
        }
        try Self.carry(from: hub, to: province)
        try set("widow", at: hub)
        try set("orphans", at: province)
        try Self.carry(from: province, to: hub)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)  // what is left only takes up space
    }

    private static let clerk = Authorship(actor: "clerk", reasonCode: "test", reason: "visit")

    private static func open(
        _ name: String, _ role: Journal.Role, _ folder: String
    ) throws -> Journal {
        try Journal(
            store: try Store(
                path: "\(folder)/\(name).db", migrations: LogSchema.migrations,
                durability: .processOnly),
            identity: Journal.Identity(
                name: name, role: role, areas: [], signingKey: try SigningKey.generate()),
            clock: HybridClock { 1_700_000_000_000 }, entropy: Entropy { SecureRandom.word() })
    }

    private static func carry(from: Journal, to: Journal) throws {
        let entries = try from.read { view in
            var hasher = SHA256Hasher()
            return try view.transaction.rows(
                "SELECT body FROM journal WHERE kind = 0 ORDER BY pos"
            ).map { try Changeset(bytes: $0.bytes(0), hasher: &hasher) }
        }
        for entry in entries {
            try to.write { session in
                _ = try session.accept(entry, isSigned: true, received: nil)
            }
        }
    }

    private func set(_ category: String, at journal: Journal) throws {
        try journal.write { session in
            _ = try session.append(
                [try session.edit(of: "household", household, ["category": .text(category)])],
                by: Self.clerk)
        }
    }

    @Test func `a conflict names its household, and is found by the beginning of its name`()
        throws
    {
        let found = try hub.read { try ConflictCases($0).list() }
        #expect(found.map(\.household) == ["NI-1"])
        #expect(found.map(\.area) == ["03-1"])
        #expect(found[0].name == "\(household).category")
        let start = String(household.description.prefix(8))
        #expect(try hub.read { try ConflictCases($0).require(start) } == found[0])
        #expect(try hub.read { try ConflictCases($0).require(start + ".category") } == found[0])
        #expect(
            Set(found[0].conflict.claims.map { found[0].values($0.value)["category"] })
                == [.text("widow"), .text("orphans")])
    }

    @Test(arguments: ["", "ffff", "ff.category"])
    func `what names no conflict is refused`(text: String) throws {
        #expect(throws: ConflictRefusal.noSuchConflict(text)) {
            try hub.read { try ConflictCases($0).require(text) }
        }
    }

    @Test func `a conflict that was settled is not listed any more`() throws {
        let found = try hub.read { try ConflictCases($0).list()[0] }
        try hub.write { session in
            _ = try session.settle(
                found.conflict.record, group: found.conflict.group,
                .value(["category": .text("poor")]), by: Self.clerk)
        }
        #expect(try hub.read { try ConflictCases($0).list() } == [])
    }

    /// The family again, of which one corrects the category and the other since when it holds.
    private func correctTwoThings(alsoCategory: Bool) throws -> ConflictFile {
        let found = try hub.read { try ConflictCases($0).list()[0] }
        try hub.write { session in
            _ = try session.settle(
                found.conflict.record, group: found.conflict.group, .standing, by: Self.clerk)
        }
        try Self.carry(from: hub, to: province)
        try set("poor", at: hub)
        var values: [String: FieldValue] = ["category_from": .text("2026-01-01")]
        if alsoCategory { values["category"] = .text("orphans") }
        try province.write { session in
            _ = try session.append(
                [try session.edit(of: "household", household, values)], by: Self.clerk)
        }
        try Self.carry(from: province, to: hub)
        return try #require(try hub.read { try Conflicts($0).list().files }.first)
    }

    @Test func `who corrected different things are both right`() throws {
        let file = try correctTwoThings(alsoCategory: false)
        #expect(
            file.both == ["category": .text("poor"), "category_from": .text("2026-01-01")])
        #expect(try hub.write { try file.settleForBoth(by: Self.clerk, in: $0) })
        let record = try hub.read { try $0.record("household", household) }
        #expect(record?["category"] == .text("poor"))
        #expect(record?["category_from"] == .text("2026-01-01"))
        #expect(try hub.read { try ConflictCases($0).list() } == [])
    }

    @Test func `who wrote two things into one field are not both right`() throws {
        let file = try correctTwoThings(alsoCategory: true)
        #expect(file.both == nil)
        #expect(throws: ConflictRefusal.sameField(["category"])) {
            try hub.write { try file.settleForBoth(by: Self.clerk, in: $0) }
        }
    }
}
