import Foundation
import Registry
import Storage
import Testing

@Suite final class StoreTests {
    let folder: String

    init() throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("shabaka-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)  // what is left only takes up space
    }

    private static let pairs = Migration("pairs") { transaction in
        try transaction.execute("CREATE TABLE pair (a INTEGER, b TEXT)")
    }

    @Test func `every commit is synced to the disk`() throws {
        let store = try Store(path: folder + "/a.db", durability: .full)
        let found = try store.write { try $0.first("PRAGMA synchronous")?.integer(0) }
        #expect(found == 2)
        #expect(try store.read { try $0.first("PRAGMA journal_mode")?.text(0) } == "wal")
    }

    @Test func `the write-ahead log does not grow for ever`() throws {
        func length(of store: Store) throws -> Int {
            let file = try FileManager.default.attributesOfItem(atPath: store.path + "-wal")
            return try #require(file[.size] as? Int)
        }
        func fill(_ store: Store) throws {
            for number in 0..<50 {
                try store.write {
                    try $0.execute(
                        "INSERT INTO pair (a, b) VALUES ($1, $2)", .integer(Int64(number)),
                        .text(String(repeating: "x", count: 50_000)))
                }
            }
        }
        let long = try Store(path: folder + "/long.db", migrations: [Self.pairs])
        try fill(long)
        #expect(try length(of: long) > 2 << 20)
        let short = try Store(
            path: folder + "/short.db", migrations: [Self.pairs], longestLog: 1 << 20)
        try fill(short)
        #expect(try length(of: short) < 2 << 20)
        // Somebody who reads keeps what was there when the reading began, and is waited for.
        try short.read { before in
            try fill(short)
            #expect(try before.first("SELECT COUNT(*) FROM pair")?.integer(0) == 50)
        }
        #expect(try length(of: short) > 2 << 20)
        #expect(try short.read { try $0.first("SELECT COUNT(*) FROM pair")?.integer(0) } == 100)
    }

    @Test func `parameters are bound by their number, wherever they stand`() throws {
        let store = try Store(path: folder + "/a.db", migrations: [Self.pairs])
        try store.write {
            try $0.execute("INSERT INTO pair (b, a) VALUES ($2, $1)", .integer(1), .text("one"))
        }
        let row = try store.read {
            try $0.first(
                "SELECT a, b, '$1' FROM pair WHERE b = $2 AND a = $1 AND $1 = a", .integer(1),
                .text("one"))
        }
        #expect(row?.values == [.integer(1), .text("one"), .text("$1")])
    }

    @Test(
        arguments: [
            .null, .integer(.min), .integer(.max), .text(""), .text("أحمد \u{0} x"), .bytes([]),
            .bytes([0, 255]),
        ] as [FieldValue])
    func `values come back as they were stored`(value: FieldValue) throws {
        let store = try Store(
            path: folder + "/a.db",
            migrations: [Migration("one") { try $0.execute("CREATE TABLE one (v)") }])
        try store.write { try $0.execute("INSERT INTO one (v) VALUES ($1)", value) }
        #expect(try store.read { try $0.first("SELECT v FROM one")?.values } == [value])
    }

    @Test func `each migration is applied once, in order`() throws {
        let second = Migration("more") { transaction in
            try transaction.execute("ALTER TABLE pair ADD COLUMN c INTEGER")
            try transaction.execute("INSERT INTO pair (a, b, c) VALUES (1, 'x', 2)")
        }
        let path = folder + "/a.db"
        try Store(path: path, migrations: [Self.pairs]).close()
        try Store(path: path, migrations: [Self.pairs, second]).close()
        let store = try Store(path: path, migrations: [Self.pairs, second])
        #expect(try store.read { try $0.rows("SELECT a, b, c FROM pair") }.count == 1)
    }

    @Test func `a migration that was cut short is applied whole by the next opening`()
        throws
    {
        let (path, copy) = (folder + "/a.db", folder + "/copy.db")
        func second(_ meanwhile: @escaping @Sendable () throws -> Void) -> Migration {
            Migration("more") { transaction in
                try transaction.execute("ALTER TABLE pair ADD COLUMN c INTEGER")
                try transaction.execute("INSERT INTO pair (a, b, c) VALUES (1, 'x', 2)")
                try meanwhile()
                try transaction.execute("CREATE TABLE more (d)")
            }
        }
        try Store(path: path, migrations: [Self.pairs]).close()
        // What the disk holds in the middle of it.
        let cut = second {
            for end in ["", "-wal"] where FileManager.default.fileExists(atPath: path + end) {
                try FileManager.default.copyItem(atPath: path + end, toPath: copy + end)
            }
        }
        try Store(path: path, migrations: [Self.pairs, cut]).close()
        let before = try Store(path: copy, readers: 1)
        #expect(try before.read { try $0.rows("PRAGMA table_info(pair)") }.count == 2)
        try before.close()
        for _ in 0..<2 {
            let store = try Store(path: copy, migrations: [Self.pairs, second {}])
            #expect(try store.read { try $0.rows("SELECT a, b, c FROM pair") }.count == 1)
            #expect(try store.read { try $0.rows("SELECT d FROM more") }.isEmpty)
            try store.close()
        }
    }

    @Test func `a transaction that throws leaves nothing behind`() throws {
        struct Stop: Error {}
        let store = try Store(path: folder + "/a.db", migrations: [Self.pairs])
        #expect(throws: Stop.self) {
            try store.write { transaction in
                try transaction.execute("INSERT INTO pair (a, b) VALUES (1, 'x')")
                throw Stop()
            }
        }
        #expect(try store.read { try $0.rows("SELECT * FROM pair") }.isEmpty)
    }

    @Test func `a query may run inside the same query`() throws {
        let store = try Store(path: folder + "/a.db", migrations: [Self.pairs])
        try store.write { transaction in
            for number in 1...3 {
                try transaction.execute("INSERT INTO pair (a) VALUES ($1)", .integer(Int64(number)))
            }
        }
        var seen = 0
        try store.read { transaction in
            try transaction.forEach("SELECT a FROM pair") { _ in
                try transaction.forEach("SELECT a FROM pair") { _ in seen += 1 }
            }
        }
        #expect(seen == 9)
    }

    @Test func `a backup is the database as it was`() throws {
        let store = try Store(path: folder + "/a.db", migrations: [Self.pairs])
        try store.write { try $0.execute("INSERT INTO pair (a, b) VALUES (1, 'x')") }
        try store.backUp(to: folder + "/b.db")
        try store.write { try $0.execute("INSERT INTO pair (a, b) VALUES (2, 'y')") }
        let copy = try Store(path: folder + "/b.db", migrations: [Self.pairs])
        #expect(try copy.read { try $0.rows("SELECT a FROM pair") }.count == 1)
    }

    @Test func `wrong SQL is refused with its reason`() throws {
        let store = try Store(path: folder + "/a.db")
        #expect(throws: StoreError.self) {
            try store.read { try $0.rows("SELECT nothing FROM no") }
        }
    }

    @Test func `a file that is no database is called damaged`() throws {
        let path = folder + "/c.db"
        try Data(repeating: 7, count: 8192).write(to: URL(fileURLWithPath: path))
        #expect {
            try Store(path: path)
        } throws: { error in
            if case .damaged = error as? StoreError { true } else { false }
        }
    }
}
