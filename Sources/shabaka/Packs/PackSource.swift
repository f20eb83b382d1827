import CountryPack
import Foundation
import Yams

/// Where a country pack is read from.
enum PackSource {
    /// The one in the program.
    case builtIn
    /// A folder of YAML files.
    case folder(String)

    /// What is wrong with a pack.
    enum Fault: Error, CustomStringConvertible {
        case missing(file: String)
        case malformed(file: String, String)

        var description: String {
            switch self {
            case .missing(let file): "The country pack has no “\(file)”. Check --pack."
            case .malformed(let file, let reason):
                "“\(file)” of the country pack cannot be read: \(reason)"
            }
        }
    }

    /// The text of a file. Throws `Fault.missing`.
    func text(of file: String) throws -> String {
        switch self {
        case .builtIn:
            guard let text = CountryPack.text(of: file) else { throw Fault.missing(file: file) }
            return text
        case .folder(let path):
            let whole = path + "/" + file
            guard FileManager.default.fileExists(atPath: whole) else {
                throw Fault.missing(file: file)
            }
            return try String(contentsOfFile: whole, encoding: .utf8)
        }
    }

    /// What a file says. Throws `Fault`.
    func decode<Content: Decodable>(_ type: Content.Type, from file: String) throws -> Content {
        let text = try text(of: file)
        do {
            return try YAMLDecoder().decode(type, from: text)
        } catch {
            throw Fault.malformed(file: file, Self.reason(error))
        }
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        func place(_ path: [any CodingKey]) -> String {
            path.map(\.stringValue).joined(separator: ".")
        }
        return switch error {
        case .keyNotFound(let key, let context):
            "“\(key.stringValue)” is missing in \(place(context.codingPath))."
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            "\(place(context.codingPath)): \(context.debugDescription)"
        @unknown default: "\(error)"
        }
    }
}
