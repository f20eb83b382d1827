import Registry

/// The data dictionary as documents.
struct DictionaryExport {
    private let dictionary: DataDictionary

    init(_ dictionary: DataDictionary) {
        self.dictionary = dictionary
    }

    /// For programs.
    var json: String {
        get throws { try JSONDocument.text(of: Document(dictionary)) }
    }

    /// For people.
    var markdown: String {
        var lines = [
            "# The data dictionary, version \(dictionary.version)", "",
            "Written by `shabaka schema export`; do not edit. Every record has an id (UUIDv7, 16 "
                + "bytes). Fields of one group are merged as one value.", "",
        ]
        for entity in dictionary.entities {
            lines += ["## \(entity.number) \(entity.name)", "", entity.meaning, ""]
            lines += ["Scope: \(Document.scope(entity.scope)).", ""]
            lines += [
                "| no. | field | type | group | merge | required | sensitivity | writers | kept |",
                "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
            ]
            for field in entity.fields {
                let group = entity.group(of: field)
                let kept = field.retentionYears.map { "\($0) years" } ?? "for good"
                lines.append(
                    "| \(field.number) | `\(field.name)` | \(field.type.name) | "
                        + "\(group?.name ?? "") | \(group?.policy.name ?? "") | "
                        + "\(field.required ? "yes" : "") | \(field.sensitivity.rawValue) | "
                        + "\(field.writers.rawValue) | \(kept)\(field.erasable ? ", erasable" : "") |"
                )
            }
            lines.append("")
        }
        lines += ["## Rules over rows", ""]
        for invariant in dictionary.invariants {
            lines.append("- **\(invariant.name)** (`\(invariant.entity)`): \(invariant.meaning)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The shape of `dictionary.json`.
    private struct Document: Encodable {
        var version: Int
        var entities: [EntityDocument]
        var invariants: [InvariantDocument]

        struct EntityDocument: Encodable {
            var number: Int
            var name: String
            var meaning: String
            var scope: String
            var groups: [GroupDocument]
        }

        struct GroupDocument: Encodable {
            var number: Int
            var name: String
            var merge: String
            var fields: [FieldDocument]
        }

        struct FieldDocument: Encodable {
            var number: Int
            var name: String
            var type: String
            var storage: String
            var required: Bool
            var sensitivity: String
            var erasable: Bool
            var retentionYears: Int?
            var writers: String
        }

        struct InvariantDocument: Encodable {
            var name: String
            var meaning: String
            var entity: String
            var key: [String]
        }

        init(_ dictionary: DataDictionary) {
            version = dictionary.version
            entities = dictionary.entities.map { entity in
                EntityDocument(
                    number: entity.number, name: entity.name, meaning: entity.meaning,
                    scope: Self.scope(entity.scope), groups: entity.groups.map(Self.group))
            }
            invariants = dictionary.invariants.map {
                InvariantDocument(
                    name: $0.name, meaning: $0.meaning, entity: $0.entity, key: $0.key)
            }
        }

        private static func group(_ group: FieldGroup) -> GroupDocument {
            GroupDocument(
                number: group.number, name: group.name, merge: group.policy.name,
                fields: group.fields.map { field in
                    FieldDocument(
                        number: field.number, name: field.name, type: field.type.name,
                        storage: field.type.storage.rawValue, required: field.required,
                        sensitivity: field.sensitivity.rawValue, erasable: field.erasable,
                        retentionYears: field.retentionYears, writers: field.writers.rawValue)
                })
        }

        static func scope(_ scope: Entity.Scope) -> String {
            switch scope {
            case .everywhere: "everywhere"
            case .hub: "the hub only"
            case .area(let field): "the area in \(field)"
            case .areas(let fields): "the areas in \(fields.joined(separator: " and "))"
            case .through(let fields): "where \(fields.joined(separator: " and ")) lies"
            case .memberships: "the households with an open membership"
            case .local: "the node that computed it"
            }
        }
    }
}
