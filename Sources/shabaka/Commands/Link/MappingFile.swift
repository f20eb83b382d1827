import Foundation
import Linkage
import Yams

/// Reads which columns are compared: from a file, or from the names of the columns.
enum MappingFile {
    /// The mapping in a YAML file; keys that nobody knows are refused, since a misspelt one would
    /// be passed over in silence.
    ///
    /// - Throws: `LinkFault.mapping`.
    static func read(_ path: String) throws -> LinkageMapping {
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try check(text, path)
            return try YAMLDecoder().decode(LinkageMapping.self, from: text)
        } catch let error as LinkFault {
            throw error
        } catch let error as DecodingError {
            throw LinkFault.mapping(path, said(by: error))
        } catch let error as YamlError {
            throw LinkFault.mapping(path, "\(error)")
        } catch {
            throw LinkFault.mapping(path, error.localizedDescription)
        }
    }

    /// The mapping that the columns of a file suggest; it must tell people apart.
    ///
    /// - Throws: `LinkFault.listOfHouseholds`, `.unrecognised`.
    static func recognise(_ header: [String], of path: String) throws -> LinkageMapping {
        let mapping = LinkageMapping.recognise(header: header)
        let telling: Set<FieldType> = [.givenName, .familyName, .lineageName, .identifier]
        if let mapping, mapping.fields.contains(where: { telling.contains($0.type) }) {
            return mapping
        }
        // One column with other separators in it is a table that was read with the wrong one.
        if header.count == 1,
            let other = header[0].first(where: { ";\t|".contains($0) })
        {
            throw LinkFault.separator(path, String(other))
        }
        let isOfHouseholds = header.contains { $0.lowercased().contains("household") }
        throw isOfHouseholds
            ? LinkFault.listOfHouseholds(path, header: header)
            : LinkFault.unrecognised(path, header: header)
    }

    /// The mapping as text for people, which is also a mapping file.
    static func text(of mapping: LinkageMapping) -> String {
        var lines: [String] = []
        if let id = mapping.id { lines.append("id: \(quoted(id))") }
        if let household = mapping.household { lines.append("household: \(quoted(household))") }
        lines.append("fields:")
        for field in mapping.fields {
            let source =
                field.columns.map { columns in
                    let parts: [(String, String?)] = [
                        ("year", columns.year), ("month", columns.month), ("day", columns.day),
                    ]
                    let texts = parts.compactMap { part, column in
                        column.map { "\(part): \(quoted($0))" }
                    }
                    return "columns: {\(texts.joined(separator: ", "))}"
                } ?? "column: \(quoted(field.column ?? ""))"
            let format = field.format.map { ", format: \(quoted($0))" } ?? ""
            lines.append("  - {\(source), type: \(field.type.rawValue)\(format)}")
        }
        return lines.joined(separator: "\n")
    }

    private static func quoted(_ name: String) -> String {
        let isPlain =
            name.first?.isLetter == true
            && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == " " }
        return isPlain ? name : "'" + name.replacingOccurrences(of: "'", with: "''") + "'"
    }

    private static func check(_ text: String, _ path: String) throws {
        guard let root = try Yams.compose(yaml: text)?.mapping else {
            throw LinkFault.mapping(path, "it must name id, household and fields.")
        }
        try checkKeys(of: root, ["id", "household", "fields", "blocking"], path)
        for field in root["fields"]?.sequence ?? [] {
            guard let field = field.mapping else { continue }
            try checkKeys(of: field, ["column", "columns", "type", "format", "name"], path)
            if let columns = field["columns"]?.mapping {
                try checkKeys(of: columns, ["year", "month", "day"], path)
            }
        }
    }

    private static func checkKeys(
        of mapping: Yams.Node.Mapping, _ known: [String], _ path: String
    ) throws {
        for (key, _) in mapping {
            let name = key.string ?? ""
            guard !known.contains(name) else { continue }
            let line = key.mark.map { "line \($0.line): " } ?? ""
            throw LinkFault.mapping(
                path, "\(line)“\(name)” is not known; known are \(known.joined(separator: ", ")).")
        }
    }

    private static func said(by error: DecodingError) -> String {
        guard case .dataCorrupted(let context) = error,
            context.codingPath.last?.stringValue == "type"
        else { return error.words }
        return DecodingError.place(context.codingPath) + "known types are "
            + (FieldType.allCases.map(\.rawValue) + ["household"]).joined(separator: ", ") + "."
    }
}
