import ChangeLog
import Foundation
import Registry
import Storage
import Synchronization
import Testing
import Trust

@Suite struct BackupTests {
    private let node: TestNode
    private let household: RecordID

    init() throws {
        node = try TestNode("H")
        household = try node.create(
            "household", ["number": .text("1"), "area": .text("a"), "category": .text("poor")])
    }

    private var file: String { node.folder.path + "/night.backup" }
    private var restored: String { node.folder.path + "/restored.db" }

    private func restore(_ path: String? = nil) throws -> Journal {
        try BackupFile(path ?? file, scratch: node.folder.path).restore(
            to: restored, as: node.journal.identity, migrations: LogSchema.migrations)
        return try Journal(
            store: try Store(path: restored, migrations: LogSchema.migrations),
            identity: node.journal.identity, clock: HybridClock { 1_700_000_000_001 },
            entropy: Entropy { SecureRandom.word() })
    }

    @Test func `a backup says what it holds, and the node remembers when it was made`() throws {
        #expect(try node.journal.lastBackup() == nil)
        let note = try node.journal.backUp(to: file, parts: ["node.json": [1, 2]])
        #expect(note.entities.first { $0.entity == "household" }?.records == 1)
        #expect(note.madeAt == node.clock.milliseconds)
        let last = try #require(try node.journal.lastBackup())
        #expect(last.madeAt == note.madeAt)
        #expect(last.file == file)
        let read = try BackupFile(file, scratch: node.folder.path)
        #expect(read.note == note)
        #expect(read.parts == ["node.json": [1, 2]])
        read.discard()
    }

    @Test func `a backup is one file, and one that is there is never overwritten`() throws {
        _ = try node.journal.backUp(to: file)
        let names = try FileManager.default.contentsOfDirectory(atPath: node.folder.path)
        #expect(names.filter { $0.hasPrefix("night") } == ["night.backup"])
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(throws: BackupRefusal.exists(file)) { try node.journal.backUp(to: file) }
    }

    @Test func `a restored registry shows the same and goes on in a new incarnation`() throws {
        _ = try node.journal.backUp(to: file, parts: ["node.json": [1]])
        let journal = try restore()
        let before = try node.journal.read { try $0.scopeDigests(areas: nil) }
        #expect(try journal.read { try $0.scopeDigests(areas: nil) } == before)
        try journal.write { session in
            _ = try session.append(
                [try session.edit(of: "household", household, ["category": .text("widow")])],
                by: TestNode.clerk)
        }
        #expect(try journal.read { try $0.tips() }.count == 2)
        #expect(try journal.audit().isSound)
        #expect(
            try journal.read {
                try $0.transaction.first("SELECT 1 FROM node_state WHERE name LIKE 'backup%'")
            } == nil)
    }

    @Test func `families are registered while the backup runs, and none is half in it`() throws {
        let journal = node.journal
        let isOver = Mutex(false)
        let writer = Thread {
            for number in 0..<200 where !isOver.withLock({ $0 }) {
                // A refused write shows in the audit of the copy as well as here.
                _ = try? journal.write { session in
                    let change = try session.creation(
                        of: "household",
                        [
                            "number": .text("n\(number)"), "area": .text("a"),
                            "category": .text("poor"),
                        ])
                    try session.append([change], by: TestNode.clerk)
                }
            }
        }
        writer.start()
        let note = try journal.backUp(to: file)
        isOver.withLock { $0 = true }
        let copy = try restore()
        #expect(try copy.audit().isSound)
        #expect(try copy.read { try $0.count("household") } <= note.changesets)
    }

    @Test(arguments: 1..<16)
    func `a backup that was changed or cut is refused, or restores the same`(place: Int) throws {
        _ = try node.journal.backUp(to: file)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        let index = bytes.count * place / 16
        if place.isMultiple(of: 4) {
            bytes = bytes.prefix(index)
        } else {
            for offset in 0..<64 where index + offset < bytes.count {
                bytes[index + offset] ^= 0x55
            }
        }
        let damaged = node.folder.path + "/damaged.backup"
        try bytes.write(to: URL(fileURLWithPath: damaged))
        do {
            let journal = try restore(damaged)
            // Some bytes of a file stand for nothing.
            let before = try node.journal.read { try $0.scopeDigests(areas: nil) }
            #expect(try journal.read { try $0.scopeDigests(areas: nil) } == before)
        } catch {
            #expect(!FileManager.default.fileExists(atPath: restored))
            let names = try FileManager.default.contentsOfDirectory(atPath: node.folder.path)
            #expect(!names.contains { $0.hasPrefix("restored") })
        }
    }

    @Test func `a registry that was changed past its log is no backup`() throws {
        try node.journal.store.write { transaction in
            try transaction.execute("UPDATE household SET category = 'orphans'")
        }
        #expect(throws: BackupRefusal.self) { try node.journal.backUp(to: file) }
        let names = try FileManager.default.contentsOfDirectory(atPath: node.folder.path)
        #expect(names.filter { $0.hasPrefix("night") } == [])
        #expect(try node.journal.lastBackup() == nil)
    }

    @Test func `what is no backup is said to be none`() throws {
        let path = node.folder.path + "/letter"
        try Data("Dear registrar".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: BackupRefusal.notABackup(path)) {
            try BackupFile(path, scratch: node.folder.path)
        }
        #expect(throws: BackupRefusal.noFile("/nowhere")) {
            try BackupFile("/nowhere", scratch: node.folder.path)
        }
    }

    @Test func `a clone has the families, but neither neighbours nor who read what`() throws {
        try node.journal.store.write { transaction in
            try transaction.execute("INSERT INTO peer (name) VALUES ('P')")
            try transaction.execute(
                "INSERT INTO access_log (id, at, actor, purpose) VALUES (1, 1, 'anna', 'visit')")
            try transaction.execute(
                "INSERT INTO alarm (kind, node, at, detail) VALUES ('restored', 'P', 1, '')")
        }
        let path = node.folder.path + "/clone.db"
        try node.journal.clone(to: path, emptying: [])
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(bytes.range(of: Data("anna".utf8)) == nil)
        let clone = try Journal(
            store: try Store(path: path, migrations: LogSchema.migrations),
            identity: Journal.Identity(
                name: "TRAINING", role: .hub, areas: [], signingKey: try .generate()),
            clock: HybridClock { 1_700_000_000_001 }, entropy: Entropy { SecureRandom.word() })
        #expect(try clone.read { try $0.count("household") } == 1)
        #expect(try clone.read { try $0.count("peer") } == 0)
        #expect(try clone.read { try $0.count("alarm") } == 0)
        try clone.write { session in
            _ = try session.append(
                [try session.edit(of: "household", household, ["category": .text("widow")])],
                by: TestNode.clerk)
        }
        try clone.write { session in
            let node = try session.creation(
                of: "node",
                [
                    "name": .text("H"), "role": .text("hub"),
                    "signing_key": .bytes(self.node.journal.identity.signingKey.publicKey.bytes),
                ])
            try session.append([node], by: TestNode.clerk)
        }
        #expect(try clone.audit().findings == [])
    }
}
