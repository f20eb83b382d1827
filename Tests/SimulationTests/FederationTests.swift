import Foundation
import Simulation
import Testing

@Suite struct FederationTests {
    /// Where the databases lie: in memory when the machine offers it, since schedules write thousands
    /// of small transactions. It goes with the process.
    private static let directory: String = {
        let memory = "/dev/shm"
        let root =
            FileManager.default.isWritableFile(atPath: memory)
            ? memory : FileManager.default.temporaryDirectory.path
        let path = "\(root)/shabaka-schedules-\(ProcessInfo.processInfo.processIdentifier)"
        // Where it cannot be made, the first schedule says so.
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(atPath: FederationTests.directory) }
        return path
    }()

    /// 2,000 schedules, twenty a case, so that all cores have work.
    @Test(arguments: 0..<100)
    func `nothing is lost and everybody agrees, whatever happened on the way`(
        block: UInt64
    ) throws {
        for seed in (block * 20)..<(block * 20 + 20) {
            _ = try FederationSimulation.run(seed: seed, directory: Self.directory)
        }
    }

    /// Each found a mistake that no seed before it did.
    @Test(arguments: [
        937, 2339, 2646, 3311, 4639, 10_619, 11_857, 12_977, 16_411, 20_777, 104_195, 104_250,
        111_069, 116_568, 116_617, 133_523, 134_588, 144_559, 165_258, 190_685, 194_830,
    ])
    func `what was found once is not found again`(seed: UInt64) throws {
        _ = try FederationSimulation.run(seed: seed, directory: Self.directory)
    }

    @Test func `one seed gives one trace`() throws {
        let one = try FederationSimulation.run(seed: 42, directory: Self.directory)
        let other = try FederationSimulation.run(seed: 42, directory: Self.directory)
        #expect(one == other)
    }

    @Test func `every family of faults happens`() throws {
        var counters: [String: Int] = [:]
        for seed in 600..<630 as Range<UInt64> {
            let report = try FederationSimulation.run(
                seed: seed, steps: 160, directory: Self.directory)
            counters.merge(report.counters) { $0 + $1 }
        }
        for event in Self.events {
            #expect(counters[event] ?? 0 > 0, "\(event)")
        }
    }

    private static let events = [
        "account closed", "account edited", "account opened", "answer cut",
        "answer into a cut link", "answer lost", "answer of a stranger", "backup",
        "broken rule at the end", "clock 1 hour off", "clock 13 months ahead",
        "clock 13 months back", "clock frozen", "clock set right", "clone started twice",
        "closed at the end", "conflict open at the end", "conflict settled",
        "disk failed in the middle of a frame", "disk failed in the middle of a page",
        "disputed close at the end", "edit came before the one that it replaced",
        "forged entry before a signed one left aside", "forged entry refused: bad-signature",
        "forged entry refused: foreign-origin", "forgotten with the logs that held it",
        "fork noticed", "household closed", "household edited", "household moved",
        "household registered", "import", "late request arrived", "later edit beside a clock ahead",
        "link cut both ways", "link cut for answers", "log written again after a fork",
        "merge policy changed", "old request repeated", "one row edited many times",
        "page of another cursor left alone", "person closed", "person edited", "person moved",
        "persons merged", "process killed", "proposal accepted", "proposer refused",
        "quarantine rejected", "quarantine released", "request cut", "request into a cut link",
        "request late", "request lost", "resolution proposed", "restore of a field",
        "restore of a hub", "restore of a province", "revoked node refused",
        "rogue: area made below headquarters", "rogue: household edited elsewhere",
        "rogue: household made elsewhere", "rogue: transfer granted elsewhere",
        "rolled-back upstream noticed", "sender killed in a round", "set aside at the end",
        "settled by two", "stale page", "transfer asked", "transfer granted",
        "transfer granted at the end", "transfer refused", "two parts edited apart at once",
        "two processes on one database", "upstream killed before its answer", "verified backup",
        "virtual machine resumed", "witness gives back", "work during a round",
    ]
}
