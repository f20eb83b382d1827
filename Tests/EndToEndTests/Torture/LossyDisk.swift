import Foundation
import Glibc

/// A disk that forgets what was not synced when its machine loses power.
///
/// A small library, loaded before the program (`LossyDisk/lossy_disk.c`), notes what every write to
/// the database and its write-ahead log replaces, until the file is synced. `losePower` takes back
/// what is noted: all of it, or what chance leaves, torn at sectors, as disks do.
final class LossyDisk {
    private static let files = ["registry.sqlite", "registry.sqlite-wal"]
    private static let sector = 512
    private let data: String
    private let notes: String
    private let library: String
    private let isLying: Bool
    private let delayMicroseconds: Int

    /// - Parameters:
    ///   - data: the folder of the files; it need not be there yet.
    ///   - isLying: whether a sync says that it is done and does nothing.
    ///   - delayMicroseconds: how long a sync takes.
    init(for data: String, isLying: Bool = false, delayMicroseconds: Int = 0) throws {
        self.data = data
        self.isLying = isLying
        self.delayMicroseconds = delayMicroseconds
        notes = data + ".notes"
        library = (data as NSString).deletingLastPathComponent + "/lossy_disk.so"
        try FileManager.default.createDirectory(
            atPath: notes, withIntermediateDirectories: true)
        if !FileManager.default.fileExists(atPath: library) { try Self.compile(to: library) }
    }

    private static func compile(to library: String) throws {
        let source = DemoFiles.root + "/Tests/EndToEndTests/LossyDisk/lossy_disk.c"
        let run = try RunningProgram(
            ["cc", "-O1", "-shared", "-fPIC", "-o", library, source, "-lpthread"],
            program: "/usr/bin/env"
        ).wait()
        guard run.exitCode == 0 else { throw TestNode.Broken(errors: run.errors) }
    }

    /// What a process needs to write on this disk.
    var environment: [String: String] {
        var result = [
            "LD_PRELOAD": library, "LOSSY_DISK": notes,
            "LOSSY_DISK_DELAY": "\(delayMicroseconds)",
        ]
        if isLying { result["LOSSY_DISK_LIES"] = "1" }
        return result
    }

    /// How many bytes are noted as not synced.
    var pendingBytes: Int {
        Self.files.reduce(0) { sum, file in
            let path = notes + "/" + file + ".notes"
            let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
            return sum + (size?.intValue ?? 0)
        }
    }

    /// What one loss of power took.
    struct Loss: Sendable {
        var writes = 0
        var bytes = 0
        /// Writes that came through though they were not synced.
        var kept = 0
    }

    /// Which of the writes that were not synced are gone.
    enum Extent { case all, some, torn }

    /// Takes back what was not synced; no process may have the files open.
    func losePower(_ extent: Extent, _ dice: inout Dice) throws -> Loss {
        var loss = Loss()
        let manager = FileManager.default
        for file in Self.files {
            let path = data + "/" + file
            let note = notes + "/" + file
            if manager.fileExists(atPath: note + ".created"), extent == .all || dice.chance(50) {
                try? manager.removeItem(atPath: path)  // it may not have come into being
                loss.writes += 1
            } else if manager.fileExists(atPath: path) {
                try undo(note + ".notes", in: path, extent, &dice, &loss)
            }
            if manager.fileExists(atPath: note + ".deleted") {
                try undo(note + ".deleted.notes", in: note + ".deleted", extent, &dice, &loss)
                if !manager.fileExists(atPath: path) {
                    try manager.moveItem(atPath: note + ".deleted", toPath: path)
                    loss.writes += 1
                }
            }
            for end in [".notes", ".created", ".deleted", ".deleted.notes"] {
                try? manager.removeItem(atPath: note + end)  // most are not there
            }
        }
        // Memory that processes share is gone with the power.
        try? manager.removeItem(atPath: data + "/registry.sqlite-shm")
        return loss
    }

    /// One write or truncation that was not synced.
    private struct Note {
        var isWrite: Bool
        var offset: Int
        var sizeBefore: Int
        var old: Data
        var new: Data
    }

    private static func read(_ path: String) throws -> [Note] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        var result: [Note] = []
        var place = 0
        func number(_ index: Int) -> Int {
            (0..<8).reduce(0) { $0 | Int(bytes[place + 1 + 8 * index + $1]) << (8 * $1) }
        }
        while place + 33 <= bytes.count {
            let (old, new) = (number(2), number(3))
            // The last note may be cut: then what it announces was not written.
            guard place + 33 + old + new <= bytes.count else { break }
            let start = place + 33
            result.append(
                Note(
                    isWrite: bytes[place] == UInt8(ascii: "w"), offset: number(0),
                    sizeBefore: number(1), old: bytes[start..<(start + old)],
                    new: bytes[(start + old)..<(start + old + new)]))
            place = start + old + new
        }
        return result
    }

    private func undo(
        _ note: String, in path: String, _ extent: Extent, _ dice: inout Dice, _ loss: inout Loss
    ) throws {
        let all = try Self.read(note)
        guard !all.isEmpty else { return }
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        for note in all.reversed() {
            if note.isWrite || !note.old.isEmpty {
                try handle.truncate(atOffset: UInt64(note.sizeBefore))
            }
            try handle.seek(toOffset: UInt64(note.offset))
            try handle.write(contentsOf: note.old)
            if !note.isWrite { try handle.truncate(atOffset: UInt64(note.sizeBefore)) }
        }
        for note in all {
            loss.writes += 1
            loss.bytes += note.new.count
            guard extent != .all, dice.chance(50) else { continue }
            loss.writes -= 1
            loss.kept += 1
            guard note.isWrite else {
                try handle.truncate(atOffset: UInt64(note.offset))
                continue
            }
            var length = note.new.count
            if extent == .torn, length > Self.sector {
                length = Self.sector * dice.number(0...(length / Self.sector))
            }
            try handle.seek(toOffset: UInt64(note.offset))
            try handle.write(contentsOf: note.new.prefix(length))
        }
        try handle.close()
    }
}
