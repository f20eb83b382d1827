import ChangeLog
import Foundation
import Registry
import Storage
import Testing
import Trust

@Suite struct AuditTests {
    private let hub: TestNode
    private let household: RecordID
    private let payroll: RecordID
    private let foreign: RecordID

    /// A hub with a corrected household and a payroll of its own, and a household of a province.
    init() throws {
        hub = try TestNode("H")
        let province = try TestNode("P", .province)
        try hub.create(
            "node",
            [
                "name": .text("P"), "role": .text("province"), "upstream": .text("H"),
                "signing_key": .bytes(province.journal.identity.signingKey.publicKey.bytes),
                "areas": .text("a,b"),
            ])
        household = try hub.create("household", ["number": .text("1"), "area": .text("a")])
        try hub.edit("household", household, ["area": .text("b")])
        payroll = try hub.create(
            "payroll",
            [
                "programme": .text("benefit"), "cycle": .text("2026-11-01"),
                "opened_by": .text("maker"), "state": .text("approved"),
                "total": .integer(1_250_000),
            ])
        foreign = try province.create("household", ["number": .text("2"), "area": .text("a")])
        try province.edit("household", foreign, ["rooms": .integer(3)])
        try hub.take(signedBy: province)
        try hub.journal.write { try $0.signOwnTip() }
    }

    private func tamper(_ sql: String, _ arguments: FieldValue...) throws {
        try hub.journal.store.write { try $0.execute(sql, arguments) }
    }

    private func kinds(_ node: TestNode? = nil, against: Checkpoint? = nil) throws
        -> Set<AuditReport.Kind>
    {
        Set(try (node ?? hub).journal.audit(against: against).findings.map(\.kind))
    }

    @Test func `a log that nobody touched is sound, and the audit changes nothing`() throws {
        let before = try hub.shown()
        let report = try hub.journal.audit()
        #expect(report.findings == [])
        #expect(report.changesets == 6)
        #expect(report.signatures == 2)
        #expect(report.unsigned == 0)
        #expect(report.rows == 4)
        #expect(try hub.shown() == before)
    }

    // MARK: The journal

    @Test(arguments: [1, 3, 6])
    func `one changed byte of a stored changeset is found where it is`(position: Int64) throws {
        let row = try hub.journal.store.read {
            try $0.first("SELECT body FROM journal WHERE pos = $1", .integer(position))
        }
        var body = try #require(row).bytes(0)
        body[body.count - 2] ^= 1
        try tamper(
            "UPDATE journal SET body = $1 WHERE pos = $2", .bytes(body), .integer(position))
        let report = try hub.journal.audit()
        #expect(
            report.findings.contains {
                $0.kind == .changedRow && $0.place == "position \(position)"
            })
    }

    @Test func `a changeset written anew, digest and chain with it, breaks what was signed`() throws
    {
        let entry = try #require(try hub.entries().last)
        var header = entry.header
        header.reason = "somebody else wrote this"
        var hasher = SHA256Hasher()
        let forged = try Changeset(
            header: header, changes: entry.items.compactMap(\.change), salts: { (1, 1) },
            hasher: &hasher)
        let before = try #require(
            try hub.journal.store.read {
                try $0.first("SELECT chain FROM journal ORDER BY pos DESC LIMIT 1 OFFSET 1")
            })
        try hub.journal.store.write { transaction in
            let chain = JournalSession.link(
                Digest(bytes: before.bytes(0)) ?? .zero, forged.digest, &hasher)
            try transaction.execute(
                """
                UPDATE journal SET body = $1, digest = $2, chain = $3
                WHERE pos = (SELECT MAX(pos) FROM journal)
                """,
                .bytes(forged.bytes), .bytes(forged.digest.bytes), .bytes(chain.bytes))
            try transaction.execute(
                "UPDATE branch SET digest = $1 WHERE origin = 'P'", .bytes(forged.digest.bytes))
        }
        #expect(try kinds().contains(.badSignature))
    }

    @Test(arguments: [1, 2, 4, 5])
    func `a removed row of the journal is found`(position: Int64) throws {
        try tamper("DELETE FROM journal WHERE pos = $1", .integer(position))
        let report = try hub.journal.audit()
        #expect(
            report.findings.contains {
                $0.kind == .missingRow && $0.place == "position \(position)"
            })
        #expect(report.findings.contains { $0.kind == .brokenChain })
    }

    @Test func `a removed row is found when the others were moved up and chained anew`() throws {
        try hub.journal.store.write { transaction in
            try transaction.execute("DELETE FROM journal WHERE pos = 2")
            for position in 3...7 {
                try transaction.execute(
                    "UPDATE journal SET pos = pos - 1 WHERE pos = $1", .integer(Int64(position)))
            }
            var chain = Digest.zero
            var hasher = SHA256Hasher()
            for row in try transaction.rows("SELECT pos, digest FROM journal ORDER BY pos") {
                chain = JournalSession.link(
                    chain, Digest(bytes: row.bytes(1)) ?? .zero, &hasher)
                try transaction.execute(
                    "UPDATE journal SET chain = $1 WHERE pos = $2", .bytes(chain.bytes),
                    .integer(row.integer(0)))
            }
        }
        let found = try kinds()
        #expect(found.contains(.brokenBranch))
        #expect(!found.contains(.brokenChain))
    }

    @Test func `an entry of another node that it never signed is found`() throws {
        try tamper(
            "DELETE FROM signature WHERE branch IN (SELECT ix FROM branch WHERE origin = 'P')")
        #expect(try kinds() == [.badSignature])
    }

    // MARK: A cut tail

    @Test func `a cut tail is found by what the node itself remembers`() throws {
        try tamper("DELETE FROM journal WHERE pos = (SELECT MAX(pos) FROM journal)")
        #expect(try kinds().contains(.cutTail))
    }

    @Test(arguments: ["itself", "its upstream", "a node below"])
    func `a tail cut off without a trace is found by a checkpoint`(of neighbour: String) throws {
        let before = try reopened()
        let record = try hub.create("household", ["number": .text("9"), "area": .text("a")])
        try hub.edit("household", record, ["rooms": .integer(2)])
        try hub.journal.write { try $0.signOwnTip() }
        var checkpoint = try hub.journal.checkpoint()
        switch neighbour {
        case "its upstream": checkpoint.node = "nation"
        case "a node below":
            checkpoint = Checkpoint(
                node: "P", position: 3, chain: Digest.zero.hex, tips: [], acknowledged: [],
                upstream: "H", upstreamPosition: checkpoint.position,
                upstreamChain: checkpoint.chain)
        default: break
        }
        #expect(try kinds(against: checkpoint).isEmpty)
        #expect(try before.audit().findings == [])
        let found = try before.audit(against: checkpoint)
        #expect(Set(found.findings.map(\.kind)) == [.cutTail])
        #expect(found.compared > 0)
    }

    @Test func `what a node below has not sent yet is not missing here`() throws {
        let ahead = Checkpoint(
            node: "P", position: 9, chain: Digest.zero.hex,
            tips: [.init(origin: "P", incarnation: "1", sequence: 99, digest: Digest.zero.hex)],
            acknowledged: [], upstream: "H")
        #expect(try kinds(against: ahead).isEmpty)
    }

    @Test func `what was acknowledged to a node below must be here`() throws {
        let acknowledged = Checkpoint(
            node: "P", position: 9, chain: Digest.zero.hex, tips: [],
            acknowledged: [
                .init(origin: "P", incarnation: "1", sequence: 99, digest: Digest.zero.hex)
            ], upstream: "H")
        #expect(try kinds(against: acknowledged) == [.cutTail])
    }

    /// The hub as it stands now, restored from a backup.
    private func reopened() throws -> Journal {
        let path = hub.folder.path + "/backup.db"
        try hub.journal.store.backUp(to: path)
        return try Journal(
            store: try Store(
                path: path, migrations: LogSchema.migrations, durability: .processOnly),
            identity: hub.journal.identity, clock: HybridClock { 1_700_000_000_000 },
            entropy: Entropy { 5 })
    }

    // MARK: The registry

    @Test func `a changed row is found, whoever wrote it and however often`() throws {
        try tamper("UPDATE payroll SET total = 9250000 WHERE id = $1", .reference(payroll))
        try tamper("UPDATE household SET area = 'c' WHERE id = $1", .reference(household))
        try tamper("UPDATE household SET rooms = 4 WHERE id = $1", .reference(foreign))
        let report = try hub.journal.audit()
        #expect(Set(report.findings.map(\.kind)) == [.changedRecord])
        #expect(
            Set(report.findings.map(\.place)) == [
                "payroll \(payroll)", "household \(household)", "household \(foreign)",
            ])
    }

    @Test func `a row that nothing in the log made is found`() throws {
        let id = hub.journal.newID()
        try tamper(
            """
            INSERT INTO household
                (id, version_branch, version_sequence, version_tag, effective, number, area)
            VALUES ($1, 1, 2, 3, 4, '77', 'a')
            """, .reference(id))
        let report = try hub.journal.audit()
        #expect(report.findings.map(\.kind) == [.foreignRecord])
        #expect(report.findings.map(\.place) == ["household \(id)"])
    }

    @Test func `a row that was taken away is found`() throws {
        try tamper("DELETE FROM household WHERE id = $1", .reference(foreign))
        let report = try hub.journal.audit()
        #expect(report.findings.map(\.kind) == [.missingRecord])
        #expect(report.findings.map(\.place) == ["household \(foreign)"])
    }
}

extension TestNode {
    /// Takes in all that another node wrote, with its signature.
    fileprivate func take(signedBy origin: TestNode) throws {
        let entries = try origin.entries()
        let last = try #require(entries.last)
        let branch = Branch(origin: last.header.origin, incarnation: last.header.incarnation)
        let signature = try origin.journal.write {
            try $0.sign(branch, through: last.header.sequence)
        }
        try take(entries)
        try journal.write {
            try $0.keep(signature, of: branch, sequence: last.header.sequence)
        }
    }
}
