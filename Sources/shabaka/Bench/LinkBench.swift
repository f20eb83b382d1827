import ArgumentParser
import Foundation
import Intake
import Linkage
import Simulation

/// Measures the comparison of everybody with everybody.
struct LinkBench: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Measure how long it takes to find doubles among people.",
        discussion: """
            Reads the files, compares, and writes nothing. The baseline is one plain pass over \
            the same rows that keeps nothing. Without files a simulated population is compared.

            Example: shabaka bench link IQ-*-persons.csv
            """)

    @Argument(help: "CSV files of persons; a simulated population when there are none.")
    var files: [FilePath] = []

    @Option(help: "How many persons; all of the files, or 20000, when left out.")
    var persons: Int?

    @Flag(help: "One JSON document on standard output.")
    var json = false

    var isJSON: Bool { json }

    func validate() throws {
        if let persons, persons < 1 { throw ValidationError("--persons must be at least 1.") }
    }

    /// What it cost.
    struct Outcome: Rendered {
        var records: Int
        var pairs: Int
        var clusters: Int
        var comparedPairs: Int
        /// One pass over the rows that keeps nothing.
        var baseline: Measured
        /// From the files to a population.
        var read: Measured
        /// From the population to scored pairs.
        var link: Measured
        /// Both, per second of the processor.
        var recordsPerCpuSecond: Int

        var text: String {
            func line(_ name: String, _ cost: Measured) -> String {
                "\(name) \(cost.cpuSeconds.text(places: 2)) s of CPU, "
                    + "\(cost.seconds.text(places: 2)) s, "
                    + "peak \(cost.peakMegabytes.text(places: 0)) MB"
            }
            return """
                \(records) records, \(comparedPairs) pairs compared, \(pairs) found, \
                \(clusters) groups
                \(line("baseline (plain pass over the rows):", baseline))
                \(line("read and intern:                    ", read))
                \(line("compare and score:                  ", link))
                \(recordsPerCpuSecond) records per second of CPU
                """
        }
    }

    func perform(_ output: Output) async throws -> Outcome {
        let folder = try files.isEmpty ? BenchFolder(in: nil) : nil
        let simulated = try folder.map {
            try PopulationFolder.write(
                PopulationSimulation.Options(persons: persons ?? 20_000, seed: 1), to: $0.path)
        }
        let paths = simulated?.persons ?? files.map(\.absolute)
        let limit = persons ?? .max
        let (_, baseline) = try Measured.of { try plainPass(paths, limit) }
        let (people, read) = try Measured.of {
            try PersonFiles(
                paths, mapping: nil, format: CSVFormat(), limit: limit, output: output)
        }
        let (result, link) = try Measured.of {
            try Linker.link(people.population) { step, share in
                output.progress(step, done: Int(share * 100), total: 100)
            }
        }
        withExtendedLifetime(folder) {}
        let cpuSeconds = max(0.001, read.cpuSeconds + link.cpuSeconds)
        return Outcome(
            records: people.population.count, pairs: result.pairs.count,
            clusters: result.clusters.count, comparedPairs: result.comparedPairs,
            baseline: baseline, read: read, link: link,
            recordsPerCpuSecond: Int(Double(people.population.count) / cpuSeconds))
    }

    /// Reads every row and looks at every field.
    private func plainPass(_ paths: [String], _ limit: Int) throws -> Int {
        var bytes = 0
        var rows = 0
        for path in paths {
            var reader = try CSVReader(path: path)
            _ = try reader.next()
            while rows < limit, let row = try reader.next() {
                rows += 1
                for column in 0..<row.count { bytes += row[column].count }
            }
        }
        return bytes
    }
}
