import ArgumentParser
import Foundation
import Registry

/// The program's own description of its data.
struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Write the description of the data.",
        discussion: "Example: shabaka schema export --to schemas",
        subcommands: [Export.self])

    /// Writes the data dictionary.
    struct Export: DocumentCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write dictionary.json and dictionary.md.",
            discussion: "Example: shabaka schema export --to schemas")

        @Option(help: "The folder to write to.")
        var to: FilePath

        @Flag(help: "One JSON document on standard output.")
        var json = false

        var isJSON: Bool { json }

        struct Outcome: Rendered {
            var files: [String]
            var entities: Int
            var fields: Int
            var text: String {
                "\(entities) entities with \(fields) fields in \(files.joined(separator: ", "))."
            }
        }

        func perform(_ output: Output) async throws -> Outcome {
            let dictionary = DataDictionary.current
            let export = DictionaryExport(dictionary)
            let folder = NodeDirectory(to)
            let files = [
                (to.absolute + "/dictionary.json", try export.json),
                (to.absolute + "/dictionary.md", export.markdown),
            ]
            try FileManager.default.createDirectory(
                atPath: to.absolute, withIntermediateDirectories: true)
            for (path, text) in files { try folder.write(text, to: path) }
            return Outcome(
                files: files.map(\.0), entities: dictionary.entities.count,
                fields: dictionary.entities.reduce(0) { $0 + $1.fields.count })
        }
    }
}
