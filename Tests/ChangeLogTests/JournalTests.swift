import ChangeLog
import Registry
import Storage
import Synchronization
import Testing
import Trust

@Suite struct JournalTests {
    @Test func `each opening that writes names the one before as its parent`() throws {
        let node = try TestNode("N")
        try node.create("household", ["number": .text("1"), "area": .text("a")])
        let second = try reopen(node, seed: 5)
        for number in 2...3 {
            try second.write { session in
                _ = try session.append(
                    [
                        try session.creation(
                            of: "household",
                            ["number": .text("\(number)"), "area": .text("a")])
                    ], by: TestNode.clerk)
            }
        }
        let entries = try node.entries()
        #expect(entries.map(\.header.sequence) == [1, 2, 3])
        #expect(entries[0].header.parent == nil)
        #expect(entries[1].header.incarnation != entries[0].header.incarnation)
        #expect(
            entries[1].header.parent
                == .init(
                    incarnation: entries[0].header.incarnation, sequence: 1,
                    digest: entries[0].digest))
        #expect(entries[1].header.previous == entries[0].digest)
        #expect(entries[2].header.parent == nil)
        #expect(entries[2].header.previous == entries[1].digest)
    }

    @Test func `an entry that follows another log than ours is a fork`() throws {
        let origin = try TestNode("N")
        try origin.create("household", ["number": .text("1"), "area": .text("a")])
        var header = try origin.entries()[0].header
        var hasher = SHA256Hasher()
        let hub = try TestNode("H")
        try hub.take(try origin.entries())
        header.reason = "a clone wrote this"
        let clone = try Changeset(
            header: header, changes: [Change(entity: 4, record: WireTests.id, kind: .close)],
            salts: { (1, 1) }, hasher: &hasher)
        let outcome = try hub.journal.write {
            try $0.accept(clone, isSigned: true, received: nil)
        }
        #expect(outcome == .fork)
        #expect(try hub.entries().count == 1)
    }

    @Test func `a clock that was set back goes on behind the log when the node starts again`() throws
    {
        let node = try TestNode("N")
        func stamp(at journal: Journal) throws -> Stamp {
            try journal.write { session in
                let area = try session.creation(of: "area", ["code": .text("x")])
                let version = try session.append(
                    [area], by: Authorship(actor: "clerk", reasonCode: "test"))
                return try #require(try session.view.changeset(version)).header.stamp
            }
        }
        let first = try stamp(at: node.journal)
        let again = try Journal(
            store: node.journal.store, identity: node.journal.identity,
            clock: HybridClock { 1 }, entropy: Entropy { SecureRandom.word() })
        let second = try stamp(at: again)
        #expect(second > first)
        // A log of a version that did not keep where the clock stood says it, too.
        try node.journal.store.write {
            try $0.execute("DELETE FROM node_state WHERE name = 'clock'")
        }
        let older = try Journal(
            store: node.journal.store, identity: node.journal.identity,
            clock: HybridClock { 1 }, entropy: Entropy { SecureRandom.word() })
        #expect(try stamp(at: older) > second)
    }

    @Test
    func `an entry without its predecessor waits for it, and an unsigned one for the signature`()
        throws
    {
        let origin = try TestNode("N")
        for number in 1...3 {
            try origin.create("household", ["number": .text("\(number)"), "area": .text("a")])
        }
        let entries = try origin.entries()
        let hub = try TestNode("H")
        let outcomes = try hub.journal.write { session in
            try [(2, true), (0, true), (0, true), (1, false)].map { index, isSigned in
                try session.accept(entries[index], isSigned: isSigned, received: nil)
            }
        }
        #expect(outcomes == [.staged, .merged, .known, .staged])
        #expect(try hub.count("household") == 1)
        try hub.take([entries[1]])
        #expect(try hub.count("household") == 3)
        #expect(try hub.count("staged") == 0)
    }

    @Test(
        arguments: [
            (
                "household", ["area": .text("a")],
                .missingValue(entity: "household", field: "number")
            ),
            (
                "household", ["number": .integer(1), "area": .text("a")],
                .wrongType(entity: "household", field: "number")
            ),
            (
                "household", ["number": .text("1"), "area": .text("a"), "colour": .text("red")],
                .unknownField(entity: "household", field: "colour")
            ),
            ("area", ["code": .text("a")], .onlyHeadquarters(entity: "area", field: "code")),
            (
                "membership",
                [
                    "household": .bytes([1]), "person": .reference(WireTests.id),
                    "relationship": .text("head"),
                ], .wrongType(entity: "membership", field: "household")
            ),
            (
                "household",
                ["number": .text(String(repeating: "1", count: 65537)), "area": .text("a")],
                .tooLong(entity: "household", field: "number")
            ),
        ] as [(String, [String: FieldValue], JournalRefusal)])
    func `what breaks the dictionary is refused and leaves nothing behind`(
        entity: String, values: [String: FieldValue], refusal: JournalRefusal
    ) throws {
        let node = try TestNode("P", .province)
        #expect(throws: refusal) { try node.create(entity, values) }
        #expect(try node.entries().isEmpty)
        #expect(try node.count("household") == 0)
    }

    @Test func `a changeset says one thing about one part of a record`() throws {
        let node = try TestNode("N")
        let household = try node.create("household", ["number": .text("1"), "area": .text("a")])
        func append(_ edits: [[String: FieldValue]]) throws {
            _ = try node.journal.write { session in
                try session.append(
                    try edits.map { try session.edit(of: "household", household, $0) },
                    by: TestNode.clerk)
            }
        }
        #expect(throws: JournalRefusal.twice(entity: "household", id: household)) {
            try append([["dwelling": .text("rented")], ["rooms": .integer(2)]])
        }
        try append([["dwelling": .text("rented"), "rooms": .integer(2)], ["number": .text("2")]])
        #expect(try node.value("household", household, "rooms") == .integer(2))
        #expect(try node.value("household", household, "number") == .text("2"))
    }

    @Test func `a change names who made it, and a changeset has changes`() throws {
        let node = try TestNode("P")
        #expect(throws: JournalRefusal.nothingToWrite) {
            try node.journal.write { try $0.append([], by: TestNode.clerk) }
        }
        #expect(throws: JournalRefusal.emptyActor) {
            try node.journal.write {
                try $0.append(
                    [Change(entity: 4, record: WireTests.id, kind: .close)],
                    by: Authorship(actor: "", reasonCode: "x"))
            }
        }
        #expect(throws: JournalRefusal.noSuchRecord(entity: "household", id: WireTests.id)) {
            try node.edit("household", WireTests.id, ["rooms": .integer(1)])
        }
    }

    @Test func `values that a newer dictionary knows are kept through an edit`() throws {
        let node = try TestNode("N")
        let record = WireTests.id
        var hasher = SHA256Hasher()
        let newer = try Changeset(
            header: WireTests.headerWithoutParent(),
            changes: [
                Change(
                    entity: 4, record: record, kind: .create,
                    values: [
                        NumberedValue(1, .text("1")), NumberedValue(4, .text("a")),
                        NumberedValue(777, .text("from tomorrow")),
                    ])
            ], salts: { (1, 2) }, hasher: &hasher)
        try node.take([newer])
        try node.edit("household", record, ["rooms": .integer(4)])
        let extra = try node.journal.read {
            try $0.transaction.rows("SELECT extra FROM household")[0].bytes(0)
        }
        let unknown = try GroupValue(bytes: extra)
        #expect(unknown[777] == .text("from tomorrow"))
    }

    @Test func `two open memberships of one person are a breach until one ends`() throws {
        let node = try TestNode("N")
        let person = try node.create("person", ["given_name": .text("Ali")])
        let memberships = try (1...2).map { number in
            let household = try node.create(
                "household", ["number": .text("\(number)"), "area": .text("a")])
            return try node.create(
                "membership",
                [
                    "household": .reference(household), "person": .reference(person),
                    "relationship": .text("head"),
                ])
        }
        #expect(try node.count("breach") == 2)
        try node.edit("membership", memberships[0], ["until": .text("2024-05")])
        #expect(try node.count("breach") == 0)
    }

    private func reopen(_ node: TestNode, seed: UInt64) throws -> Journal {
        let words = Mutex(seed)
        let clock = node.clock
        return try Journal(
            store: node.journal.store, identity: node.journal.identity,
            clock: HybridClock { clock.milliseconds },
            entropy: Entropy {
                words.withLock {
                    $0 = $0 &* 31 &+ 17
                    return $0
                }
            })
    }
}

extension WireTests {
    static func headerWithoutParent() -> Changeset.Header {
        var header = header()
        header.parent = nil
        return header
    }
}
