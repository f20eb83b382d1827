import ChangeLog
import Foundation
import Registry
import Storage
import Sync
import Testing
import Trust

/// A hub and a province over real frames, of which either may be restored or copied.
@Suite final class RecoveryTests {
    private let folder: String
    private var hub: Journal
    private let province: Journal
    private let hubKey: SigningKey

    init() throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("shabaka-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        hubKey = try SigningKey.generate()
        hub = try Self.open("\(folder)/H.db", "H", .hub, hubKey)
        let key = try SigningKey.generate()
        province = try Self.open("\(folder)/P.db", "P", .province, key)
        _ = try hub.write { session in
            try session.append(
                [
                    try session.creation(
                        of: "node",
                        [
                            "name": .text("H"), "role": .text("hub"),
                            "signing_key": .bytes(hubKey.publicKey.bytes),
                        ]),
                    try session.creation(
                        of: "node",
                        [
                            "name": .text("P"), "role": .text("province"), "upstream": .text("H"),
                            "signing_key": .bytes(key.publicKey.bytes), "areas": .text("a"),
                        ]),
                    try session.creation(of: "area", ["code": .text("a")]),
                    try session.creation(of: "area", ["code": .text("b")]),
                ], by: Self.clerk)
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)  // what is left only takes up space
    }

    private static let clerk = Authorship(actor: "clerk", reasonCode: "test")

    private static func open(
        _ path: String, _ name: String, _ role: Journal.Role, _ key: SigningKey,
        resuming incarnation: UInt64? = nil
    ) throws -> Journal {
        try Journal(
            store: try Store(
                path: path, migrations: LogSchema.migrations, durability: .processOnly),
            identity: Journal.Identity(name: name, role: role, areas: [], signingKey: key),
            clock: HybridClock { 1_700_000_000_000 }, entropy: Entropy { SecureRandom.word() },
            resuming: incarnation)
    }

    @discardableResult
    private func sync(_ node: Journal? = nil) throws -> SyncRound.Summary {
        let round = SyncRound(node ?? province)
        while let request = try round.next() {
            do {
                try round.take(
                    SyncServer(hub).answer(request.call, request.body, from: "P"))
            } catch let refusal as SyncRefusal {
                guard round.take(refusal) else { throw refusal }
            }
        }
        return round.summary
    }

    /// The province as a virtual machine that was copied while it ran.
    private func resumedCopy() throws -> Journal {
        try province.store.backUp(to: "\(folder)/copy.db")
        return try Self.open(
            "\(folder)/copy.db", "P", .province, province.identity.signingKey,
            resuming: province.presentIncarnation)
    }

    /// The entry that the province would write next, as anybody can make it who sees its log.
    private func nextOfProvince() throws -> Changeset {
        let tip = try #require(
            try hub.read { try $0.tips() }.last { $0.branch.origin == "P" })
        let household = try hub.write { session in
            try session.creation(
                of: "household", ["number": .text("forged"), "area": .text("a")])
        }
        var hasher = SHA256Hasher()
        return try Changeset(
            header: Changeset.Header(
                origin: "P", incarnation: tip.branch.incarnation, sequence: tip.sequence + 1,
                previous: tip.digest, stamp: Stamp(endOf: 1_700_000_000_000), actor: "forger",
                reasonCode: "forged", reason: "", batch: nil, parent: nil, dictionary: 1),
            changes: [household], salts: { (1, 2) }, hasher: &hasher)
    }

    private func push(_ frame: PushFrame) throws -> PushAnswer {
        try PushAnswer(
            bytes: SyncServer(hub).answer(.push, Compression.compress(frame.bytes), from: "P"))
    }

    @discardableResult
    private func register(at journal: Journal, area: String) throws -> RecordID {
        try journal.write { session in
            let change = try session.creation(
                of: "household",
                ["number": .text("1"), "area": .text(area), "category": .text("poor")])
            try session.append([change], by: Self.clerk)
            return change.record
        }
    }

    private func area(of household: RecordID, at journal: Journal) throws -> FieldValue? {
        try journal.read { try $0.record("household", household)?["area"] }
    }

    // MARK: Signatures

    @Test func `a frame has one signature a branch, however often its origin signed`() throws {
        try sync()
        for _ in 0..<5 {
            try register(at: province, area: "a")
            try province.write { try $0.signOwnTip() }
        }
        let round = SyncRound(province)
        var frames: [PushFrame] = []
        while let request = try round.next() {
            if request.call == .push {
                let bytes = try #require(Compression.decompress(request.body))
                frames.append(try PushFrame(bytes: bytes))
            }
            try round.take(SyncServer(hub).answer(request.call, request.body, from: "P"))
        }
        #expect(frames.map(\.entries.count) == [5])
        #expect(frames.map(\.signatures.count) == [1])
        #expect(try hub.audit().isSound)
    }

    @Test func `a signature covers what comes before it by digest, not what has a lower number`()
        throws
    {
        try sync()
        try register(at: province, area: "a")
        try sync()
        let forged = try nextOfProvince()
        let households = try (0..<2).map { _ in try register(at: province, area: "a") }
        let (last, signature) = try province.write { session in
            try session.signOwnTip()
            let row = try #require(
                try session.transaction.first(
                    """
                    SELECT j.body, s.sequence, s.signature FROM signature s
                    JOIN journal j ON j.branch = s.branch AND j.sequence = s.sequence
                    ORDER BY s.sequence DESC LIMIT 1
                    """))
            return (
                row.bytes(0),
                PushFrame.Signature(
                    branch: forged.branch, sequence: UInt64(row.integer(1)),
                    signature: row.bytes(2))
            )
        }
        #expect(signature.sequence == forged.header.sequence + 1)
        let answer = try push(
            PushFrame(entries: [forged.bytes, last], signatures: [signature], receipts: []))
        #expect(answer.merged == 0)
        try sync()
        for household in households {
            #expect(try area(of: household, at: hub) == .text("a"))
        }
        #expect(try hub.audit().isSound)
    }

    @Test func `what waits without a signature does not stand in the way of what has one`() throws {
        try sync()
        try register(at: province, area: "a")
        try sync()
        let forged = try nextOfProvince()
        #expect(
            try push(PushFrame(entries: [forged.bytes], signatures: [], receipts: [])).outcome
                == .gap)
        let household = try register(at: province, area: "a")
        #expect(try sync().forked.isEmpty)
        #expect(try area(of: household, at: hub) == .text("a"))
        #expect(try hub.read { try $0.count("staged") } == 0)
    }

    @Test(arguments: ["H", "P"])
    func `a receipt about what lies elsewhere is not taken`(origin: String) throws {
        try sync()
        try register(at: province, area: "a")
        let tip = try #require(
            try (origin == "H" ? hub : province).read { try $0.tips() }
                .last { $0.branch.origin == origin })
        var receipt = Receipt(
            branch: tip.branch, first: 1, last: tip.sequence, digest: tip.digest, receiver: "P",
            received: 1, signature: [])
        receipt.signature = try province.identity.signingKey.sign(receipt.message)
        _ = try push(PushFrame(entries: [], signatures: [], receipts: [receipt]))
        #expect(try hub.read { try $0.count("receipt") } == 0)
    }

    // MARK: Quarantine

    @Test
    func `what lies elsewhere is set aside, named to its origin, and released by an operator`()
        throws
    {
        try sync()
        let household = try register(at: province, area: "b")
        try sync()
        #expect(try area(of: household, at: hub) == nil)
        #expect(try sync().setAside.map(\.reason) == [.outOfScope])
        let told = try province.read { try $0.setAside() }
        #expect(told.map(\.judge) == ["H"])
        #expect(try area(of: household, at: province) == nil)
        let version = try #require(told.first?.version)
        try hub.write { session in
            _ = try session.release(version, by: Self.clerk)
        }
        #expect(try area(of: household, at: hub) == .text("b"))
        #expect(try sync().setAside.isEmpty)
        #expect(try hub.audit().isSound)
    }

    @Test func `who gives a new record the id of another's record is set aside`() throws {
        try sync()
        let foreign = try register(at: hub, area: "b")
        let before = try hub.read { try $0.record("household", foreign) }
        try province.write { session in
            let twin = try session.creation(
                of: "household", id: foreign, ["number": .text("twin"), "area": .text("a")])
            try session.appendUnchecked([twin], by: Self.clerk)
        }
        try sync()
        #expect(try hub.read { try $0.setAside().map(\.reason) } == [.outOfScope])
        #expect(try hub.read { try $0.record("household", foreign) } == before)
        #expect(try sync().setAside.map(\.reason) == [.outOfScope])
        #expect(try hub.audit().isSound)
    }

    @Test func `who gives a note the id of another's household is set aside`() throws {
        try sync()
        let foreign = try register(at: hub, area: "b")
        let before = try hub.read { try $0.record("household", foreign) }
        let own = try register(at: province, area: "a")
        try province.write { session in
            let note = try session.creation(
                of: "note", id: foreign, ["household": .reference(own), "text": .text("note")])
            try session.appendUnchecked([note], by: Self.clerk)
            try session.appendUnchecked([try session.closing(of: "note", foreign)], by: Self.clerk)
        }
        try sync()
        #expect(try hub.read { try $0.setAside().map(\.reason) } == [.foreignRecord])
        #expect(try hub.read { try $0.record("household", foreign) } == before)
        // Headquarters goes on with the household, and can prove its backups.
        try hub.write { session in
            let edit = try session.edit(of: "household", foreign, ["category": .text("widow")])
            try session.append([edit], by: Self.clerk)
        }
        #expect(
            try hub.read { try $0.record("household", foreign)?["category"] } == .text("widow"))
        #expect(try hub.read { try $0.openConflicts().isEmpty })
        #expect(try hub.audit().isSound)
    }

    @Test func `a close that cannot be read keeps nothing from being merged`() throws {
        try sync()
        let household = try register(at: province, area: "a")
        try province.write { session in
            let close = Change(
                entity: 4, record: household, kind: .close,
                groups: [
                    GroupChange(
                        group: Life.group,
                        values: [
                            NumberedValue(1, .integer(1)), NumberedValue(2, .bytes([255, 255])),
                        ], base: [])
                ])
            try session.appendUnchecked([close], by: Self.clerk)
        }
        let next = try register(at: province, area: "a")
        try sync()
        #expect(try area(of: next, at: hub) == .text("a"))
        // It names nothing that it saw, so it closes nothing: somebody settles that.
        #expect(try hub.read { try $0.openConflicts().map(\.record) } == [household])
    }

    @Test func `what only headquarters writes is set aside, and the log goes on`() throws {
        try sync()
        _ = try province.write { session in
            try session.appendUnchecked(
                [try session.creation(of: "area", ["code": .text("c")])], by: Self.clerk)
        }
        let household = try register(at: province, area: "a")
        try sync()
        #expect(try hub.read { try $0.setAside().map(\.reason) } == [.headquartersOnly])
        #expect(try hub.read { try $0.count("area") } == 2)
        #expect(try area(of: household, at: hub) == .text("a"))
        let version = try #require(try hub.read { try $0.setAside().first?.version })
        try hub.write { session in
            _ = try session.reject(version, by: Self.clerk)
        }
        #expect(try hub.read { try $0.setAside().map(\.status) } == [.rejected])
        #expect(try hub.read { try $0.count("area") } == 2)
    }

    // MARK: Restores and clones

    @Test func `last night's backup of the hub and its province are today's hub`() throws {
        try sync()
        try hub.store.backUp(to: "\(folder)/old.db")
        let decided = try register(at: hub, area: "b")
        let shared = try register(at: hub, area: "a")
        try sync()
        try hub.store.close()
        hub = try Self.open("\(folder)/old.db", "H", .hub, hubKey)
        #expect(try area(of: decided, at: hub) == nil)
        let summary = try sync()
        #expect(summary.upstreamHistory == .rolledBack)
        #expect(summary.returnedChangesets == 2)
        for household in [decided, shared] {
            #expect(try area(of: household, at: hub) != nil)
        }
        #expect(try province.read { try $0.alarms().map(\.kind) } == [.rolledBack])
        #expect(try hub.audit().isSound)
        #expect(try sync().upstreamHistory == .same)
    }

    @Test func `what a verified backup holds is kept below no longer, and none can read it there`()
        throws
    {
        try register(at: hub, area: "b")
        try sync()
        let kept = try province.read { try $0.count("witness") }
        #expect(kept == 2)
        let readable = try province.read { view in
            try view.transaction.rows("SELECT body FROM witness").contains { row in
                var hasher = SHA256Hasher()
                return (try? Changeset(bytes: row.bytes(0), hasher: &hasher)) != nil  // must fail
            }
        }
        #expect(!readable)
        try hub.write { session in
            try session.noteVerifiedBackup(holding: Reflects(session.tips()))
        }
        try sync()
        #expect(try province.read { try $0.count("witness") } == 0)
    }

    @Test func `a resumed copy of a node writes its log again under a new name; nothing is lost`()
        throws
    {
        try sync()
        try register(at: province, area: "a")
        try sync()
        let copy = try resumedCopy()
        let here = try register(at: province, area: "a")
        let there = try register(at: copy, area: "a")
        try sync()
        let noticed = try sync(copy)
        #expect(noticed.forked == ["P"])
        #expect(noticed.reissued == 1)
        for node in [copy, province, copy] { try sync(node) }
        for journal in [hub, province, copy] {
            for household in [here, there] {
                #expect(try area(of: household, at: journal) == .text("a"))
            }
            #expect(try journal.audit().isSound)
        }
        #expect(try copy.read { try $0.alarms().map(\.kind) } == [.fork])
    }

    @Test func `one changeset edits two parts of a record, one upon a version that lost its name`()
        throws
    {
        try sync()
        let household = try register(at: province, area: "a")
        try sync()
        let copy = try resumedCopy()
        try register(at: province, area: "a")
        let edits = try copy.write { session in
            try session.append(
                [try session.edit(of: "household", household, ["dwelling": .text("rented")])],
                by: Self.clerk)
            // As a node below would write that heard of nothing else.
            return [
                try session.edit(of: "household", household, ["dwelling": .text("owned")]),
                try session.edit(of: "household", household, ["category": .text("widow")]),
            ]
        }
        try sync()
        #expect(try sync(copy).reissued == 1)
        _ = try copy.write { try $0.append(edits, by: Self.clerk) }
        try sync(copy)
        for journal in [copy, hub] {
            let shown = try journal.read { try $0.record("household", household) }
            #expect(shown?["dwelling"] == .text("owned"))
            #expect(shown?["category"] == .text("widow"))
        }
    }

    @Test func `a question about a log that loses its end on the way is asked again`() throws {
        try sync()
        try register(at: province, area: "a")
        try sync()
        let copy = try resumedCopy()
        for _ in 0..<2 { try register(at: province, area: "a") }
        try register(at: copy, area: "a")
        try sync()
        let round = SyncRound(copy)
        while let request = try round.next() {
            var body = request.body
            if request.call == .hello {
                var hello = try Hello(bytes: body)
                hello.probe = nil
                body = hello.bytes
            }
            do {
                try round.take(SyncServer(hub).answer(request.call, body, from: "P"))
            } catch let refusal as SyncRefusal {
                guard round.take(refusal) else { throw refusal }
            }
        }
        #expect(round.summary.forked.isEmpty)
        #expect(try sync(copy).reissued == 1)
    }

    @Test func `what is kept for the tiers above has no gap, wherever a round ends`() throws {
        try sync()
        for _ in 0..<6 {
            try hub.store.close()
            hub = try Self.open("\(folder)/H.db", "H", .hub, hubKey)
            try register(at: hub, area: "a")
        }
        for _ in 0..<6 {
            let round = SyncRound(province)
            while let request = try round.next() {
                do {
                    try round.take(
                        SyncServer(hub, pageBytes: 1).answer(
                            request.call, request.body, from: "P"))
                    if request.call == .feed { break }
                } catch let refusal as SyncRefusal {
                    guard round.take(refusal) else { throw refusal }
                }
            }
            let kept = try province.read { view in
                try view.transaction.rows("SELECT sequence FROM witness ORDER BY sequence")
            }
            #expect(kept.map { $0.int(0) } == Array(1...kept.count))
        }
    }

    // MARK: Transfer

    @Test func `a household moves on request, with its history, when who has it grants it`() throws
    {
        try sync()
        let household = try register(at: hub, area: "b")
        try hub.write { session in
            _ = try session.append(
                [
                    try session.edit(
                        of: "household", household, ["category": .text("widow")])
                ], by: Self.clerk)
        }
        let transfer = try province.write {
            try $0.askTransfer(of: household, from: "b", to: "a", by: Self.clerk)
        }
        #expect(throws: TransferRefusal.notYours("b")) {
            try province.write { try $0.grantTransfer(transfer, by: Self.clerk) }
        }
        #expect(throws: TransferRefusal.notYours("b")) {
            try province.write { session in
                let answer = try session.edit(
                    of: "transfer", transfer, ["status": .text("granted")], kind: .resolve)
                return try session.append([answer], by: Self.clerk)
            }
        }
        try sync()
        try hub.write { session in
            _ = try session.grantTransfer(transfer, by: Self.clerk)
        }
        try sync()
        #expect(try area(of: household, at: province) == .text("a"))
        let past = try province.read { try $0.history(of: "household", household) }
        #expect(past.contains { $0.value[5] == .text("poor") })
        let status = try province.read { try $0.record("transfer", transfer)?["status"] }
        #expect(status == .text("granted"))
    }
}
