import Registry
import Storage

/// What is known about an origin while its entries are judged.
final class Writer {
    /// Whether it may write everything: the hub, and nodes of which nothing is known here.
    let isUnbounded: Bool
    /// The areas that it serves now.
    let areas: Set<String>
    /// Whether an area lies within them, by area code.
    var within: [String: Bool] = [:]

    init(isUnbounded: Bool, areas: Set<String>) {
        self.isUnbounded = isUnbounded
        self.areas = areas
    }
}

extension JournalSession {
    /// Why an entry of another node must be set aside; nil when its origin may write it.
    ///
    /// Fields are judged at every tier. The scope is judged at the hub alone, which has the whole
    /// log: an entry is good when the record ever lay in its origin's areas, since its base may be
    /// that old. So the judgement depends on what stands in the log and not on the order in which
    /// it came (but for an id that two kinds of record claim: the first one has it); what the log
    /// justifies later is released by itself. What other nodes wrote and only
    /// headquarters set aside counts, too: a tier in between showed it to the origin.
    func judge(_ changeset: Changeset) throws -> SetAside.Reason? {
        let origin = changeset.header.origin
        guard origin != journal.identity.name else { return nil }
        let writer = try writer(origin)
        guard !writer.isUnbounded else { return nil }
        let changes = changeset.items.lazy.compactMap { $0.change }
        var made: [RecordID: Int] = [:]
        for change in changes {
            guard let entity = journal.dictionary.entity(change.entity) else { continue }
            // What each node derives for itself comes from no other.
            if [.hub, .local].contains(entity.scope) || Self.writesForHeadquarters(change, entity) {
                return .headquartersOnly
            }
            if entity.name == "node", try isForeignNode(change, entity, origin) {
                return .foreignNode
            }
            if change.kind == .create {
                let kind = made.updateValue(change.entity, forKey: change.record)
                if kind ?? change.entity != change.entity { return .foreignRecord }
                if try isOfAnotherKind(change) { return .foreignRecord }
            }
        }
        guard journal.identity.role == .hub else { return nil }
        var places = Places(new: try newRecords(changes))
        for change in changes {
            guard let entity = journal.dictionary.entity(change.entity), entity.scope != .everywhere
            else { continue }
            if try isForeignAnswer(change, entity, origin) { return .foreignGrant }
            guard try !isWithin(change, entity, &places, writer) else { continue }
            // What a change says of a record that stands here already speaks for nothing.
            let claimed = places.new[change.record]?.values ?? []
            if try !wasEverWithin(change, entity, creating: claimed, origin) { return .outOfScope }
        }
        return nil
    }

    /// What a changeset creates, by record. An id that is taken already names the record that has
    /// it.
    private func newRecords(_ changes: some Sequence<Change>) throws -> [RecordID: Change] {
        var result: [RecordID: Change] = [:]
        for change in changes where change.kind == .create {
            guard let entity = journal.dictionary.entity(change.entity) else { continue }
            let known = try statements(of: entity).exists(transaction)
            known.bind(1, change.record)
            defer { known.reset() }
            if try !known.step() { result[change.record] = change }
        }
        return result
    }

    /// Whether the journal knows a record of this id as one of another entity.
    private func isOfAnotherKind(_ change: Change) throws -> Bool {
        let touches = try touchStatement(transaction)
        touches.bind(1, change.record)
        var positions: [Int64] = []
        while try touches.step() { positions.append(touches.integer(0)) }
        return try positions.contains { position in
            guard
                let row = try transaction.first(
                    "SELECT kind, branch, sequence FROM journal WHERE pos = $1",
                    .integer(position))
            else { return false }
            guard row.integer(0) == Kind.entry.rawValue else {
                let known = try transaction.first(
                    "SELECT entity FROM upstream_state WHERE record = $1",
                    .reference(change.record))
                return known.map { $0.int(0) != change.entity } ?? false
            }
            if try isSetAside(branch: row.integer(1), sequence: UInt64(row.integer(2))) {
                return false
            }
            return try recent.changeset(at: position, in: transaction).items
                .compactMap(\.change).contains {
                    $0.kind == .create && $0.record == change.record
                        && $0.entity != change.entity
                }
        }
    }

    private static func writesForHeadquarters(_ change: Change, _ entity: Entity) -> Bool {
        let fields = EntityTable.of(entity).hubFields
        if fields.isEmpty { return false }
        func isForeign(_ value: NumberedValue) -> Bool {
            value.value != .null && fields.contains(value.field)
        }
        return change.values.contains(where: isForeign)
            || change.groups.contains { $0.values.contains(where: isForeign) }
    }

    /// A node writes about nodes below itself only, and gives nobody the name of another.
    private func isForeignNode(
        _ change: Change, _ entity: Entity, _ origin: String
    ) throws -> Bool {
        func text(_ name: String, _ values: [NumberedValue]) -> String? {
            guard let field = entity.field(name) else { return nil }
            return values.first { $0.field == field.number }?.value.text
        }
        let below = try registry.subtree(of: origin)
        let values = change.values + change.groups.flatMap(\.values)
        if let upstream = text("upstream", values), !below.contains(upstream) { return true }
        if let role = text("role", values), role != Journal.Role.field.rawValue { return true }
        if change.kind != .create {
            guard let row = try row(of: entity, change.record) else { return false }
            guard let name = row["name"].text, name != origin, below.contains(name) else {
                return true
            }
        }
        guard let name = text("name", values) else { return false }
        let others = try transaction.rows(
            "SELECT upstream FROM node WHERE name = $1 AND id <> $2", .text(name),
            .reference(change.record))
        return name == origin || others.contains { !below.contains($0.text(0)) }
    }

    // MARK: Scope

    /// What is known about an origin, looked up once a session.
    private func writer(_ origin: String) throws -> Writer {
        if let known = writers[origin] { return known }
        let rows = try transaction.rows(
            "SELECT role, areas FROM node WHERE name = $1 ORDER BY id", .text(origin))
        let writer = Writer(
            isUnbounded: rows.isEmpty
                || rows.contains { $0.text(0) == Journal.Role.hub.rawValue },
            areas: Set(rows.flatMap { $0.text(1).split(separator: ",").map { String($0) } }))
        writers[origin] = writer
        return writer
    }

    private func isWithin(_ area: String, _ writer: Writer) throws -> Bool {
        if let known = writer.within[area] { return known }
        let result = try registry.isWithin(area, writer.areas)
        writer.within[area] = result
        return result
    }

    /// Where the records lie that one changeset concerns.
    private struct Places {
        /// What the changeset creates.
        let new: [RecordID: Change]
        /// Areas that were looked up.
        var areas: [RecordID: Set<String>] = [:]
    }

    /// Whether a change lies in its origin's areas as everything stands, or nobody knows where.
    private func isWithin(
        _ change: Change, _ entity: Entity, _ places: inout Places, _ writer: Writer
    ) throws -> Bool {
        if case .area(let field) = entity.scope, places.new[change.record] == nil {
            judgedRow = try row(of: entity, change.record)
            guard let area = judgedRow?[field].text, !area.isEmpty else { return true }
            return try isWithin(area, writer)
        }
        let areas = try areas(of: entity, change.record, &places, depth: 0)
        return try areas.isEmpty || areas.contains { try isWithin($0, writer) }
    }

    /// The areas of a record, with what the same changeset creates.
    private func areas(
        of entity: Entity, _ record: RecordID, _ places: inout Places, depth: Int
    ) throws -> Set<String> {
        guard depth < 4 else { return [] }
        if let known = places.areas[record] { return known }
        let found = try findAreas(of: entity, record, &places, depth: depth)
        places.areas[record] = found
        return found
    }

    private func findAreas(
        of entity: Entity, _ record: RecordID, _ places: inout Places, depth: Int
    ) throws -> Set<String> {
        guard let created = places.new[record] else {
            guard case .area(let field) = entity.scope else {
                return try registry.areas(of: entity, record) ?? []
            }
            return Set([try row(of: entity, record)?[field].text ?? ""]).subtracting([""])
        }
        func value(_ name: String) -> FieldValue? {
            guard let field = entity.field(name) else { return nil }
            return created.values.first { $0.field == field.number }?.value
        }
        switch entity.scope {
        case .everywhere, .hub, .local: return []
        case .area(let field): return Set([value(field)?.text ?? ""]).subtracting([""])
        case .areas(let fields):
            return Set(fields.compactMap { value($0)?.text }).subtracting([""])
        case .memberships:
            // Those of its memberships, which are judged themselves.
            return []
        case .through(let fields):
            var result: Set<String> = []
            for name in fields {
                guard case .reference(let target)? = entity.field(name)?.type,
                    let id = value(name)?.reference
                else { continue }
                result.formUnion(
                    try areas(
                        of: journal.dictionary.require(target), id, &places, depth: depth + 1))
            }
            return result
        }
    }

    /// Whether a record ever lay in the areas that its origin ever served, by the whole log, or was
    /// made by the origin or a node below it.
    private func wasEverWithin(
        _ change: Change, _ entity: Entity, creating: [NumberedValue], _ origin: String
    ) throws -> Bool {
        let served = try everServed(by: origin)
        let history = History(
            viewer: origin, served: served, makers: try registry.subtree(of: origin))
        return try wasWithin(entity, change.record, creating: creating, history, depth: 0)
    }

    /// The areas that an origin ever served.
    private func everServed(by origin: String) throws -> Set<String> {
        var served = try writer(origin).areas
        let node = journal.dictionary.require("node")
        for row in try transaction.rows("SELECT id FROM node WHERE name = $1", .text(origin)) {
            guard let id = row.id(0) else { continue }
            for text in try everyValue(of: "areas", node, id).compactMap(\.text) {
                served.formUnion(text.split(separator: ",").map { String($0) })
            }
        }
        return served
    }

    /// Whether an origin ever served an area, or one above it.
    func everServed(by origin: String, _ area: String) throws -> Bool {
        let served = try everServed(by: origin)
        return try registry.isWithin(area, served)
            || everyAncestor(of: area).contains(where: served.contains)
    }

    /// What an origin may ever have held.
    private struct History {
        let viewer: String
        let served: Set<String>
        let makers: Set<String>
    }

    private func wasWithin(
        _ entity: Entity, _ record: RecordID, creating: [NumberedValue] = [], _ history: History,
        depth: Int
    ) throws -> Bool {
        guard depth < 4 else { return false }
        if try isMade(record, entity, history) { return true }
        func isServed(_ fields: [String]) throws -> Bool {
            try fields.contains { field in
                try everyValue(of: field, entity, record, creating, viewer: history.viewer)
                    .compactMap(\.text)
                    .contains { area in
                        try registry.isWithin(area, history.served)
                            || everyAncestor(of: area).contains(where: history.served.contains)
                    }
            }
        }
        switch entity.scope {
        case .everywhere, .hub, .local: return false
        case .area(let field): return try isServed([field])
        case .areas(let fields): return try isServed(fields)
        case .memberships:
            let membership = journal.dictionary.require("membership")
            let merged = try transaction.rows(
                "SELECT id FROM membership WHERE person = $1", .reference(record)
            ).compactMap { $0.id(0) }
            let shown = merged + (try membershipsAside(of: record, viewer: history.viewer))
            return try shown.contains {
                try wasWithin(membership, $0, history, depth: depth + 1)
            }
        case .through(let fields):
            return try fields.contains { name in
                guard case .reference(let target)? = entity.field(name)?.type else { return false }
                let next = journal.dictionary.require(target)
                let viewer = history.viewer
                return try Set(everyValue(of: name, entity, record, creating, viewer: viewer))
                    .compactMap(\.reference).contains {
                        try wasWithin(next, $0, history, depth: depth + 1)
                    }
            }
        }
    }

    /// Whether a record was made at one of these nodes.
    private func isMade(
        _ record: RecordID, _ entity: Entity, _ history: History
    ) throws -> Bool {
        try entries(touching: record, of: entity.number, viewer: history.viewer).contains { entry in
            guard entry.changes.contains(where: { $0.kind == .create }) else { return false }
            return try history.makers.contains(branchState(at: entry.version.branch).branch.origin)
        }
    }

    /// The memberships of a person that others than `viewer` wrote and that stand aside.
    private func membershipsAside(of person: RecordID, viewer: String) throws -> [RecordID] {
        guard hasSetAside else { return [] }
        let membership = journal.dictionary.require("membership")
        let field = membership.field("person")?.number
        return try transaction.rows(
            """
            SELECT j.pos FROM quarantine_entry q
            JOIN branch b ON b.ix = q.branch AND b.origin <> $1
            JOIN journal j ON j.branch = q.branch AND j.sequence = q.sequence
            WHERE q.status <> 'released' ORDER BY j.pos
            """, .text(viewer)
        ).flatMap { row in
            try recent.changeset(at: row.integer(0), in: transaction).items.compactMap(\.change)
                .filter { change in
                    change.entity == membership.number && change.kind == .create
                        && change.values.contains {
                            $0.field == field && $0.value.reference == person
                        }
                }.map(\.record)
        }
    }

    /// Every value that a field of a record ever had, by the entries that are merged or that
    /// `viewer` may have seen.
    private func everyValue(
        of name: String, _ entity: Entity, _ record: RecordID, _ creating: [NumberedValue] = [],
        viewer: String? = nil
    ) throws -> [FieldValue] {
        guard let field = entity.field(name) else { return [] }
        var values = creating
        for entry in try entries(touching: record, of: entity.number, viewer: viewer) {
            for change in entry.changes {
                values += change.values + change.groups.flatMap(\.values)
            }
        }
        return values.filter { $0.field == field.number }.map(\.value)
    }

    /// Every area under which an area ever lay.
    private func everyAncestor(of code: String) throws -> Set<String> {
        let entity = journal.dictionary.require("area")
        var result: Set<String> = []
        var open = [code]
        while let next = open.popLast(), result.count < 64 {
            for row in try transaction.rows("SELECT id FROM area WHERE code = $1", .text(next)) {
                guard let id = row.id(0) else { continue }
                for parent in try everyValue(of: "parent", entity, id).compactMap(\.text)
                where result.insert(parent).inserted { open.append(parent) }
            }
        }
        return result
    }
}
