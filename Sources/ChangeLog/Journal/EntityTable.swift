import Registry
import Synchronization

/// The SQL of one entity's table, made once.
struct EntityTable: Sendable {
    let entity: Entity
    let createSQL: String
    let insertSQL: String
    let selectSQL: String
    let deleteSQL: String
    let existsSQL: String

    /// Fields by which only headquarters says something.
    let hubFields: Set<Int>
    /// By the number of a field.
    private let columns: [Column?]

    /// Where a field's value goes when a row is inserted.
    struct Column: Sendable {
        /// The number of the parameter.
        let parameter: Int
        let storage: FieldType.Storage
    }

    /// The column of a field; nil when the entity has none of that number.
    func column(of field: Int) -> Column? {
        columns.indices.contains(field) ? columns[field] : nil
    }

    /// How many columns stand before the first field.
    static let systemColumns = 6

    private init(_ entity: Entity) {
        self.entity = entity
        let table = "\"\(entity.name)\""
        let fields = entity.fields.map { "\"\($0.name)\"" }
        let definitions =
            [
                "id BLOB PRIMARY KEY NOT NULL", "version_branch INTEGER NOT NULL",
                "version_sequence INTEGER NOT NULL", "version_tag INTEGER NOT NULL",
                "effective INTEGER NOT NULL", "extra BLOB",
            ] + entity.fields.map(Self.column)
        createSQL = "CREATE TABLE \(table) (\(definitions.joined(separator: ", ")))"
        let columns =
            [
                "id", "version_branch", "version_sequence", "version_tag", "effective", "extra",
            ] + fields
        let parameters = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        insertSQL =
            "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(parameters))"
        selectSQL = "SELECT \(columns.joined(separator: ", ")) FROM \(table) WHERE id = $1"
        existsSQL = "SELECT 1 FROM \(table) WHERE id = $1"
        deleteSQL = "DELETE FROM \(table) WHERE id = $1"
        hubFields = Set(entity.fields.filter { $0.writers == .hub }.map(\.number))
        var byNumber = [Column?](repeating: nil, count: (entity.fields.last?.number ?? 0) + 1)
        for (index, field) in entity.fields.enumerated() {
            byNumber[field.number] = Column(
                parameter: Self.systemColumns + 1 + index, storage: field.type.storage)
        }
        self.columns = byNumber
    }

    /// Sets the columns of one group; the id is the last parameter.
    func updateSQL(_ group: FieldGroup) -> String {
        let columns = group.fields.enumerated().map { "\"\($1.name)\" = $\($0 + 1)" }
        return """
            UPDATE "\(entity.name)" SET \(columns.joined(separator: ", ")) \
            WHERE id = $\(group.fields.count + 1)
            """
    }

    /// The column of a field: nothing but its type, since another node may leave it out.
    static func column(_ field: Field) -> String {
        let type =
            switch field.type.storage {
            case .text: "TEXT"
            case .integer: "INTEGER"
            case .bytes: "BLOB"
            }
        return "\"\(field.name)\" \(type)"
    }

    /// The table of an entity. Asked for with every record that is read: those of this version's
    /// dictionary are found without a lock, since two readers that want one lock a hundred thousand
    /// times a second wait for each other most of the time.
    static func of(_ entity: Entity) -> EntityTable {
        if let table = current[entity.number], table.entity.fields.count == entity.fields.count {
            return table
        }
        return others.withLock { others in
            let name = Name(number: entity.number, fields: entity.fields.count)
            if let table = others[name] { return table }
            let table = EntityTable(entity)
            others[name] = table
            return table
        }
    }

    private static let current = Dictionary(
        uniqueKeysWithValues: DataDictionary.current.entities.map {
            ($0.number, EntityTable($0))
        })

    /// An entity of one version of the dictionary: fields are added, never taken away.
    private struct Name: Hashable {
        var number: Int
        var fields: Int
    }

    /// Those of other versions' dictionaries.
    private static let others = Mutex<[Name: EntityTable]>([:])
}
