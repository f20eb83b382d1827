internal import Registry

extension ImportMapping: Decodable {
    private enum Key: String, CaseIterable {
        case encoding, separator, dates, currency, household, person, deaths, codes
    }

    /// Any key, so that one that is not known can be named.
    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// A mapping from its file. Throws `DecodingError` that names the key and what may stand there.
    public init(from decoder: any Decoder) throws {
        self = .builtIn
        let container = try decoder.container(keyedBy: AnyKey.self)
        for any in container.allKeys {
            guard let key = Key(rawValue: any.stringValue) else {
                throw Self.wrong(
                    any, in: container,
                    "‘\(any.stringValue)’ is not a key of a mapping; use "
                        + Key.allCases.map(\.rawValue).joined(separator: ", "))
            }
            switch key {
            case .encoding:
                format.encoding = try container.decode(CSVFormat.Encoding.self, forKey: any)
            case .separator:
                format = CSVFormat(
                    encoding: format.encoding, separator: try Self.separator(any, in: container))
            case .dates:
                dates = try container.decode(DateForm.self, forKey: any)
            case .currency:
                let code = try container.decode(String.self, forKey: any)
                do {
                    currency = try Currency(code)
                } catch {
                    throw Self.wrong(any, in: container, error.description)
                }
            case .household: try decode(.household, any, container)
            case .person: try decode(.person, any, container)
            case .deaths: try decode(.deaths, any, container)
            case .codes: try decodeCodes(any, container)
            }
        }
    }

    private mutating func decode(
        _ kind: FileKind, _ key: AnyKey, _ container: KeyedDecodingContainer<AnyKey>
    ) throws {
        var fields: [ImportField: String] = [:]
        for (name, column) in try container.decode([String: String].self, forKey: key) {
            guard let field = ImportField(name: name), kind.fields.contains(field) else {
                throw Self.wrong(
                    key, in: container,
                    "‘\(name)’ is not a field of \(kind.rawValue); use "
                        + kind.fields.map(\.name).joined(separator: ", "))
            }
            fields[field] = column
        }
        for field in kind.requiredFields where fields[field] == nil {
            throw Self.wrong(
                key, in: container, "\(kind.rawValue) has no column for \(field.name); add it")
        }
        columns[kind] = fields
    }

    private mutating func decodeCodes(
        _ key: AnyKey, _ container: KeyedDecodingContainer<AnyKey>
    ) throws {
        let all = try container.decode([String: [String: String]].self, forKey: key)
        for (name, words) in all {
            guard let field = ImportField(name: name), let list = codeLists[field] else {
                throw Self.wrong(
                    key, in: container,
                    "‘\(name)’ is not a field with codes; use "
                        + codeLists.keys.map(\.name).sorted().joined(separator: ", "))
            }
            for code in words.values.sorted() where !list.codes.contains(code) {
                throw Self.wrong(
                    key, in: container,
                    "‘\(code)’ is not a code of \(name); use "
                        + list.codes.joined(separator: ", "))
            }
            codeLists[field] = CodeList(list.name, list.codes, synonyms: words)
        }
    }

    private static func separator(
        _ key: AnyKey, in container: KeyedDecodingContainer<AnyKey>
    ) throws -> UInt8 {
        let text = try container.decode(String.self, forKey: key)
        if text == "tab" || text == "\t" { return UInt8(ascii: "\t") }
        guard [",", ";", "|"].contains(text), let byte = text.utf8.first else {
            throw wrong(key, in: container, "the separator is one of , ; | tab")
        }
        return byte
    }

    private static func wrong(
        _ key: AnyKey, in container: KeyedDecodingContainer<AnyKey>, _ reason: String
    ) -> DecodingError {
        .dataCorruptedError(forKey: key, in: container, debugDescription: reason)
    }
}
