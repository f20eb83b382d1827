import Foundation

/// What a command has to say in the end: as text for people, as one JSON document for programs.
protocol Rendered: Encodable, Sendable {
    /// The text for people, without a line feed at its end.
    var text: String { get }
    /// 0 when all was done, 1 when something was refused though the rest was done.
    var exitCode: Int32 { get }
}

extension Rendered {
    var exitCode: Int32 { 0 }
}

/// The JSON that goes to programs: keys sorted and in snake case.
enum JSONDocument {
    /// The document of a value.
    static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }

    /// The document that says why a command failed.
    static func error(_ message: String) -> String {
        // A dictionary of strings always has a JSON form.
        (try? text(of: ["error": message])) ?? "{\"error\": \"\"}\n"
    }
}
