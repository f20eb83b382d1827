import ArgumentParser
import ChangeLog
import Foundation
import Intake
import Simulation
import Storage
import Trust

/// Measures the import of families into one node, with its change log.
struct ImportBench: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Measure how fast families are imported into a node.",
        discussion: """
            Simulated families are written to files, imported into a new node in a temporary \
            folder, and thrown away. The baseline inserts the same table rows into the same tables with \
            the same indexes, without a log. Rows are rows of tables.

            Example: shabaka bench import --persons 100000
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

    /// What it cost.
    struct Outcome: Rendered {
        var households: Int
        var persons: Int
        var fileMegabytes: Double
        var rows: Int
        /// The import; its peak is that of the whole process until then.
        var `import`: Measured
        var rowsPerSecond: Int
        var rowsPerCpuSecond: Int
        var baselineRowsPerSecond: Int
        var baselineRowsPerCpuSecond: Int
        /// The import's rate as a part of the baseline's, on the clock.
        var ratio: Double
        /// The same per second of the processor.
        var cpuRatio: Double

        var text: String {
            """
            \(persons) persons in \(households) households, \
            \(fileMegabytes.text(places: 1)) MB of files, \(rows) table rows
            import:   \(rowsPerSecond) rows/s, \(rowsPerCpuSecond) per second of CPU; \
            \(`import`.seconds.text(places: 1)) s, peak \
            \(`import`.peakMegabytes.text(places: 0)) MB
            baseline: \(baselineRowsPerSecond) rows/s, \
            \(baselineRowsPerCpuSecond) per second of CPU
            ratio:    \(ratio.text(places: 2)), of CPU \(cpuRatio.text(places: 2))
            """
        }
    }

    func perform(_ output: Output) async throws -> Outcome {
        let folder = try BenchFolder(in: folder)
        defer { withExtendedLifetime(folder) {} }
        let place = folder.path
        let families = try PopulationFolder.write(
            PopulationSimulation.Options(persons: persons, seed: seed),
            to: place + "/population")
        let bytes = try families.paths.reduce(0) { sum, path in
            sum + (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0)
        }
        let store = try Store(path: place + "/registry.sqlite", migrations: NodeSchema.migrations)
        let journal = try Journal(
            store: store,
            identity: Journal.Identity(
                name: "BENCH", role: .hub, areas: [], signingKey: try SigningKey.generate()),
            clock: HybridClock { UInt64(Date().timeIntervalSince1970 * 1000) },
            entropy: BufferedEntropy.make())
        let (_, cost) = try Measured.of {
            try Importer(journal, options: Importer.Options(workFolder: place))
                .run(families.paths) {
                    output.progress("import", done: $0.doneBytes, total: $0.totalBytes)
                }
        }
        output.message("The baseline loads the same rows …")
        var loader = try BareLoader(from: store, into: place + "/baseline.sqlite")
        try loader.load()
        try store.close()
        func rate(_ seconds: Double) -> Double { Double(loader.rows) / max(seconds, 0.001) }
        return Outcome(
            households: families.report.households, persons: families.report.persons,
            fileMegabytes: Double(bytes) / 1e6, rows: loader.rows, import: cost,
            rowsPerSecond: Int(rate(cost.seconds)), rowsPerCpuSecond: Int(rate(cost.cpuSeconds)),
            baselineRowsPerSecond: Int(rate(loader.seconds)),
            baselineRowsPerCpuSecond: Int(rate(loader.cpuSeconds)),
            ratio: (rate(cost.seconds) / rate(loader.seconds)).rounded(places: 3),
            cpuRatio: (rate(cost.cpuSeconds) / rate(loader.cpuSeconds)).rounded(places: 3))
    }
}
