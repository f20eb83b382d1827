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
            Example: shabaka link old-list.csv --explain 1017 2344 --explain-svg why.svg
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

    @Option(
        parsing: .upToNextOption,
        help: "Two ids: show what each field says about the two records, whatever their bits.")
    var explain: [String] = []

    @Option(help: "With --explain: where the picture of it goes, as SVG.")
    var explainSvg: FilePath?

    @Option(help: "Where the model goes as settings of Splink 4, in JSON.")
    var splinkSettings: FilePath?

    @Option(help: "Where the records go as the columns that these settings compare, in CSV.")
    var splinkInput: FilePath?

    @Option(help: "Where the settings are to run: duckdb or spark.")
    var splinkDialect: SplinkSettings.Dialect = .duckdb

    @Option(help: "How many threads work; as many as processors when left out.")
    var threads: Int?

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
        guard explain.isEmpty || explain.count == 2 else {
            throw ValidationError(
                "--explain takes two ids, not \(explain.count). Name the files before it.")
        }
        guard explainSvg == nil || !explain.isEmpty else {
            throw ValidationError("--explain-svg belongs to --explain.")
        }
        if let threads, threads < 1 { throw ValidationError("--threads must be at least 1.") }
        _ = try separatorByte()
    }

    func perform(_ output: Output) async throws -> LinkOutcome {
        let (outcome, cost) = try Measured.of { try link(output) }
        var measured = outcome
        measured.seconds = cost.seconds.rounded(places: 3)
        measured.cpuSeconds = cost.cpuSeconds.rounded(places: 3)
        return measured
    }

    private func link(_ output: Output) throws -> LinkOutcome {
        let format = CSVFormat(encoding: encoding, separator: try separatorByte())
        let given = try mapping.map { try MappingFile.read($0.absolute) }
        let model = try modelIn.map { try LinkFiles.readModel($0.absolute) }
        let people = try PersonFiles(
            files.map(\.absolute), mapping: given, format: format, wanted: Set(explain),
            output: output)
        let asked = try askedRows(people)
        let options = LinkOptions(
            threshold: threshold, reviewThreshold: review, between: between, oneToOne: oneToOne,
            blocking: people.mapping.blocking ?? [], model: model, threads: threads,
            explain: asked.map { [RowPair($0[0].row, $0[1].row)] } ?? [])
        let result = try Linker.link(people.population, options: options) { step, share in
            output.progress(step, done: Int(share * 100), total: 100)
        }
        try write(result, people)
        var outcome = LinkOutcome(
            records: people.population.count, pairs: result.pairs.count,
            pairsAtThreshold: result.pairs.count { $0.probability >= threshold },
            clusters: result.clusters.count, comparedPairs: result.comparedPairs,
            model: "fellegi-sunter \(result.model.version)",
            blocking: result.blocking, genericValues: result.genericValues,
            refusedRows: people.refusedRows, shortRows: people.shortRows)
        if let explanation = result.explanations.first, let asked {
            let document = ExplanationDocument(
                explanation, ids: (explain[0], explain[1]),
                values: (asked[0].values, asked[1].values))
            if let explainSvg {
                try LinkFiles.write(WaterfallSVG(document).text, to: explainSvg.absolute)
            }
            outcome.explanation = document
        }
        return outcome
    }

    private func write(_ result: LinkResult, _ people: PersonFiles) throws {
        if let pairs { try LinkFiles.writePairs(result, of: people, to: pairs.absolute) }
        if let clusters { try LinkFiles.writeClusters(result, of: people, to: clusters.absolute) }
        if let modelOut { try LinkFiles.writeModel(result.model, to: modelOut.absolute) }
        if let splinkSettings {
            let settings = SplinkSettings(
                result.model, blocking: result.blocking, between: between,
                households: people.mapping.household != nil, dialect: splinkDialect)
            try LinkFiles.writeJSON(settings, to: splinkSettings.absolute)
        }
        if let splinkInput {
            try LinkFiles.writeTable(SplinkTable(people.population), to: splinkInput.absolute)
        }
    }

    /// The rows of the two ids; where both are one id, its first two rows.
    private func askedRows(_ people: PersonFiles) throws -> [(row: Int, values: [String])]? {
        guard explain.count == 2 else { return nil }
        let ids = people.population.ids
        guard let first = people.shown.first(where: { ids[$0.row] == explain[0] }) else {
            throw LinkFault.unknownRecord(explain[0])
        }
        guard
            let second = people.shown.first(where: {
                ids[$0.row] == explain[1] && $0.row != first.row
            })
        else { throw LinkFault.unknownRecord(explain[1]) }
        return [first, second]
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
