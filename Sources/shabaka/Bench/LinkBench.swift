import ArgumentParser
import Foundation
import Intake
import Linkage
import Simulation

/// Measures the comparison of everybody with everybody: what it costs and how good it is.
struct LinkBench: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Measure what it costs to find doubles among people, and how good it is.",
        discussion: """
            From the files to a file of pairs, which is removed again. The baseline is one plain \
            pass over the same rows that keeps nothing. With --truth the pairs are compared with \
            what is known: a CSV file with a column of ids and one of persons, which the engine \
            never sees. Without files a simulated population is compared, and with its truth.

            With --growth-from the first so many persons are compared before all of them, to see \
            how the cost grows: 1.0 is in proportion to the persons.

            Example: shabaka bench link IQ-*-persons.csv --truth truth/persons.csv
            Example: shabaka bench link --persons 1770000 --growth-from 100000
            Example: shabaka bench link a.csv b.csv --truth all.csv --between --one-to-one
            """)

    @Argument(help: "CSV files of persons; a simulated population when there are none.")
    var files: [FilePath] = []

    @Option(parsing: .singleValue, help: "CSV file that says who is who; may be given again.")
    var truth: [FilePath] = []

    @Flag(help: "Records that --truth does not name are of one person each.")
    var othersAlone = false

    @Option(help: "From which the simulated population is made.")
    var seed: UInt64 = 1

    @Option(help: "YAML file that says which columns are compared and what they mean.")
    var mapping: FilePath?

    @Flag(help: "Only look for pairs across files.")
    var between = false

    @Flag(help: "Nobody has more than one partner.")
    var oneToOne = false

    @Option(help: "Pairs from this probability on are held to be one person.")
    var threshold = 0.95

    @Option(help: "Pairs from this probability on are written, and counted for the best F1.")
    var review = 0.02

    @Option(help: "How many threads work; as many as processors when left out.")
    var threads: Int?

    @Option(help: "How many persons; all of the files, or 20000, when left out.")
    var persons: Int?

    @Option(help: "Compare the first so many persons alone too, to see how the cost grows.")
    var growthFrom: Int?

    @Flag(help: "One JSON document on standard output.")
    var json = false

    var isJSON: Bool { json }

    func validate() throws {
        if let persons, persons < 1 { throw ValidationError("--persons must be at least 1.") }
        if let growthFrom, growthFrom < 1 || growthFrom >= persons ?? .max {
            throw ValidationError("--growth-from must be at least 1, and less than --persons.")
        }
        if let threads, threads < 1 { throw ValidationError("--threads must be at least 1.") }
        for value in [threshold, review] where !(value > 0 && value < 1) {
            throw ValidationError("\(value): a probability lies between 0 and 1.")
        }
        guard !between || files.count > 1 else {
            throw ValidationError("--between looks for pairs across files: give two or more.")
        }
    }

    func perform(_ output: Output) async throws -> LinkBenchOutcome {
        guard files.isEmpty else {
            return try measure(files.map(\.absolute), truth.map(\.absolute), output)
        }
        let folder = try BenchFolder(in: nil)
        defer { withExtendedLifetime(folder) {} }
        let simulated = try PopulationFolder.write(
            PopulationSimulation.Options(persons: persons ?? 20_000, seed: seed), to: folder.path)
        return try measure(simulated.persons, [simulated.clusters], output)
    }

    private func measure(
        _ paths: [String], _ truth: [String], _ output: Output
    ) throws -> LinkBenchOutcome {
        let limit = persons ?? .max
        let given = try mapping.map { try MappingFile.read($0.absolute) }
        // The smaller one first, so that the most memory is that of the whole.
        let smaller = try growthFrom.map { limit in
            LinkBenchOutcome.Growth(from: try onePass(paths, given, limit: limit, output))
        }
        let (_, baseline) = try Measured.of { try plainPass(paths, limit) }
        let pass = try onePass(paths, given, limit: limit, output)
        let (people, result) = (pass.people, pass.result)
        var accuracy: LinkAccuracy?
        if !truth.isEmpty {
            let persons = try TruePersons(
                truth, of: people, format: CSVFormat(),
                othersAreAlone: files.isEmpty || othersAlone)
            accuracy = LinkAccuracy(
                result.pairs, persons, of: people.population, between: between,
                threshold: threshold)
        }
        return LinkBenchOutcome(
            records: people.population.count, pairs: result.pairs.count,
            pairsAtThreshold: result.pairs.count { $0.probability >= threshold },
            clusters: result.clusters.count, comparedPairs: result.comparedPairs,
            baseline: baseline, read: pass.read, link: pass.link, write: pass.write,
            growth: smaller.map { $0.compared(with: pass) },
            accuracy: accuracy)
    }

    /// From the files to a file of pairs, once.
    struct Pass {
        let people: PersonFiles
        let result: LinkResult
        let read: Measured
        let link: Measured
        let write: Measured

        var records: Int { people.population.count }
        var cpuSeconds: Double { read.cpuSeconds + link.cpuSeconds + write.cpuSeconds }
    }

    private func onePass(
        _ paths: [String], _ given: LinkageMapping?, limit: Int, _ output: Output
    ) throws -> Pass {
        let (people, read) = try Measured.of {
            try PersonFiles(
                paths, mapping: given, format: CSVFormat(), limit: limit, output: output)
        }
        let options = LinkOptions(
            threshold: threshold, reviewThreshold: review, between: between, oneToOne: oneToOne,
            blocking: people.mapping.blocking ?? [], threads: threads)
        let (result, link) = try Measured.of {
            try Linker.link(people.population, options: options) { step, share in
                output.progress(step, done: Int(share * 100), total: 100)
            }
        }
        let pairs = (NSTemporaryDirectory() as NSString)
            .appendingPathComponent("shabaka-bench-\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(atPath: pairs) }  // it only takes up space
        let (_, write) = try Measured.of { try LinkFiles.writePairs(result, of: people, to: pairs) }
        return Pass(people: people, result: result, read: read, link: link, write: write)
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
