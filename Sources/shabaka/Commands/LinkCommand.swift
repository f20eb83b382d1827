import ArgumentParser
import Foundation
import Intake
import Linkage

/// Finds people who stand in lists more than once; needs no node.
struct LinkCommand: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Find who stands in lists of people more than once.",
        discussion: """
            Any CSV files with a header row are taken together as one population; no node is \
            needed. Without --mapping the columns are recognised by their names, and what was \
            recognised is shown as a mapping that can be corrected. A pair is a lead for a human, \
            never a finding: its bits say how much each column speaks for one person (log2 of \
            the odds).

            Example: shabaka link old-list.csv --pairs pairs.csv --clusters clusters.csv
            Example: shabaka link a.csv b.csv --mapping mapping.yaml --pairs pairs.csv --between
            """)

    @Argument(help: "CSV files of persons, with a header row.")
    var files: [FilePath]

    @Option(help: "YAML file that says which columns are compared and what they mean.")
    var mapping: FilePath?

    @Option(help: "Where the pairs go, with the bits of each field.")
    var pairs: FilePath?

    @Option(help: "Where the groups of rows go that are held to be one person.")
    var clusters: FilePath?

    @Option(help: "Pairs from this probability on are held to be one person.")
    var threshold = 0.95

    @Option(help: "Pairs from this probability on are written.")
    var review = 0.2

    @Flag(help: "Only look for pairs across files.")
    var between = false

    @Flag(help: "With --between: nobody has more than one partner.")
    var oneToOne = false

    @Option(help: "utf-8 or windows-1256.")
    var encoding: CSVFormat.Encoding = .utf8

    @Option(help: "The character between two columns: , or ; or tab.")
    var separator = ","

    @Option(help: "Where the model goes that was learnt from these files.")
    var modelOut: FilePath?

    @Option(help: "A model learnt before, used instead of learning one.")
    var modelIn: FilePath?

    @Flag(help: "One JSON document on standard output.")
    var json = false

    var isJSON: Bool { json }

    func validate() throws {
        for (name, value) in [("threshold", threshold), ("review", review)]
        where !(value > 0 && value < 1) {
            throw ValidationError("--\(name) \(value): a probability lies between 0 and 1.")
        }
        guard review <= threshold else {
            throw ValidationError("--review \(review) lies above --threshold \(threshold).")
        }
        guard !between || files.count > 1 else {
            throw ValidationError("--between looks for pairs across files: give two or more.")
        }
        guard between || !oneToOne else {
            throw ValidationError("--one-to-one belongs to --between.")
        }
        _ = try separatorByte()
    }

    /// What a linkage found, in numbers.
    struct Outcome: Rendered {
        var records: Int
        /// Pairs at or above the review threshold.
        var pairs: Int
        /// Those of them at or above the threshold.
        var pairsAtThreshold: Int
        var clusters: Int
        var comparedPairs: Int
        var seconds: Double
        var cpuSeconds: Double
        var model: String
        var blocking: [String]
        /// Numbers that so many share that they identify nobody.
        var genericValues: [GenericValue]
        var refusedRows: Int
        var shortRows: Int

        var exitCode: Int32 { refusedRows > 0 ? 1 : 0 }

        var text: String {
            var lines = [
                "\(records) records, \(comparedPairs) pairs compared in "
                    + "\(seconds.text(places: 1)) s (\(cpuSeconds.text(places: 1)) s of CPU)",
                "\(pairs) pairs to look at, \(pairsAtThreshold) of them at or above the threshold",
                "\(clusters) groups of records held to be one person",
            ]
            if !genericValues.isEmpty {
                lines.append(
                    "\(genericValues.count) numbers are shared by too many to identify anybody")
            }
            if shortRows > 0 { lines.append("\(shortRows) rows lacked columns at their end") }
            if refusedRows > 0 { lines.append("\(refusedRows) rows were left out") }
            return lines.joined(separator: "\n")
        }
    }

    func perform(_ output: Output) async throws -> Outcome {
        let (outcome, cost) = try Measured.of { try link(output) }
        var measured = outcome
        measured.seconds = cost.seconds.rounded(places: 3)
        measured.cpuSeconds = cost.cpuSeconds.rounded(places: 3)
        return measured
    }

    private func link(_ output: Output) throws -> Outcome {
        let format = CSVFormat(encoding: encoding, separator: try separatorByte())
        let given = try mapping.map { try MappingFile.read($0.absolute) }
        let model = try modelIn.map { try LinkFiles.readModel($0.absolute) }
        let people = try PersonFiles(
            files.map(\.absolute), mapping: given, format: format, output: output)
        let options = LinkOptions(
            threshold: threshold, reviewThreshold: review, between: between, oneToOne: oneToOne,
            blocking: people.mapping.blocking ?? [], model: model)
        let result = try Linker.link(people.population, options: options) { step, share in
            output.progress(step, done: Int(share * 100), total: 100)
        }
        if let pairs { try LinkFiles.writePairs(result, of: people, to: pairs.absolute) }
        if let clusters { try LinkFiles.writeClusters(result, of: people, to: clusters.absolute) }
        if let modelOut { try LinkFiles.writeModel(result.model, to: modelOut.absolute) }
        return Outcome(
            records: people.population.count, pairs: result.pairs.count,
            pairsAtThreshold: result.pairs.count { $0.probability >= threshold },
            clusters: result.clusters.count, comparedPairs: result.comparedPairs, seconds: 0,
            cpuSeconds: 0, model: "fellegi-sunter \(result.model.version)",
            blocking: result.blocking, genericValues: result.genericValues,
            refusedRows: people.refusedRows, shortRows: people.shortRows)
    }

    private func separatorByte() throws -> UInt8 {
        let text = separator == "tab" || separator == "\\t" ? "\t" : separator
        guard text.utf8.count == 1, let byte = text.utf8.first, byte < 0x80,
            ![0x00, 0x0A, 0x0D, 0x22].contains(byte)
        else {
            throw ValidationError("--separator \(separator): give one character, such as ; or tab.")
        }
        return byte
    }
}
