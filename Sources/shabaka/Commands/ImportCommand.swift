import ArgumentParser
import Foundation
import Intake
import Yams

/// Brings files of households, persons and registers into a node.
struct ImportCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import households, persons or a register from CSV files.",
        discussion: """
            Rows that cannot be taken are written to a file beside theirs (persons.csv gives \
            persons.rejected.csv) with line, field and reason; all others are kept, and the \
            command ends with 1. The same file twice changes nothing, and a clerk's correction \
            stays. An import that was cut short goes on when run again.

            Example: shabaka import --data bg IQ-BG-households.csv IQ-BG-persons.csv
            Example: shabaka import --data hub --register deaths deaths.csv
            """)

    @OptionGroup var options: NodeOptions

    @Argument(help: "CSV files with a header row, in any order.")
    var files: [FilePath]

    @Option(help: "YAML file that says which column means what, and how values are written.")
    var mapping: FilePath?

    @Option(help: "utf-8 or windows-1256; a mapping may say it too.")
    var encoding: CSVFormat.Encoding?

    @Option(help: "The files are this institution's register: deaths.")
    var register: Register?

    @Option(help: "The programme in which new households are enrolled.")
    var programme = "monthly-benefit"

    @Flag(help: "Do not enrol new households.")
    var noEnrol = false

    @Option(help: "Only households in these areas, with commas between: 03-1,03-2.")
    var areas: CommaList?

    @Option(help: "Not the households in these areas, with commas between.")
    var exceptAreas: CommaList?

    @Option(help: "Who imports.")
    var actor = "import"

    typealias Outcome = ImportReport

    /// The registers of other institutions that can be imported.
    enum Register: String, ExpressibleByArgument, CaseIterable {
        case deaths
    }

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("Give at least one CSV file.") }
        guard !actor.isEmpty else { throw ValidationError("--actor must name somebody.") }
    }

    func run(on node: Node, output: Output) async throws -> ImportReport {
        if actor != "import" { try node.requireActor(actor, output) }
        var wanted = Importer.Options(workFolder: node.directory.path)
        if let mapping { wanted.mapping = try Self.mapping(at: mapping) }
        if let encoding { wanted.mapping.format.encoding = encoding }
        wanted.kind = register.map { _ in .deaths }
        wanted.programme = noEnrol ? nil : programme
        wanted.areas = areas.map { Set($0.items) }
        wanted.exceptAreas = Set(exceptAreas?.items ?? [])
        wanted.actor = actor
        let outcome = try Importer(node.journal, options: wanted).run(files.map(\.absolute)) {
            output.progress("import", done: $0.doneBytes, total: $0.totalBytes)
        }
        return ImportReport(outcome: outcome)
    }

    private static func mapping(at path: FilePath) throws -> ImportMapping {
        let text = try String(contentsOfFile: path.absolute, encoding: .utf8)
        do {
            return try YAMLDecoder().decode(ImportMapping.self, from: text)
        } catch let error as DecodingError {
            throw MappingFault(path: path.absolute, reason: error.words)
        }
    }
}

/// Why a mapping cannot be used.
struct MappingFault: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "The mapping “\(path)” cannot be used: \(reason)" }
}

/// What an import did, for people and for programs.
struct ImportReport: Rendered {
    let outcome: ImportOutcome

    var exitCode: Int32 { outcome.rejected > 0 ? 1 : 0 }

    var text: String {
        var lines = [
            "\(outcome.households) households and \(outcome.persons) persons in "
                + "\(outcome.files) files: \(outcome.new) rows new, \(outcome.changed) changed, "
                + "\(outcome.unchanged) unchanged; \(outcome.changesets) changesets in "
                + String(format: "%.1f s.", outcome.seconds)
        ]
        if outcome.matched > 0 {
            lines.append("\(outcome.matched) rows of the register are about persons here.")
        }
        if outcome.keptCorrections > 0 {
            lines.append("\(outcome.keptCorrections) rows left a clerk's correction as it is.")
        }
        if outcome.outside > 0 {
            lines.append("\(outcome.outside) rows were passed over: they are not about this node.")
        }
        if outcome.rejected > 0 {
            lines.append("\(outcome.rejected) rows were refused; repair and import them again:")
            lines += outcome.rejectedFiles.map { "  " + $0 }
        }
        return lines.joined(separator: "\n")
    }

    func encode(to encoder: any Encoder) throws {
        try outcome.encode(to: encoder)
    }
}
