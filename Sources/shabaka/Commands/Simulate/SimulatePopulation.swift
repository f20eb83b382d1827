import ArgumentParser
import Foundation
import Simulation

/// Writes a registry of families that never lived.
struct SimulatePopulation: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "population",
        abstract: "Write a registry of invented families, and who is in it twice.",
        discussion: """
            Writes two files a province in the shape that “shabaka import” takes, \
            truth-pairs.csv (id_a, id_b, kind: rows that are one person) and truth-clusters.csv \
            (id, cluster). Nobody in them lives. What is realistic about them and what is not \
            stands in Sources/Simulation/Simulation.docc.

            Example: shabaka simulate population --persons 1770000 --seed 1 --to nation
            Example: shabaka link nation/*-persons.csv --pairs pairs.csv
            """)

    @Option(help: "How many rows of persons, at least; at most a clan more.")
    var persons: Int

    @Option(help: "What everything comes from.")
    var seed: UInt64 = 1

    @Option(help: "The folder for the files.")
    var to: FilePath

    @Option(help: "Which part of the rows are further registrations of somebody: 0 to 0.5.")
    var duplicates = 0.03

    @Option(help: "How careless the clerks are: low, normal or high.")
    var noise: PopulationSimulation.Noise = .normal

    @Option(help: "Everything in one province: its code of ISO 3166-2, such as IQ-BG.")
    var province: String?

    @Flag(help: "One JSON document on standard output.")
    var json = false

    var isJSON: Bool { json }

    func validate() throws {
        guard (1...100_000_000).contains(persons) else {
            throw ValidationError("--persons \(persons): give 1 to 100000000.")
        }
        guard (0...0.5).contains(duplicates) else {
            throw ValidationError("--duplicates \(duplicates): give 0 to 0.5.")
        }
        if let province, !PopulationSimulation.provinces.contains(province) {
            throw ValidationError(
                "--province \(province): known are "
                    + PopulationSimulation.provinces.joined(separator: ", ") + ".")
        }
    }

    /// What was made.
    struct Outcome: Rendered {
        var seed: UInt64
        var noise: PopulationSimulation.Noise
        var report: PopulationSimulation.Report
        var folder: String
        var files: Int
        var cost: Measured

        var text: String {
            let kinds = report.repeatedBy.sorted { $0.key < $1.key }
                .map { "\($0.value) \($0.key)" }.joined(separator: ", ")
            return """
                \(report.persons) persons in \(report.households) households, \(files) files in \
                \(folder)
                \(report.repeatedPersons) rows are further registrations (\(kinds)): \
                \(report.clusters) people, \(report.truePairs) pairs
                \(cost.seconds.text(places: 1)) s, peak \(cost.peakMegabytes.text(places: 0)) MB
                """
        }
    }

    func perform(_ output: Output) async throws -> Outcome {
        let options = PopulationSimulation.Options(
            persons: persons, seed: seed, repeatRate: duplicates, noise: noise,
            province: province)
        let (made, cost) = try Measured.of {
            try PopulationFolder.write(options, to: to.absolute)
        }
        return Outcome(
            seed: seed, noise: noise, report: made.report, folder: to.absolute,
            files: made.paths.count, cost: cost)
    }
}
