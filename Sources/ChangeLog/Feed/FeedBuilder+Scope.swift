import Registry
import Storage

// What lies in the receiver's scope, and what lay there.
extension FeedBuilder {
    /// A record that is here and lies elsewhere: it is taken away where the receiver may hold it.
    mutating func passOver(
        _ listed: ListedRecord, in areas: Set<String>, mayHold: Bool
    ) throws -> String? {
        if mayHold {
            // Where nobody knows yet where it lies, it may stay.
            if !areas.isEmpty { takeAway(listed.record, listed.entity) }
            return nil
        }
        if try lay(listed) {
            takeAway(listed.record, listed.entity)
            return nil
        }
        guard !areas.isEmpty else { return nil }
        let authors = try authors(of: listed.record)
        if !authors.isDisjoint(with: receiver.subtree) {
            takeAway(listed.record, listed.entity)
            return nil
        }
        return listed.left.isEmpty && authors.count == 1 && areas.count == 1 ? areas.first : nil
    }

    /// The areas in which a record that is here lies; nil means everywhere.
    mutating func areas(of row: StoredRow) throws -> Set<String>? {
        func named(by fields: [String]) -> Set<String> {
            Set(fields.compactMap { row[$0].text }).subtracting([""])
        }
        switch row.entity.scope {
        case .everywhere: return nil
        case .hub, .local: return []
        case .area(let field): return named(by: [field])
        case .areas(let fields): return named(by: fields)
        case .memberships: return try areas(ofOwner: row.id, row.entity)
        case .through(let fields):
            var result: Set<String> = []
            for name in fields {
                guard case .reference(let target)? = row.entity.field(name)?.type,
                    let owner = row[name].reference
                else { continue }
                result.formUnion(try areas(ofOwner: owner, view.dictionary.require(target)))
            }
            return result
        }
    }

    private mutating func areas(ofOwner owner: RecordID, _ entity: Entity) throws -> Set<String> {
        if let known = owners[owner] { return known }
        let result = try view.areas(of: entity, owner) ?? []
        owners[owner] = result
        return result
    }

    /// Whether an area lies in the receiver's scope.
    mutating func isWithin(_ area: String) throws -> Bool {
        if let known = within[area] { return known }
        let result = try view.isWithin(area, receiver.areas)
        within[area] = result
        return result
    }

    /// Whether a record that the receiver wrote may stay there: it lies in the receiver's scope, or
    /// nobody knows yet where it lies.
    func isHeld(_ record: RecordID, _ number: Int) throws -> Bool {
        guard let entity = view.dictionary.entity(number) else { return true }
        guard try view.storedRow(entity, record) != nil else {
            if hasSetAside, try isSetAside(record) { return false }
            return try !(hasDeparted && view.isDeparted(record))
        }
        guard let areas = try view.areas(of: entity, record), !areas.isEmpty else { return true }
        return try view.isInScope(entity, record, of: receiver.areas)
    }

    /// Whether an entry that touched a record stands aside: the receiver may show what it wrote
    /// until it is told.
    func isSetAside(_ record: RecordID) throws -> Bool {
        try view.transaction.first(
            """
            SELECT 1 FROM touch t JOIN journal j ON j.pos = t.pos
            JOIN quarantine_entry q ON q.branch = j.branch AND q.sequence = j.sequence
            WHERE t.record = $1 AND q.status <> 'released'
            """, .reference(record)) != nil
    }

    /// Whether a listed record that is not here lay in the receiver's scope before.
    mutating func hasLeft(_ listed: ListedRecord) throws -> Bool {
        // What was released and then rejected went from everywhere.
        if hasSetAside, view.dictionary.entity(listed.entity)?.scope == .everywhere,
            try isSetAside(listed.record)
        {
            return true
        }
        if try lay(listed) { return true }
        guard try !isHeld(listed.record, listed.entity) else { return false }
        return try !authors(of: listed.record).isDisjoint(with: receiver.subtree)
    }

    /// Whether a record lay in the receiver's scope, as the row says that lists it. Where nobody
    /// knows any more in which areas it lay, it may have when it was taken away from here.
    private mutating func lay(_ listed: ListedRecord) throws -> Bool {
        if listed.left.isEmpty { return try hasDeparted && view.isDeparted(listed.record) }
        return try listed.left.contains { try isWithin($0) }
    }

    /// The nodes that ever wrote a record.
    private func authors(of record: RecordID) throws -> Set<String> {
        Set(
            try view.transaction.rows(
                """
                SELECT DISTINCT b.origin FROM touch t JOIN journal j ON j.pos = t.pos
                JOIN branch b ON b.ix = j.branch WHERE t.record = $1
                """, .reference(record)
            ).map { $0.text(0) })
    }
}
