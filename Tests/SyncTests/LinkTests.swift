import ChangeLog
import Foundation
import Registry
import Storage
import Sync
import Synchronization
import Testing
import Trust

/// A hub and a province over real frames, without a network.
@Suite final class LinkTests {
    private let folder: String
    private let hub: Journal
    private let province: Journal

    init() throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("shabaka-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        hub = try Self.open("H", .hub, folder)
        province = try Self.open("P", .province, folder)
        let key = province.identity.signingKey.publicKey.bytes
        try Self.enter("P", .province, key, below: hub)
    }

    private static func enter(
        _ name: String, _ role: Journal.Role, _ key: [UInt8], below upstream: Journal
    ) throws {
        try upstream.write { session in
            _ = try session.append(
                [
                    try session.creation(
                        of: "node",
                        [
                            "name": .text(name), "role": .text(role.rawValue),
                            "upstream": .text(upstream.identity.name),
                            "signing_key": .bytes(key), "areas": .text("a"),
                        ])
                ], by: clerk)
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)  // what is left only takes up space
    }

    private static let clerk = Authorship(actor: "clerk", reasonCode: "test")

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

    private func register(at journal: Journal, area: String = "a") throws -> RecordID {
        try journal.write { session in
            let change = try session.creation(
                of: "household",
                ["number": .text("1"), "area": .text(area), "category": .text("poor")])
            try session.append([change], by: Self.clerk)
            return change.record
        }
    }

    private func set(
        _ category: String, of household: RecordID, at journal: Journal,
        kind: Change.Kind = .update
    ) throws {
        try journal.write { session in
            _ = try session.append(
                [
                    try session.edit(
                        of: "household", household, ["category": .text(category)], kind: kind)
                ], by: Self.clerk)
        }
    }

    private func category(of household: RecordID, at journal: Journal) throws -> FieldValue? {
        try journal.read { try $0.record("household", household)?["category"] }
    }

    private func conflicts(at journal: Journal) throws -> Int {
        try journal.read { try $0.count("conflict") }
    }

    @discardableResult
    private func sync(
        _ server: SyncServer? = nil, from node: Journal? = nil
    ) throws -> SyncRound.Summary {
        let server = server ?? SyncServer(hub)
        let node = node ?? province
        let round = SyncRound(node)
        while let request = try round.next() {
            do {
                let name = node.identity.name
                try round.take(server.answer(request.call, request.body, from: name))
            } catch let refusal as SyncRefusal {
                guard round.take(refusal) else { throw refusal }
            }
        }
        return round.summary
    }

    @Test func `a round carries what is new up and down, and the next one nothing`() throws {
        let above = try register(at: hub)
        let below = try register(at: province)
        let moved = try sync()
        #expect(moved.pushedChangesets == 1)
        #expect(moved.receivedRecords >= 1)
        #expect(try category(of: above, at: province) == .text("poor"))
        #expect(try category(of: below, at: hub) == .text("poor"))
        let idle = try sync()
        #expect(idle.pushedChangesets == 0)
        #expect(idle.receivedRecords == 0)
    }

    @Test func `what the upstream finds in a push reaches the node in the same round`() throws {
        let pushed = try register(at: province)
        let server = SyncServer(hub) { [hub] in
            try? hub.write { session in
                let isNew =
                    try session.view.record("household", pushed)?["category"] == .text("poor")
                guard isNew else { return }
                let found = try session.edit(
                    of: "household", pushed, ["category": .text("widow")])
                _ = try session.append([found], by: Self.clerk)
            }
        }
        try sync(server)
        #expect(try category(of: pushed, at: province) == .text("widow"))
    }

    @Test func `what lies outside the areas of a node does not reach it`() throws {
        let elsewhere = try register(at: hub, area: "b")
        try sync()
        #expect(try category(of: elsewhere, at: province) == nil)
    }

    @Test func `a conflict opens on both sides, and a resolution closes it on both`() throws {
        let household = try register(at: hub)
        try sync()
        try set("widow", of: household, at: hub)
        try set("orphans", of: household, at: province)
        try sync()
        for journal in [hub, province] {
            #expect(try conflicts(at: journal) == 1)
            #expect(try category(of: household, at: journal) == .text("poor"))
        }
        try set("orphans", of: household, at: province, kind: .resolve)
        try sync()
        for journal in [hub, province] {
            #expect(try conflicts(at: journal) == 0)
            #expect(try category(of: household, at: journal) == .text("orphans"))
        }
    }

    @Test func `a family that moves away is taken away, and comes back with what was written`()
        throws
    {
        let household = try register(at: province)
        try sync()
        try move(household, to: "b")
        try set("widow", of: household, at: province)
        try sync()
        #expect(try category(of: household, at: province) == nil)
        #expect(try category(of: household, at: hub) == .text("widow"))
        try move(household, to: "a")
        try sync()
        #expect(try category(of: household, at: province) == .text("widow"))
    }

    private func move(_ household: RecordID, to area: String) throws {
        try hub.write { session in
            _ = try session.append(
                [try session.edit(of: "household", household, ["area": .text(area)])],
                by: Self.clerk)
        }
    }

    @Test func `a node that did not join is refused, and a revoked one from then on`() throws {
        let hello = try #require(try SyncRound(province).next())
        #expect(throws: SyncRefusal.unknownNode("Q")) {
            try SyncServer(hub).answer(hello.call, hello.body, from: "Q")
        }
        try sync()
        try hub.write { session in
            let node = try #require(
                try session.transaction.first("SELECT id FROM node WHERE name = 'P'")?.id(0))
            _ = try session.append(
                [try session.edit(of: "node", node, ["revoked_on": .integer(1)])],
                by: Self.clerk)
        }
        #expect(throws: SyncRefusal.revoked("P")) { try sync() }
    }

    @Test func `a page that was made for another cursor is not applied`() throws {
        let first = try register(at: hub)
        let round = SyncRound(province)
        let hello = try #require(try round.next())
        try round.take(SyncServer(hub).answer(hello.call, hello.body, from: "P"))
        let feed = try #require(try round.next())
        let old = try SyncServer(hub).answer(feed.call, feed.body, from: "P")
        try sync()
        try set("widow", of: first, at: hub)
        try sync()
        let bytes = try #require(Compression.decompress(old))
        let page = try Page(WireReader(bytes))
        #expect(try province.write { try $0.apply(page) } == .stale)
        #expect(try category(of: first, at: province) == .text("widow"))
    }

    @Test func `one frame brings two new offices and the receipts for what they wrote`() throws {
        try sync()
        let offices = try ["F", "G"].map { try Self.open($0, .field, folder) }
        for office in offices {
            let identity = office.identity
            try Self.enter(
                identity.name, .field, identity.signingKey.publicKey.bytes, below: province)
        }
        for office in offices {
            _ = try register(at: office)
            try sync(SyncServer(province), from: office)
        }
        try sync()
        let receipted = try hub.read { view in
            try view.transaction.rows(
                """
                SELECT b.origin FROM receipt r JOIN branch b ON b.ix = r.branch
                WHERE r.receiver = 'P' ORDER BY b.origin
                """
            ).map { $0.text(0) }
        }
        #expect(receipted == ["F", "G"])
    }

    @Test func `nothing is merged without its origin's good signature`() throws {
        _ = try register(at: province)
        let entry = try province.read {
            try $0.transaction.first("SELECT body FROM journal WHERE kind = 0")?.bytes(0) ?? []
        }
        var hasher = SHA256Hasher()
        let header = try Changeset(bytes: entry, hasher: &hasher).header
        let branch = Branch(origin: "P", incarnation: header.incarnation)
        func push(_ signatures: [PushFrame.Signature]) throws -> PushAnswer {
            let frame = PushFrame(entries: [entry], signatures: signatures, receipts: [])
            return try PushAnswer(
                bytes: SyncServer(hub).answer(
                    .push, Compression.compress(frame.bytes), from: "P"))
        }
        #expect(try push([]).outcome == .gap)
        #expect(throws: SyncRefusal.badSignature("P")) {
            try push([PushFrame.Signature(branch: branch, sequence: 1, signature: [1, 2, 3])])
        }
        #expect(try hub.read { try $0.count("household") } == 0)
        try sync()
        #expect(try hub.read { try $0.count("household") } == 1)
    }

    @Test func `an entry of a node that does not lie below the sender is refused`() throws {
        _ = try register(at: hub)
        let entry = try hub.read {
            try $0.transaction.first("SELECT body FROM journal WHERE kind = 0")?.bytes(0) ?? []
        }
        let frame = PushFrame(entries: [entry], signatures: [], receipts: [])
        #expect(throws: SyncRefusal.foreignOrigin("H")) {
            try SyncServer(hub).answer(.push, Compression.compress(frame.bytes), from: "P")
        }
    }

    @Test(arguments: 0..<64)
    func `a damaged body is refused and changes nothing, or says the same`(flip: Int) throws {
        let household = try register(at: province)
        let before = try hub.read { try $0.journalEnd() }
        let round = SyncRound(province)
        let hello = try #require(try round.next())
        try round.take(SyncServer(hub).answer(hello.call, hello.body, from: "P"))
        var push = try #require(try round.next())
        push.body[push.body.count * flip / 64] ^= UInt8(1 + flip)
        do {
            _ = try SyncServer(hub).answer(push.call, push.body, from: "P")
            // Some bits of a compressed frame's header mean nothing.
            #expect(try category(of: household, at: hub) == .text("poor"))
        } catch is SyncRefusal {
            #expect(try hub.read { try $0.journalEnd() } == before)
        }
    }
}
