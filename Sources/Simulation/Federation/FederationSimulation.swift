import ChangeLog
import Foundation
public import Registry
import Storage
import Trust

/// Whole federations of the real engine on real databases, each driven by one seed.
///
/// A schedule is a hub, two provinces and three field offices that register families, edit, move
/// and settle, while messages are lost, repeated, cut and late, processes die, backups are put back
/// and clocks are wrong. Then everything is healed, and oracles look whether anything was lost or
/// two nodes disagree. Clock, randomness and order come from the seed alone, so a seed that failed
/// fails again.
public enum FederationSimulation {
    /// Which families of faults a schedule has.
    public struct Faults: OptionSet, Sendable {
        public let rawValue: Int

        public init(rawValue: Int) {
            self.rawValue = rawValue
        }

        /// Messages that are lost, repeated, late, cut or out of date.
        public static let network = Faults(rawValue: 1)
        /// Processes that die between two messages or between commit and answer.
        public static let crash = Faults(rawValue: 2)
        /// A field office or a province goes back to one of its backups.
        public static let restore = Faults(rawValue: 4)
        /// Clocks that run ahead, go back or stand.
        public static let clock = Faults(rawValue: 8)
        /// The hub goes back to one of its backups: what existed at the hub only comes back from the
        /// nodes below, which keep it sealed.
        public static let hubRestore = Faults(rawValue: 16)

        /// Nodes whose program is broken or forged write what they may never write; operators at
        /// the hub release or reject it.
        public static let rogue = Faults(rawValue: 32)

        /// A field office is copied, and both copies go on under one name.
        public static let clone = Faults(rawValue: 64)

        /// Everything that the protocol promises to survive without loss.
        public static let all: Faults = [
            .network, .crash, .restore, .clock, .rogue, .hubRestore, .clone,
        ]
    }

    /// What a schedule did.
    public struct Report: Codable, Sendable, Equatable {
        public var seed: UInt64
        public var steps: Int
        /// How often each kind of step and fault happened.
        public var counters: [String: Int]
        /// Changesets in the hub's log at the end.
        public var changesets: Int
        /// The rounds that healing took on each link until nothing moved any more.
        public var healingRounds: Int
        /// SHA-256 over everything that happened and over all logs at the end, as hexadecimal.
        public var digest: String
    }

    /// An oracle's objection: the seed that shows it, and where.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public var seed: UInt64
        public var steps: Int
        public var oracle: String
        public var record: RecordID?
        public var detail: String

        public var description: String {
            let place = record.map { " at record \($0)" } ?? ""
            return """
                Seed \(seed) with \(steps) steps: \(oracle)\(place): \(detail) \
                Run this seed again to replay it.
                """
        }
    }

    /// Runs one schedule in a new folder inside `directory`, which is removed at the end.
    ///
    /// - Parameters:
    ///   - seed: what everything in the schedule comes from.
    ///   - steps: how many steps come before healing.
    ///   - directory: where the databases lie; memory is faster than a disk.
    ///   - trace: hears every event, for a look at one seed; the databases then stay.
    /// - Throws: `Failure` when an oracle objects or the engine refuses what it should not.
    public static func run(
        seed: UInt64, steps: Int = 80, directory: String, faults: Faults = .all,
        trace: ((String) -> Void)? = nil
    ) throws -> Report {
        let folder = "\(directory)/schedule-\(seed)-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer {
            if trace == nil { try? FileManager.default.removeItem(atPath: folder) }  // only space
        }
        let federation = try Federation(seed: seed, folder: folder, faults: faults) { name in
            trace == nil
                ? try SimulatedDisks.take(in: directory)
                : try SimulatedDisks.make(at: "\(folder)/\(name).db", in: directory)
        }
        federation.listener = trace
        trace?(folder)
        var isOver = false
        defer { if !isOver { federation.close() } }
        do {
            try federation.found()
            for _ in 0..<steps { try federation.step() }
            let rounds = try federation.heal()
            // Before the counters are read: the oracles count open conflicts.
            let changesets = try federation.checkEverything()
            // Situations that faults bring about rarely: each schedule ends with one of them.
            switch seed % 4 {
            case 0: try federation.checkOrder()
            case 1: try federation.checkFailures()
            case 2: try federation.checkRestores()
            default: try federation.checkRefusals()
            }
            let report = Report(
                seed: seed, steps: steps, counters: federation.counters,
                changesets: changesets, healingRounds: rounds,
                digest: try federation.digest())
            if trace == nil {
                isOver = true
                try federation.giveBack { try SimulatedDisks.giveBack($0, in: directory) }
            }
            return report
        } catch let objection as Federation.Objection {
            throw Failure(
                seed: seed, steps: steps, oracle: objection.oracle, record: objection.record,
                detail: objection.detail)
        } catch {
            throw Failure(
                seed: seed, steps: steps, oracle: "the engine threw", record: nil,
                detail: "\(error)")
        }
    }
}
