import Foundation

/// Reads what an audit wrote at another node.
enum AuditFile {
    /// - Throws: `AuditFault.unreadable`.
    static func read<Document: Decodable>(
        _ type: Document.Type, _ path: FilePath
    ) throws -> Document {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(
                type, from: try Data(contentsOf: URL(fileURLWithPath: path.absolute)))
        } catch is DecodingError {
            throw AuditFault.unreadable(path.absolute, "it was not written by this command.")
        } catch {
            throw AuditFault.unreadable(path.absolute, error.localizedDescription)
        }
    }
}

/// Why an audit cannot be made as asked.
enum AuditFault: Error, CustomStringConvertible {
    case unreadable(String, String)
    case otherScope([String]?, [String]?)

    var description: String {
        switch self {
        case .unreadable(let path, let what): "“\(path)” cannot be used: \(what)"
        case .otherScope(let here, let there):
            "Two scopes are no comparison: here \(Self.text(here)), there \(Self.text(there)). "
                + "Use --scope-of or --areas."
        }
    }

    private static func text(_ scope: [String]?) -> String {
        scope.map { $0.joined(separator: ", ") } ?? "everything"
    }
}
