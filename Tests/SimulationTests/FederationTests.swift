import Foundation
import Simulation
import Testing

@Suite struct FederationTests {
    /// Memory when the machine offers it: schedules write thousands of small transactions.
    private static let directory =
        FileManager.default.isWritableFile(atPath: "/dev/shm")
        ? "/dev/shm" : FileManager.default.temporaryDirectory.path

    /// 500 schedules, ten a case, so that all cores have work.
    @Test(arguments: 0..<50)
    func `nothing is lost and everybody agrees, whatever happened on the way`(
        block: UInt64
    ) throws {
        for seed in (block * 10)..<(block * 10 + 10) {
            _ = try FederationSimulation.run(seed: seed, directory: Self.directory)
        }
    }

    @Test(arguments: 0..<4)
    func `a hub that was restored learns again what exists below`(block: UInt64) throws {
        for seed in (block * 5)..<(block * 5 + 5) {
            _ = try FederationSimulation.run(
                seed: seed, directory: Self.directory,
                faults: FederationSimulation.Faults.all.union(.hubRestore))
        }
    }

    @Test func `one seed gives one trace`() throws {
        let one = try FederationSimulation.run(seed: 42, directory: Self.directory)
        let other = try FederationSimulation.run(seed: 42, directory: Self.directory)
        #expect(one == other)
    }

    @Test func `every family of faults happens`() throws {
        var counters: [String: Int] = [:]
        for seed in 600..<620 as Range<UInt64> {
            let report = try FederationSimulation.run(
                seed: seed, steps: 160, directory: Self.directory,
                faults: FederationSimulation.Faults.all.union(.hubRestore))
            counters.merge(report.counters) { $0 + $1 }
        }
        for event in Self.events {
            #expect(counters[event] ?? 0 > 0, "\(event)")
        }
    }

    private static let events = [
        "account edited", "account opened", "answer cut", "answer lost", "backup",
        "clock 1 hour off", "clock 13 months ahead", "clock 13 months back", "clock frozen",
        "clock set right", "conflict open at the end", "conflict settled", "household edited",
        "household moved", "household registered", "late request arrived", "old request repeated",
        "person edited", "person moved", "process killed", "request cut", "request late",
        "request lost", "restore of a field", "restore of a hub", "restore of a province",
        "sender killed in a round", "stale page", "upstream killed before its answer",
        "work during a round",
    ]
}
