import Foundation
import Testing

/// The disk that forgets is itself put to the test.
@Suite struct LossyDiskTests {
    private let folder: TestFolder
    private let data: String
    private var file: String { data + "/registry.sqlite" }

    init() throws {
        folder = try TestFolder()
        data = folder.path + "/node"
        try FileManager.default.createDirectory(
            atPath: data, withIntermediateDirectories: true)
    }

    /// Runs a few lines of Python on the disk; the process ends without any goodbye.
    private func run(_ lines: String, on disk: LossyDisk) throws {
        let run = try RunningProgram(
            ["python3", "-c", "import os, sqlite3\n" + lines + "\nos._exit(0)"],
            program: "/usr/bin/env", in: data, environment: disk.environment
        ).wait()
        #expect(run.exitCode == 0, "\(run.errors)")
    }

    private func text() throws -> String { try String(contentsOfFile: file, encoding: .utf8) }

    private static let opening = "f = os.open('registry.sqlite', os.O_RDWR | os.O_CREAT)\n"

    @Test(arguments: [
        ("os.pwrite(f, b'AB', 1)", "0123456789"), ("os.pwrite(f, b'ABCD', 8)", "0123456789"),
        ("os.ftruncate(f, 3)", "0123456789"), ("os.ftruncate(f, 30)", "0123456789"),
        ("os.ftruncate(f, 3); os.pwrite(f, b'xyz', 5); os.pwrite(f, b'Q', 0)", "0123456789"),
        ("os.pwrite(f, b'AB', 1); os.fsync(f); os.pwrite(f, b'CD', 4)", "0AB3456789"),
        ("os.ftruncate(f, 3); os.fdatasync(f); os.pwrite(f, b'9', 9)", "012"),
        ("os.unlink('registry.sqlite')", "0123456789"),
        ("os.pwrite(f, b'A', 0); os.unlink('registry.sqlite')", "0123456789"),
    ])
    func `what was not synced is gone, and what was synced stays`(
        lines: String, expected: String
    ) throws {
        try "0123456789".write(toFile: file, atomically: false, encoding: .utf8)
        let disk = try LossyDisk(for: data)
        try run(Self.opening + lines, on: disk)
        var dice = Dice(seed: 1)
        let loss = try disk.losePower(.all, &dice)
        #expect(loss.writes > 0)
        #expect(try text() == expected)
        #expect(disk.pendingBytes == 0)
    }

    @Test func `a file whose folder was not synced is not there`() throws {
        let disk = try LossyDisk(for: data)
        try run(Self.opening + "os.pwrite(f, b'A', 0); os.fsync(f)", on: disk)
        var dice = Dice(seed: 1)
        _ = try disk.losePower(.all, &dice)
        #expect(!FileManager.default.fileExists(atPath: file))
        let folderSync = "; d = os.open('.', os.O_RDONLY); os.fsync(d)"
        try run(Self.opening + "os.pwrite(f, b'A', 0); os.fsync(f)" + folderSync, on: disk)
        _ = try disk.losePower(.all, &dice)
        #expect(try text() == "A")
    }

    @Test(arguments: [LossyDisk.Extent.some, .torn])
    func `of many writes some come through, whole or torn at sectors`(
        extent: LossyDisk.Extent
    ) throws {
        try String(repeating: "0", count: 40 * 4096)
            .write(toFile: file, atomically: false, encoding: .utf8)
        let disk = try LossyDisk(for: data)
        try run(
            Self.opening + "for i in range(40): os.pwrite(f, b'1' * 4096, i * 4096)", on: disk)
        var dice = Dice(seed: 7)
        let loss = try disk.losePower(extent, &dice)
        #expect(loss.writes > 5 && loss.kept > 5)
        let ones = try text().filter { $0 == "1" }.count
        #expect(ones % 512 == 0 && ones > 0 && ones < 40 * 4096)
        #expect((ones == loss.kept * 4096) == (extent == .some))
    }

    /// A database in the mode of a node's, in which a hundred rows were committed one by one.
    private func database(_ synchronous: String, on disk: LossyDisk) throws -> Int {
        let lines = """
            c = sqlite3.connect('registry.sqlite', isolation_level=None)
            c.execute('PRAGMA journal_mode=WAL')
            c.execute('PRAGMA synchronous=\(synchronous)')
            c.execute('PRAGMA wal_autocheckpoint=40')
            c.execute('CREATE TABLE IF NOT EXISTS t (n)')
            for n in range(100): c.execute('INSERT INTO t VALUES (?)', (n,))
            """
        try run(lines, on: disk)
        var dice = Dice(seed: 3)
        _ = try disk.losePower(.all, &dice)
        let count = try RunningProgram(
            [
                "python3", "-c",
                "import sqlite3; c = sqlite3.connect('registry.sqlite')\n"
                    + "try: print(c.execute('SELECT COUNT(*) FROM t').fetchone()[0])\n"
                    + "except sqlite3.OperationalError: print(0)",
            ], program: "/usr/bin/env", in: data
        ).wait()
        return Int(count.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
    }

    @Test func `a database keeps what it committed only where it syncs its commits`() throws {
        #expect(try database("FULL", on: LossyDisk(for: data)) == 100)
        #expect(try database("NORMAL", on: LossyDisk(for: data)) < 200)
    }

    @Test func `on a disk that lies about syncing nothing is kept`() throws {
        #expect(try database("FULL", on: LossyDisk(for: data, isLying: true)) == 0)
    }
}
