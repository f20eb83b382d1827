import Foundation
import Glibc
import Testing

/// What the environment says about the long run.
enum LongRun {
    private static let environment = ProcessInfo.processInfo.environment
    static var isWanted: Bool { environment["SHABAKA_LONG"] != nil }
    static let seed = environment["SHABAKA_LONG_SEED"].flatMap { UInt64($0) } ?? 1

    /// So many of so many as are wanted.
    static func count(_ whole: Int) -> Int {
        let percent = environment["SHABAKA_LONG_PERCENT"].flatMap { Int($0) } ?? 100
        return max(2, whole * percent / 100)
    }
}

/// Hours of bad luck in a few minutes: real processes, real TLS, real SQLite, and everything that
/// happens to machines in offices, while people work and nodes sync by themselves.
///
/// `deploy/test.sh --long` runs it (`SHABAKA_LONG=1`); `SHABAKA_LONG_SEED` names another seed,
/// `SHABAKA_LONG_PERCENT` runs a part of it.
@Suite(.serialized, .enabled(if: LongRun.isWanted, "deploy/test.sh --long"))
struct LongTests {
    private static let seed = LongRun.seed

    /// Runs one family of misfortunes, then heals and judges, and says how it went.
    private func run(
        _ name: String, _ disks: MistreatedFederation.Disks,
        _ mistreat: (MistreatedFederation, inout Dice) throws -> String
    ) throws {
        let start = ContinuousClock.now
        let federation = try MistreatedFederation(seed: Self.seed, disks: disks)
        var dice = Dice(seed: Self.seed, for: name)
        federation.say("\(name), seed \(Self.seed)")
        federation.startWriters()
        let said = try mistreat(federation, &dice)
        federation.say("\(said); \(federation.refusals) times something was not saved at once")
        let objections = try federation.healAndJudge()
        for objection in objections { federation.say("OBJECTION: \(objection)") }
        for writer in federation.writers {
            federation.say("  not saved at once: \(writer.complaints)")
        }
        let seconds = (ContinuousClock.now - start).components.seconds
        federation.say("\(name): \(said), \(objections.count) objections, \(seconds) s")
        #expect(objections == [], "seed \(Self.seed)")
    }

    /// Lets a random time pass.
    private func pass(_ milliseconds: ClosedRange<Int>, _ dice: inout Dice) {
        usleep(UInt32(dice.number(milliseconds) * 1000))
    }

    @Test func `processes are killed at any moment`() throws {
        try run("kills", .plain) { federation, dice in
            var (daemons, machines, commands) = (0, 0, 0)
            let wanted = LongRun.count(200)
            while daemons + machines < wanted {
                pass(30...900, &dice)
                let place = dice.pick(federation.nodes)
                if dice.chance(20), place.killCommand() { commands += 1 }
                if dice.chance(65) {
                    daemons += 1
                    place.loseProcess()
                } else {
                    machines += 1
                    try place.losePower {}
                }
                // Sometimes others fall, or people go on at the folder itself, before it is back.
                pass(0...400, &dice)
                try place.start()
                if (daemons + machines) % 25 == 0 {
                    federation.say("\(daemons + machines) of \(wanted) kills")
                }
            }
            return "\(daemons) daemons, \(machines) machines and \(commands) commands killed"
        }
    }

    @Test func `disks are full and are given space again`() throws {
        try run("full disks", .small) { federation, dice in
            var (full, killed) = (0, 0)
            var by: [String: Int] = [:]
            let wanted = LongRun.count(50)
            while full < wanted {
                pass(50...400, &dice)
                let place = dice.pick(federation.nodes)
                guard let disk = place.disk else { continue }
                let refused = federation.refusals
                try disk.fill(leaving: Int(dice.scale(1...400_000)))
                let deadline = ContinuousClock.now + .seconds(20)
                while disk.freeBytes > 64 << 10 || federation.refusals == refused {
                    // What the node frees itself, and what others left, is taken, too.
                    if dice.chance(30) { try disk.fill(leaving: 0) }
                    guard ContinuousClock.now < deadline else { break }
                    pass(20...60, &dice)
                }
                guard disk.freeBytes <= 64 << 10 else {
                    disk.empty()
                    continue
                }
                full += 1
                by[place.name, default: 0] += 1
                pass(0...500, &dice)
                if dice.chance(30) {
                    // A machine with a full disk that loses power, too.
                    killed += 1
                    place.loseProcess()
                    // It may not be able to start before somebody makes room.
                    do { try place.start() } catch is TestNode.Broken {}
                }
                disk.empty()
                try place.start()
                if full % 10 == 0 { federation.say("\(full) of \(wanted) full disks") }
            }
            return "\(full) full disks \(by.sorted { $0.key < $1.key }), \(killed) killed, too"
        }
    }

    @Test func `wires are cut at any byte`() throws {
        try run("cuts", .plain) { federation, dice in
            var kinds: [String: Int] = [:]
            let wanted = LongRun.count(50)
            for number in 1...wanted {
                let wire = dice.pick(federation.wires)
                let before = wire.faults
                let bytes = Int(dice.scale(1...60_000))
                let isUp = dice.chance(50)
                let kind: String
                switch dice.number(0...9) {
                case 0..<3:
                    kind = "closed"
                    wire.arm(.close(afterBytes: bytes, isUp: isUp))
                case 3..<6:
                    kind = "reset"
                    wire.arm(.reset(afterBytes: bytes, isUp: isUp))
                case 6..<8:
                    kind = "refused"
                    wire.arm(.refuse(attempts: dice.number(1...3)))
                default:
                    kind = "stalled"
                    wire.arm(
                        .stall(
                            afterBytes: bytes, isUp: isUp,
                            seconds: number == wanted / 2 ? 150 : Double(dice.number(1...4))))
                }
                kinds[kind, default: 0] += 1
                // After failures a node waits longer and longer: started anew it does not.
                let patience = ContinuousClock.now + .seconds(6)
                while wire.faults == before, ContinuousClock.now < patience { usleep(20_000) }
                if wire.faults == before {
                    let place = federation.lower(of: wire)
                    place.loseProcess()
                    try place.start()
                    try waitUntil("the wire is cut") {
                        if !place.node.isServed { try place.start() }
                        return wire.faults > before
                    }
                }
                pass(0...300, &dice)
                if number % 10 == 0 { federation.say("\(number) of \(wanted) cuts") }
            }
            let moved = federation.wires.reduce(0) { $0 + $1.bytes }
            return "\(wanted) cuts \(kinds.sorted { $0.key < $1.key }), \(moved >> 10) KB moved"
        }
    }

    @Test func `what was not synced is lost with the power`() throws {
        try run("lost writes", .lossy) { federation, dice in
            var (events, empty, kept) = (0, 0, 0)
            var (writes, bytes) = (0, 0)
            var by: [String: Int] = [:]
            let wanted = LongRun.count(20)
            while events < wanted {
                pass(50...800, &dice)
                let place = dice.pick(federation.nodes)
                guard let lossy = place.lossy else { continue }
                // The blow falls while something is on its way to the disk.
                let patience = ContinuousClock.now + .seconds(5)
                while lossy.pendingBytes == 0, ContinuousClock.now < patience { usleep(200) }
                let extent = dice.pick([LossyDisk.Extent.all, .all, .some, .torn])
                var loss = LossyDisk.Loss()
                var objections: [String] = []
                try place.losePower {
                    loss = try lossy.losePower(extent, &dice)
                    objections = try federation.judgeAfterLoss(at: place)
                }
                for objection in objections { federation.say("OBJECTION: \(objection)") }
                #expect(objections == [], "seed \(Self.seed), loss \(events)")
                try place.start()
                guard loss.writes > 0 else {
                    empty += 1
                    continue
                }
                events += 1
                writes += loss.writes
                bytes += loss.bytes
                kept += loss.kept
                by[place.name, default: 0] += 1
                if events % 5 == 0 { federation.say("\(events) of \(wanted) losses") }
            }
            return "\(events) losses \(by.sorted { $0.key < $1.key }) of \(writes) writes "
                + "(\(bytes >> 10) KB; \(kept) not synced came through, \(empty) took nothing)"
        }
    }

    @Test func `on a disk that lies about syncing the same judges object`() throws {
        let folder = try TestFolder()
        let data = folder.path + "/HUB"
        let disk = try LossyDisk(for: data, isLying: true)
        let hub = TestNode(name: "HUB", data: data)
        try hub.run("init", "--role", "hub", "--node", "HUB")
        hub.environment = disk.environment
        let place = MistreatedNode(hub, areas: [], lossy: disk)
        let writer = Writer(
            at: place, seed: Self.seed, prefix: "HUB", families: nil, shared: [],
            folder: folder.path)
        try hub.serve()
        writer.start()
        try waitUntil("something was saved") { writer.acknowledged.accounts.count > 3 }
        try writer.stop()
        var dice = Dice(seed: Self.seed)
        var objections: [String] = []
        try place.losePower {
            let loss = try disk.losePower(.all, &dice)
            #expect(loss.writes > 0)
            objections = try place.contentsOfCopy {
                MistreatedFederation.missing(
                    try NodeContents(database: $0), writer.acknowledged, "HUB")
            }
        }
        #expect(objections.contains { $0.contains("are gone") })
    }
}
