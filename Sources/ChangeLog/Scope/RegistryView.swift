public import Registry
public import Storage

/// The registry as it stands in one transaction: rows, heads, areas, nodes.
public final class RegistryView {
    public let transaction: Transaction
    public let dictionary: DataDictionary
    /// The name of the node whose registry it is.
    public let node: String
    /// What is remembered about rows of the journal.
    let index: JournalIndex
    private var parents: [String: String]?
    /// What headquarters said about groups, once it was read.
    var knownPolicies: [GroupPlace: MergePolicy]?

    /// - Parameter index: may only be shared by those who read what was committed.
    init(
        _ transaction: Transaction, dictionary: DataDictionary, node: String,
        index: JournalIndex = JournalIndex()
    ) {
        self.transaction = transaction
        self.dictionary = dictionary
        self.node = node
        self.index = index
    }

    /// Reads the areas anew when they are next asked for.
    func forgetAreas() { parents = nil }

    /// Reads the merge policies anew when they are next asked for.
    func forgetPolicies() { knownPolicies = nil }

    // MARK: Records

    /// The values of a record by field name, or nil when it is not here.
    public func record(_ name: String, _ id: RecordID) throws -> [String: FieldValue]? {
        let entity = dictionary.require(name)
        guard let row = try storedRow(entity, id) else { return nil }
        return Dictionary(
            uniqueKeysWithValues: zip(entity.fields.map(\.name), row.values))
    }

    func storedRow(_ entity: Entity, _ id: RecordID) throws -> StoredRow? {
        let table = EntityTable.of(entity)
        let statement = try transaction.statement(table.selectSQL)
        statement.bind(1, id)
        defer { statement.reset() }
        return try statement.step() ? StoredRow(table, id, statement) : nil
    }

    /// How many records of an entity are here.
    public func count(_ name: String) throws -> Int {
        try transaction.first("SELECT COUNT(*) FROM \"\(name)\"")?.int(0) ?? 0
    }

    // MARK: Scope

    /// The areas in whose scope a record lies; nil means everywhere.
    public func areas(of entity: Entity, _ id: RecordID) throws -> Set<String>? {
        switch entity.scope {
        case .everywhere: return nil
        case .hub, .local: return []
        case .memberships: return try areas(ofPerson: id)
        case .area(let field):
            let row = try transaction.first(
                "SELECT \"\(field)\" FROM \"\(entity.name)\" WHERE id = $1", .reference(id))
            return Set([row?.text(0) ?? ""]).subtracting([""])
        case .areas(let fields):
            let columns = fields.map { "\"\($0)\"" }.joined(separator: ", ")
            let row = try transaction.first(
                "SELECT \(columns) FROM \"\(entity.name)\" WHERE id = $1", .reference(id))
            return Set(fields.indices.map { row?.text($0) ?? "" }).subtracting([""])
        case .through(let fields):
            let columns = fields.map { "\"\($0)\"" }.joined(separator: ", ")
            let row = try transaction.first(
                "SELECT \(columns) FROM \"\(entity.name)\" WHERE id = $1", .reference(id))
            var result: Set<String> = []
            for (index, name) in fields.enumerated() {
                guard let target = row?.id(index), let field = entity.field(name),
                    case .reference(let other) = field.type
                else { continue }
                result.formUnion(try areas(of: dictionary.require(other), target) ?? [])
            }
            return result
        }
    }

    func areas(ofHousehold id: RecordID) throws -> Set<String> {
        try areas(of: dictionary.require("household"), id) ?? []
    }

    /// The areas of the households in which the person has an open membership; of all those ever
    /// when none is open, so that nobody falls out of every scope.
    private func areas(ofPerson id: RecordID) throws -> Set<String> {
        let rows = try transaction.rows(
            """
            SELECT h.area, m."until" FROM membership m JOIN household h ON h.id = m.household
            WHERE m.person = $1
            """, .reference(id))
        let open = rows.filter { $0.isNull(1) }
        return Set((open.isEmpty ? rows : open).map { $0.text(0) }).subtracting([""])
    }

    /// The areas of the households in which a person's membership has ended.
    func areas(ofClosedMemberships person: RecordID) throws -> Set<String> {
        let rows = try transaction.rows(
            """
            SELECT h.area FROM membership m JOIN household h ON h.id = m.household
            WHERE m.person = $1 AND m."until" IS NOT NULL
            """, .reference(person))
        return Set(rows.map { $0.text(0) }).subtracting([""])
    }

    /// Whether an area is one of these or lies below one of them.
    public func isWithin(_ area: String, _ areas: Set<String>) throws -> Bool {
        if areas.contains(area) { return true }
        return try ancestors(of: area).contains { areas.contains($0) }
    }

    /// The areas above an area, the nearest first: district, province.
    public func ancestors(of area: String) throws -> [String] {
        if parents == nil {
            let rows = try transaction.rows(
                "SELECT code, parent FROM area WHERE parent IS NOT NULL")
            parents = Dictionary(rows.map { ($0.text(0), $0.text(1)) }) { first, _ in first }
        }
        var result: [String] = []
        var current = area
        // Areas nest a few levels deep; a circle in wrong data must not hang the node.
        while result.count < 16, let parent = parents?[current], !result.contains(parent) {
            result.append(parent)
            current = parent
        }
        return result
    }

    /// The areas right below each area.
    func areasByParent() throws -> [String: [String]] {
        var result: [String: [String]] = [:]
        for row in try transaction.rows(
            "SELECT parent, code FROM area WHERE parent IS NOT NULL ORDER BY code")
        {
            result[row.text(0), default: []].append(row.text(1))
        }
        return result
    }

    /// Whether a record lies in the scope of a node with these areas.
    public func isInScope(_ entity: Entity, _ id: RecordID, of areas: Set<String>) throws -> Bool {
        guard let own = try self.areas(of: entity, id) else { return true }
        return try own.contains { try isWithin($0, areas) }
    }

    // MARK: What hangs on a household or a person

    /// Everything that lies where a household lies: its own records, its members and theirs.
    func dependents(ofHousehold id: RecordID) throws -> [(Int, RecordID)] {
        var result = try records(referringTo: "household", id)
        let person = dictionary.require("person").number
        for member in try members(of: id) {
            result.append((person, member))
            result += try dependents(ofPerson: member)
        }
        return result
    }

    /// Who is or was a member of a household.
    func members(of household: RecordID) throws -> [RecordID] {
        let members = try transaction.rows(
            "SELECT person FROM membership WHERE household = $1", .reference(household)
        ).compactMap { $0.id(0) }
        return Set(members).sorted()
    }

    /// Everything that lies where a person lies.
    func dependents(ofPerson id: RecordID) throws -> [(Int, RecordID)] {
        try records(referringTo: "person", id)
    }

    private func records(
        referringTo target: String, _ id: RecordID
    ) throws -> [(Int, RecordID)] {
        var result: [(Int, RecordID)] = []
        for entity in dictionary.entities {
            guard case .through(let fields) = entity.scope else { continue }
            for name in fields where entity.field(name)?.type == .reference(target) {
                let rows = try transaction.rows(
                    "SELECT id FROM \"\(entity.name)\" WHERE \"\(name)\" = $1 ORDER BY id",
                    .reference(id))
                result += rows.compactMap { $0.id(0) }.map { (entity.number, $0) }
            }
        }
        return result
    }

    // MARK: Nodes

    /// The names of the nodes above this one.
    public func superiors() throws -> Set<String> {
        let rows = try transaction.rows("SELECT name, role, upstream FROM node ORDER BY id")
        let names = Set(rows.map { $0.text(0) })
        // Headquarters has none, and is above all others.
        let hubs = Set(rows.filter { $0.text(1) == Journal.Role.hub.rawValue }.map { $0.text(0) })
        if hubs.contains(node) { return [] }
        var result = hubs
        var grew = true
        while grew {
            grew = false
            for row in rows where row.text(0) == node || result.contains(row.text(0)) {
                let upstream = row.text(2)
                if names.contains(upstream), result.insert(upstream).inserted { grew = true }
            }
        }
        return result
    }

    /// The names of a node and of all nodes below it.
    public func subtree(of name: String) throws -> Set<String> {
        let rows = try transaction.rows("SELECT name, upstream FROM node ORDER BY id")
        var result: Set<String> = [name]
        var grew = true
        while grew {
            grew = false
            for row in rows where !result.contains(row.text(0)) && result.contains(row.text(1)) {
                result.insert(row.text(0))
                grew = true
            }
        }
        return result
    }
}
