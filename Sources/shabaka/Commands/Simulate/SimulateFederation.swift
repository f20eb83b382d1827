import ArgumentParser
import Foundation
import Simulation
import Sync
import Synchronization
import Trust

/// Runs schedules of faults against the sync engine.
struct SimulateFederation: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "federation",
        abstract: "Run federations under faults and look whether anything was lost.",
        discussion: """
            Each schedule is a hub, two provinces and three field offices with the real engine on \
            real databases, driven by one seed: people work, messages are lost, repeated and late, \
            processes die, backups are put back, clocks are wrong. Then everything is healed and \
            oracles look. Ends with 1 when one objects, and says how to replay its seed.

            Example: shabaka simulate federation --seed 0 --schedules 500
            Example: shabaka simulate federation --seed 1175 --schedules 1 --trace
            """)

    @Option(help: "The first schedule's seed; the others follow it.")
    var seed: UInt64 = 0

    @Option(help: "How many schedules.")
    var schedules = 100

    @Option(help: "How many steps each has before healing.")
    var steps = 80

    @Flag(help: "Tell every event on standard error, and keep the databases.")
    var trace = false

    @Option(help: "Where the databases lie; in memory if left out and the system allows it.")
    var folder: FilePath?

    @Flag(help: "One JSON document on standard output.")
    var json = false

    var isJSON: Bool { json }

    func validate() throws {
        guard schedules > 0 else { throw ValidationError("--schedules must be at least 1.") }
        guard steps > 0 else { throw ValidationError("--steps must be at least 1.") }
        guard seed <= .max - UInt64(schedules) else {
            throw ValidationError("--seed \(seed) leaves no room for \(schedules) schedules.")
        }
    }

    /// What the schedules did.
    struct Outcome: Rendered {
        var seed: UInt64
        var schedules: Int
        var steps: Int
        /// How often each kind of step and fault happened.
        var counters: [String: Int]
        var changesets: Int
        /// The most rounds that healing took on a link.
        var healingRounds: Int
        /// SHA-256 over the schedules' digests, in the order of their seeds.
        var traceDigest: String
        var schedulesPerSecond: Double

        var text: String {
            let lines = counters.sorted { $0.key < $1.key }.map {
                "  " + $0.key.padding(toLength: 40, withPad: " ", startingAt: 0) + "\($0.value)"
            }
            return """
                \(schedules) schedules of \(steps) steps from seed \(seed): no objection
                \(lines.joined(separator: "\n"))
                \(changesets) changesets, at most \(healingRounds) rounds to heal, \
                \(schedulesPerSecond.text(places: 1)) schedules a second
                trace digest \(traceDigest)
                """
        }
    }

    func perform(_ output: Output) async throws -> Outcome {
        let start = ContinuousClock.now
        let root = folder?.absolute ?? Self.fastestFolder
        let place = (root as NSString)
            .appendingPathComponent("shabaka-federation-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            atPath: place, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        defer {
            // What is left only takes up space.
            if !trace { try? FileManager.default.removeItem(atPath: place) }
        }
        let reports = try await run(in: place, output)
        var hasher = SHA256Hasher()
        var outcome = Outcome(
            seed: seed, schedules: schedules, steps: steps, counters: [:], changesets: 0,
            healingRounds: 0, traceDigest: "", schedulesPerSecond: 0)
        for report in reports {
            hasher.update(Array(report.digest.utf8))
            outcome.counters.merge(report.counters) { $0 + $1 }
            outcome.changesets += report.changesets
            outcome.healingRounds = max(outcome.healingRounds, report.healingRounds)
        }
        outcome.traceDigest = hasher.finish().hex
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        outcome.schedulesPerSecond = (Double(schedules) / seconds).rounded(places: 2)
        return outcome
    }

    /// The reports in the order of the seeds. Throws the objection with the lowest seed among those
    /// that were met before all stopped.
    private func run(
        in place: String, _ output: Output
    ) async throws -> [FederationSimulation.Report] {
        let board = Board(schedules)
        let schedule = Schedule(
            firstSeed: seed, steps: steps, folder: place, trace: trace)
        let total = schedules
        let workers = trace ? 1 : min(schedules, ProcessInfo.processInfo.activeProcessorCount)
        await withTaskGroup { group in
            for _ in 0..<workers {
                group.addTask(executorPreference: WorkerThreads.background) {
                    while let number = board.state.withLock({ $0.take() }) {
                        let result = Result { try schedule.run(number, output) }
                        let done = board.state.withLock { $0.put(result, at: number) }
                        output.progress("schedules", done: done, total: total)
                    }
                }
            }
        }
        return try board.state.withLock { state in
            if let failure = state.failures.min(by: { $0.key < $1.key })?.value {
                throw Objection(failure: failure)
            }
            return state.reports.compactMap(\.self)
        }
    }

    /// What all schedules have in common.
    private struct Schedule: Sendable {
        let firstSeed: UInt64
        let steps: Int
        let folder: String
        let trace: Bool

        func run(_ number: Int, _ output: Output) throws -> FederationSimulation.Report {
            try FederationSimulation.run(
                seed: firstSeed + UInt64(number), steps: steps, directory: folder, faults: .all,
                trace: trace ? { output.message($0) } : nil)
        }
    }

    /// Memory when the machine offers it: schedules write thousands of small transactions.
    private static var fastestFolder: String {
        FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
    }

    /// What the workers share.
    private final class Board: Sendable {
        let state: Mutex<Progress>

        init(_ schedules: Int) {
            state = Mutex(Progress(reports: Array(repeating: nil, count: schedules)))
        }
    }

    /// Which schedules are done.
    private struct Progress {
        var next = 0
        var done = 0
        var reports: [FederationSimulation.Report?]
        var failures: [Int: any Error] = [:]

        /// The next schedule, or nil at the end and once one has failed.
        mutating func take() -> Int? {
            guard next < reports.count, failures.isEmpty else { return nil }
            next += 1
            return next - 1
        }

        mutating func put(
            _ result: Result<FederationSimulation.Report, any Error>, at number: Int
        ) -> Int {
            switch result {
            case .success(let report): reports[number] = report
            case .failure(let error): failures[number] = error
            }
            done += 1
            return done
        }
    }

    /// An oracle's objection, and how to see it again.
    struct Objection: Error, CustomStringConvertible {
        let failure: any Error

        var description: String {
            guard let failure = failure as? FederationSimulation.Failure else {
                return "\(failure)"
            }
            return """
                \(failure)
                Replay: shabaka simulate federation --seed \(failure.seed) --schedules 1 \
                --steps \(failure.steps) --trace
                """
        }
    }
}
