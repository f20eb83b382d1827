import Registry
import Storage

/// Everything that a node shows, read from its database without the program's own merge, scope and
/// audit: so that it can be held against them.
struct NodeContents {
    /// One record: its values, the versions that nobody has superseded, and what is in dispute.
    struct Record: Equatable {
        var values: [FieldValue]
        var version: [FieldValue]
        /// By the number of the group, and there every head with its version and its values.
        var heads: [Int64: Set<[FieldValue]>] = [:]
        /// The groups with an open conflict.
        var conflicts: Set<Int64> = []
    }

    /// The records by the name of their entity.
    private(set) var records: [String: [RecordID: Record]] = [:]
    private var parents: [String: String] = [:]

    init(database path: String) throws {
        let store = try Store(path: path, readers: 1)
        try store.read { try read($0) }
        try store.close()
    }

    private mutating func read(_ transaction: Transaction) throws {
        let entities = DataDictionary.current.entities.filter { $0.scope != .local }
        for entity in entities {
            let fields = entity.fields.map { "e.\"\($0.name)\"" }.joined(separator: ", ")
            var found: [RecordID: Record] = [:]
            for row in try transaction.rows(
                """
                SELECT e.id, b.origin, b.incarnation, e.version_sequence, e.version_tag,
                    e.extra, \(fields)
                FROM "\(entity.name)" e JOIN branch b ON b.ix = e.version_branch
                """)
            {
                guard let id = row.id(0) else { continue }
                found[id] = Record(
                    values: Array(row.values[6...]), version: Array(row.values[1..<6]))
            }
            records[entity.name] = found
        }
        let owners = Dictionary(
            records.flatMap { name, found in found.keys.map { ($0, name) } },
            uniquingKeysWith: { first, _ in first })
        for row in try transaction.rows(
            """
            SELECT h.record, h.grp, b.origin, b.incarnation, h.sequence, h.tag, h.vals
            FROM head h JOIN branch b ON b.ix = h.branch
            """)
        {
            guard let id = row.id(0), let name = owners[id] else { continue }
            records[name]?[id]?.heads[row.integer(1), default: []]
                .insert(Array(row.values[2...]))
        }
        for row in try transaction.rows("SELECT record, grp FROM conflict") {
            guard let id = row.id(0), let name = owners[id] else { continue }
            records[name]?[id]?.conflicts.insert(row.integer(1))
        }
        for area in (records["area"] ?? [:]).values {
            if let code = text("code", of: "area", area),
                let parent = text("parent", of: "area", area)
            {
                parents[code] = parent
            }
        }
    }

    // MARK: What lies where

    /// The records that a node with these areas must hold, and no others.
    func within(_ areas: Set<String>) -> [String: [RecordID: Record]] {
        var scope: [String: Set<RecordID>] = [:]
        scope["household"] = Set(
            (records["household"] ?? [:]).filter { _, household in
                isWithin(text("area", of: "household", household), areas)
            }.keys)
        scope["person"] = persons(of: scope["household"] ?? [])
        var result: [String: [RecordID: Record]] = [:]
        for entity in DataDictionary.current.entities {
            let all = records[entity.name] ?? [:]
            switch entity.scope {
            case .everywhere: result[entity.name] = all
            case .hub, .local: break
            case .area, .memberships:
                result[entity.name] = all.filter { scope[entity.name]?.contains($0.key) == true }
            case .areas(let fields):
                result[entity.name] = all.filter { _, record in
                    fields.contains { isWithin(text($0, of: entity.name, record), areas) }
                }
            case .through(let fields):
                let ways = fields.compactMap { field -> (column: Int, into: Set<RecordID>)? in
                    guard case .reference(let target) = entity.field(field)?.type,
                        let column = Self.columns[entity.name]?[field]
                    else { return nil }
                    return (column, scope[target] ?? [])
                }
                result[entity.name] = all.filter { _, record in
                    ways.contains { way in
                        record.values[way.column].reference.map(way.into.contains) ?? false
                    }
                }
                scope[entity.name] = Set((result[entity.name] ?? [:]).keys)
            }
        }
        return result
    }

    /// Who lives in one of these households; who lives nowhere belongs where he lived.
    private func persons(of households: Set<RecordID>) -> Set<RecordID> {
        var open: [RecordID: Set<RecordID>] = [:]
        var ever: [RecordID: Set<RecordID>] = [:]
        for membership in (records["membership"] ?? [:]).values {
            guard let person = value("person", of: "membership", membership)?.reference,
                let household = value("household", of: "membership", membership)?.reference
            else { continue }
            ever[person, default: []].insert(household)
            if value("until", of: "membership", membership) == .null {
                open[person, default: []].insert(household)
            }
        }
        return Set(
            ever.filter { person, homes in
                !(open[person] ?? homes).isDisjoint(with: households)
            }.keys)
    }

    private func isWithin(_ area: String?, _ areas: Set<String>) -> Bool {
        var area = area
        while let current = area {
            if areas.contains(current) { return true }
            area = parents[current]
        }
        return false
    }

    // MARK: Values

    /// Where the value of a field stands, by entity and field.
    private static let columns = Dictionary(
        uniqueKeysWithValues: DataDictionary.current.entities.map { entity in
            let places = entity.fields.enumerated().map { ($1.name, $0) }
            return (entity.name, Dictionary(uniqueKeysWithValues: places))
        })

    /// The value of a field, by its name.
    func value(_ field: String, of entity: String, _ record: Record) -> FieldValue? {
        Self.columns[entity]?[field].map { record.values[$0] }
    }

    /// All values of a field, one a record.
    func values(_ field: String, of entity: String) -> [FieldValue] {
        (records[entity] ?? [:]).values.compactMap { value(field, of: entity, $0) }
    }

    private func text(_ field: String, of entity: String, _ record: Record) -> String? {
        value(field, of: entity, record)?.text
    }

    /// How many groups are in dispute.
    var conflicts: Int {
        records.values.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.conflicts.count } }
    }

    // MARK: Comparison

    /// Where a node with these areas shows something else than this one, in words; empty when the
    /// two agree.
    func differences(from lower: NodeContents, areas: Set<String>) -> [String] {
        within(areas).sorted { $0.key < $1.key }.flatMap { name, expected in
            let found = lower.records[name] ?? [:]
            let missing = expected.keys.filter { found[$0] == nil }.count
            let foreign = found.keys.filter { expected[$0] == nil }.count
            let other = found.filter { id, record in
                expected[id].map { $0 != record } ?? false
            }.count
            return missing + foreign + other == 0
                ? [] : ["\(name): \(missing) missing, \(foreign) too many, \(other) different"]
        }
    }
}
