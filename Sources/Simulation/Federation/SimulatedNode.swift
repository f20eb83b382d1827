import ChangeLog
import Foundation
import Registry
import Storage

/// One node of a simulated federation: the real journal on a real database file, which can be
/// killed, copied and put back.
final class SimulatedNode {
    let name: String
    /// The name in the schedule's records: a clone has its own.
    let label: String
    let role: Journal.Role
    let areas: [String]
    /// The name of the node one tier up; nil at the hub.
    let upstream: String?
    let clock: SimulatedClock
    private(set) var journal: Journal
    private(set) var backups: [String] = []
    private var file: String { journal.store.path }
    /// What the names of copies begin with.
    private let scratch: String
    private var made = 0
    private var openings: UInt64 = 0
    private let seed: UInt64

    /// Starts the node on an empty database.
    init(
        _ place: Place, on store: Store, folder: String, clock: SimulatedClock, seed: UInt64
    ) throws {
        name = place.name
        label = place.name
        role = place.role
        areas = place.areas
        upstream = place.upstream
        self.clock = clock
        self.seed = seed
        scratch = "\(folder)/\(place.name)"
        journal = try Self.open(store, place, clock, seed: seed)
    }

    /// Where a node stands in the federation.
    struct Place: Sendable {
        let name: String
        let role: Journal.Role
        let areas: [String]
        let upstream: String?

        /// A hub, two provinces, and field offices below both.
        static let all = [
            Place(name: "H", role: .hub, areas: [], upstream: nil),
            Place(name: "P1", role: .province, areas: ["p1"], upstream: "H"),
            Place(name: "P2", role: .province, areas: ["p2"], upstream: "H"),
            Place(name: "F1", role: .field, areas: ["a"], upstream: "P1"),
            Place(name: "F2", role: .field, areas: ["b"], upstream: "P1"),
            Place(name: "F3", role: .field, areas: ["c"], upstream: "P2"),
        ]
    }

    private static func open(
        _ store: Store, _ place: Place, _ clock: SimulatedClock, seed: UInt64,
        resuming incarnation: UInt64? = nil
    ) throws -> Journal {
        let entropy = SeededEntropy(seed: seed)
        return try Journal(
            store: store,
            identity: Journal.Identity(
                name: place.name, role: place.role, areas: place.areas,
                signingKey: try SimulatedKeys.key(of: place.name)),
            clock: HybridClock { clock.milliseconds },
            entropy: Entropy { entropy.word() }, resuming: incarnation)
    }

    /// Starts a copy of a node beside it, under the same name.
    ///
    /// - Parameter isResumed: whether it is a virtual machine that was copied while it ran, and goes
    ///   on with the incarnation of the original.
    init(
        cloneOf original: SimulatedNode, clock: SimulatedClock, seed: UInt64, isResumed: Bool
    ) throws {
        name = original.name
        label = original.label + "'"
        role = original.role
        areas = original.areas
        upstream = original.upstream
        self.clock = clock
        self.seed = seed
        scratch = original.scratch + "'"
        try original.journal.store.backUp(to: scratch + ".db")
        journal = try Self.open(
            try SimulatedDisks.open(scratch + ".db"),
            Place(name: name, role: role, areas: areas, upstream: upstream),
            clock, seed: seed, resuming: isResumed ? original.journal.presentIncarnation : nil)
    }

    /// Ends the process and starts it again on the same file: what was committed is there, and what
    /// the process remembered is not. SQLite comes back alike each time, and that costs much: only
    /// every fourth time it is closed and opened, too.
    func restart() throws {
        if openings % 4 == 3 {
            try journal.store.close()
            try start(on: try SimulatedDisks.open(file))
        } else {
            try start(on: journal.store)
        }
    }

    private func start(on store: Store) throws {
        openings += 1
        journal = try Self.open(
            store, Place(name: name, role: role, areas: areas, upstream: upstream), clock,
            seed: seed &+ openings &* 0x9E37_79B9)
    }

    /// The journal of a second process on the same file.
    func journalBeside(seed: UInt64) throws -> Journal {
        try Self.open(
            try SimulatedDisks.open(file),
            Place(name: name, role: role, areas: areas, upstream: upstream), clock, seed: seed)
    }

    /// Copies the database as it is now.
    ///
    /// - Parameter isVerified: whether it is looked at and takes the place of all before it.
    func backUp(isVerified: Bool) throws {
        made += 1
        let copy = "\(scratch).backup\(made)"
        try journal.store.backUp(to: copy)
        if isVerified {
            backups.removeAll()
            try journal.write { session in
                try session.noteVerifiedBackup(holding: Reflects(session.tips()))
            }
        }
        backups.append(copy)
    }

    /// Puts an earlier copy in the place of the database.
    func restore(_ copy: String) throws {
        let file = file
        try journal.store.close()
        for suffix in ["", "-wal", "-shm"]
        where FileManager.default.fileExists(atPath: file + suffix) {
            try FileManager.default.removeItem(atPath: file + suffix)
        }
        try FileManager.default.copyItem(atPath: copy, toPath: file)
        try start(on: try SimulatedDisks.open(file))
    }

    func close() throws {
        try journal.store.close()
    }
}
