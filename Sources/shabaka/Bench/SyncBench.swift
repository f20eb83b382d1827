import ArgumentParser
import ChangeLog
import Foundation
import Intake
import Registry
import Simulation
import Storage
import Sync
import Trust

/// Measures the way of a province's log to the hub over mutual TLS.
struct SyncBench: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Measure how fast a province's log is merged at the hub.",
        discussion: """
            Makes a hub and a province in a temporary folder; the hub is served by a process of \
            its own. Simulated families are imported at the province and pushed over mutual TLS; \
            then one field of every household changes, and then the same field at both ends. \
            The receiver's processor time is all that the served hub used: TLS, merge, pages back \
            and the index of people. “Merge alone” is the way from the received frame to the \
            durable merge. The baselines are that import, an insert of the same table rows into \
            the same tables without a log, and SQLite's session extension. What was measured is told \
            as it comes.

            Example: shabaka bench sync --persons 100000
            """)

    @Option(help: "How many persons.")
    var persons = 100_000

    @Option(help: "From which the families are made.")
    var seed: UInt64 = 1

    @Option(help: "The folder for files and databases; that of the system when left out.")
    var folder: FilePath?

    @Flag(help: "One JSON document on standard output.")
    var json = false

    var isJSON: Bool { json }

    func validate() throws {
        guard persons > 0 else { throw ValidationError("--persons must be at least 1.") }
    }

    /// What one load cost, from the first request to the last answer.
    struct Load: Encodable, Sendable {
        /// Table rows that were made or changed.
        var rows: Int
        var seconds: Double
        var senderCpuSeconds: Double
        var receiverCpuSeconds: Double
        var bytesUp: Int
        var bytesDown: Int
        /// The most that was seen of their own memory, without the pages of mapped files, after an
        /// answer.
        var senderMegabytes = 0.0
        var receiverMegabytes = 0.0

        var rowsPerSecond: Int { rate(seconds) }
        var rowsPerReceiverCpuSecond: Int { rate(receiverCpuSeconds) }
        var bytesPerRow: Double { Double(bytesUp) / Double(max(1, rows)) }

        private func rate(_ seconds: Double) -> Int { Int(Double(rows) / max(seconds, 0.001)) }

        fileprivate func line(_ name: String) -> String {
            "\(name) \(rows) rows in \(seconds.text(places: 1)) s: \(rowsPerSecond) rows/s, "
                + "\(rowsPerReceiverCpuSecond) per second of the receiver's CPU "
                + "(receiver \(receiverCpuSeconds.text(places: 2)) s, sender "
                + "\(senderCpuSeconds.text(places: 2)) s), "
                + "\(bytesPerRow.text(places: 1)) bytes a row; memory of their own: sender "
                + "\(senderMegabytes.text(places: 0)) MB, receiver "
                + "\(receiverMegabytes.text(places: 0)) MB"
        }
    }

    /// What it cost.
    struct Outcome: Rendered {
        var households: Int
        var persons: Int
        var firstLoad: Load
        var oneFieldUpdates: Load
        var conflicts: Load
        /// The same loads with the engines alone, from the received frame to the durable merge.
        var mergeOfFirstLoad: MergeBench.Cost
        var mergeOfUpdates: MergeBench.Cost
        var mergeOfConflicts: MergeBench.Cost
        /// SQLite's session extension, applying the same rows.
        var sessionInserts: SessionBaseline.Cost
        var sessionUpdates: SessionBaseline.Cost
        /// Bodies of requests and answers of a round with nothing to say.
        var idleRoundBytes: Int
        var senderPeakMegabytes: Double
        var receiverPeakMegabytes: Double
        var importRowsPerSecond: Int
        var importRowsPerCpuSecond: Int
        var bareRowsPerCpuSecond: Int
        /// The first load's rate as a part of the import's, on the clock.
        var ratioToImport: Double
        /// The merge's rate as a part of the bare insert's, both per second of the processor.
        var cpuRatioToBare: Double

        var text: String {
            """
            \(persons) persons in \(households) households
            \(firstLoad.line("first load:       "))
            \(oneFieldUpdates.line("one-field updates:"))
            \(conflicts.line("conflicts:        "))
            merge alone:
            \(mergeOfFirstLoad.line("  first load:     ", baseline: Double(bareRowsPerCpuSecond)))
            \(mergeOfUpdates.line("  updates:        ", baseline: Double(bareRowsPerCpuSecond)))
            \(mergeOfConflicts.line("  conflicts:      ", baseline: Double(bareRowsPerCpuSecond)))
            idle round:        \(idleRoundBytes) bytes up and down
            peak memory:       sender \(senderPeakMegabytes.text(places: 0)) MB with its import, \
            receiver \(receiverPeakMegabytes.text(places: 0)) MB, mapped database files included
            baselines:         import \(importRowsPerSecond) rows/s, \(importRowsPerCpuSecond) per \
            second of CPU; bare insert \(bareRowsPerCpuSecond) per second of CPU; session \
            extension, apply: \(sessionInserts.rowsPerCpuSecond) new rows and \
            \(sessionUpdates.rowsPerCpuSecond) updates per second of CPU
            ratio:             \(ratioToImport.text(places: 2)) of the import on the clock, \
            \(cpuRatioToBare.text(places: 2)) of the bare insert per second of CPU
            """
        }
    }

    func perform(_ output: Output) async throws -> Outcome {
        let place = try BenchFolder(in: folder)
        defer { withExtendedLifetime(place) {} }
        let families = try PopulationFolder.write(
            PopulationSimulation.Options(persons: persons, seed: seed, province: "IQ-BG"),
            to: place.path + "/population")
        let pair = try BenchPair(in: place.path)
        var hub = try await ServedNode(pair.hub)
        let province = try await pair.join(hub.url)
        let before = try province.tableRows()
        let (_, imported) = try Measured.of {
            try Importer(province.journal, options: Importer.Options(workFolder: place.path))
                .run(families.paths) {
                    output.progress("import", done: $0.doneBytes, total: $0.totalBytes)
                }
        }
        let rows = try province.tableRows() - before
        let merge = try MergeBench(hub: pair.hub, province: province, folder: place.path)
        let first = try await load(rows, from: province, to: hub, output)
        output.message(first.line("first load:"))
        let idle = try await load(0, from: province, to: hub, output)

        let all = try province.journal.households()
        try province.journal.set("dwelling", "rented", or: "owned", of: all)
        let updates = try await load(all.count, from: province, to: hub, output)
        output.message(updates.line("one-field updates:"))

        let some = Array(all.prefix(max(1, all.count / 10)))
        try province.journal.set("category", "widow", or: "orphans", of: some)
        let peak = hub.memory.peak
        hub.stop()
        try await pair.atHub { try $0.journal.set("category", "elderly", or: "disabled", of: some) }
        hub = try await ServedNode(pair.hub)
        try pair.move(to: hub.url)
        let conflicts = try await load(some.count, from: province, to: hub, output)
        output.message(conflicts.line("conflicts:"))
        let receiverPeak = max(peak, hub.memory.peak)
        let senderPeak = ProcessMemory.own.peak
        hub.stop()

        output.message("The baseline loads the same rows …")
        let bare = try await pair.atHub { node in
            var loader = try BareLoader(from: node.store, into: place.path + "/baseline.sqlite")
            try loader.load()
            return loader
        }
        output.message("The engines alone …")
        let merges = (
            try merge.firstLoad(rows), try merge.oneFieldUpdates(), try merge.conflicts()
        )
        let bareRate = Double(bare.rows) / max(bare.cpuSeconds, 0.001)
        for (name, cost) in [
            ("first load:", merges.0), ("updates:", merges.1), ("conflicts:", merges.2),
        ] {
            output.message("merge alone, " + cost.line(name, baseline: bareRate))
        }
        output.message("SQLite's session extension carries the same rows …")
        let session = try SessionBaseline(source: pair.hub.database, folder: place.path)
        let sessionInserts = try session.insertAll()
        let sessionUpdates = try session.updateHouseholds()
        let importRate = Double(rows) / max(imported.seconds, 0.001)
        return Outcome(
            households: families.report.households, persons: families.report.persons,
            firstLoad: first,
            oneFieldUpdates: updates, conflicts: conflicts, mergeOfFirstLoad: merges.0,
            mergeOfUpdates: merges.1, mergeOfConflicts: merges.2, sessionInserts: sessionInserts,
            sessionUpdates: sessionUpdates,
            idleRoundBytes: idle.bytesUp + idle.bytesDown, senderPeakMegabytes: senderPeak,
            receiverPeakMegabytes: receiverPeak, importRowsPerSecond: Int(importRate),
            importRowsPerCpuSecond: Int(Double(rows) / max(imported.cpuSeconds, 0.001)),
            bareRowsPerCpuSecond: Int(bareRate),
            ratioToImport: (Double(first.rowsPerSecond) / importRate).rounded(places: 3),
            cpuRatioToBare: (Double(merges.0.rowsPerCpuSecond) / bareRate)
                .rounded(places: 3))
    }

    /// One round, with its cost at both ends.
    private func load(
        _ rows: Int, from province: Node, to hub: ServedNode, _ output: Output
    ) async throws -> Load {
        let connection = try await province.link.connection()
        let round = SyncRound(province.journal)
        var load = Load(
            rows: rows, seconds: 0, senderCpuSeconds: 0, receiverCpuSeconds: 0, bytesUp: 0,
            bytesDown: 0)
        let start = ContinuousClock.now
        let own = Measured.cpuSeconds
        let theirs = hub.cpuSeconds
        while let request = try round.next() {
            let answer = try await connection.post(
                "/v1/" + request.call.rawValue, body: request.body)
            load.bytesUp += request.body.count
            load.bytesDown += answer.body.count
            if answer.status == 200 {
                try round.take(answer.body)
            } else {
                let refusal = PeerRefusal(answer)
                guard let known = refusal.refusal, round.take(known) else { throw refusal }
            }
            load.senderMegabytes = max(load.senderMegabytes, ProcessMemory.own.anonymous)
            load.receiverMegabytes = max(load.receiverMegabytes, hub.memory.anonymous)
            output.progress("sync", done: round.summary.pushedChangesets, total: nil)
        }
        load.seconds = (ContinuousClock.now - start) / .seconds(1)
        load.senderCpuSeconds = Measured.cpuSeconds - own
        load.receiverCpuSeconds = hub.cpuSeconds - theirs
        return load
    }
}
