import Registry
import Synchronization

/// The SQL of one entity's table and where its fields lie, made once.
final class EntityTable: Sendable {
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
    /// By the number of a group.
    private let groups: [Group?]
    /// By name, where a field lies among the values of a row.
    private let places: [String: Int]

    /// What is read and written of one group.
    struct Group: Sendable {
        /// Its fields in the order of their numbers, and where they lie among the values of a row.
        let fields: [(number: Int, place: Int, storage: FieldType.Storage)]
        /// Sets the columns in this order; where the row lies is the last parameter.
        let updateSQL: String
        /// Whether the values say where records lie.
        let decidesScope: Bool
    }

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

    /// The group of this number, or nil.
    func group(_ number: Int) -> Group? {
        groups.indices.contains(number) ? groups[number] : nil
    }

    /// Where a field lies among the values of a row, or nil when the entity has none of that name.
    func place(of name: String) -> Int? { places[name] }

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
            ["version_branch", "version_sequence", "version_tag", "effective", "extra"] + fields
        let list = columns.joined(separator: ", ")
        let parameters = (1...(columns.count + 1)).map { "$\($0)" }.joined(separator: ", ")
        insertSQL = "INSERT INTO \(table) (id, \(list)) VALUES (\(parameters))"
        selectSQL = "SELECT rowid, \(list) FROM \(table) WHERE id = $1"
        existsSQL = "SELECT 1 FROM \(table) WHERE id = $1"
        deleteSQL = "DELETE FROM \(table) WHERE id = $1"
        hubFields = Set(entity.fields.filter { $0.writers == .hub }.map(\.number))
        var byNumber = [Column?](repeating: nil, count: (entity.fields.last?.number ?? 0) + 1)
        for (index, field) in entity.fields.enumerated() {
            byNumber[field.number] = Column(
                parameter: Self.systemColumns + 1 + index, storage: field.type.storage)
        }
        self.columns = byNumber
        places = Dictionary(
            uniqueKeysWithValues: entity.fields.enumerated().map { ($1.name, $0) })
        var groups = [Group?](
            repeating: nil, count: (entity.groups.map(\.number).max() ?? 0) + 1)
        for group in entity.groups {
            // Fields of an entity are in the order of their numbers, and so are these.
            let fields = entity.fields.enumerated().filter { field in
                group.fields.contains { $0.number == field.element.number }
            }
            let columns = fields.enumerated().map { "\"\($1.element.name)\" = $\($0 + 1)" }
            groups[group.number] = Group(
                fields: fields.map { ($1.number, $0, $1.type.storage) },
                updateSQL: """
                    UPDATE \(table) SET \(columns.joined(separator: ", ")) \
                    WHERE rowid = $\(fields.count + 1)
                    """,
                decidesScope: fields.contains {
                    Self.scopeFields(of: entity).contains($0.element.name)
                })
        }
        self.groups = groups
    }

    /// The fields by which records lie in areas.
    private static func scopeFields(of entity: Entity) -> [String] {
        switch entity.name {
        case "area": ["code", "parent"]
        case "household": ["area"]
        case "membership": ["person", "household", "until"]
        default: []
        }
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
