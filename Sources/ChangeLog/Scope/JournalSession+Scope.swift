import Registry
import Storage

/// A value that decides where records lie changed.
struct ScopeChange {
    let entity: Entity
    let record: RecordID
    let before: [NumberedValue]?
    let after: [NumberedValue]?
    /// The areas in which the household of a membership lay when the membership changed: later in
    /// the same page the household itself may go.
    var areasBefore: Set<String> = []
}

extension JournalSession {
    /// Notes a change of a household's area or of a membership, whose effects on other records are
    /// written when the entry or the page is merged.
    func noteScope(
        _ entity: Entity, _ record: RecordID, before: [NumberedValue]?, after: [NumberedValue]?
    ) throws {
        var change = ScopeChange(entity: entity, record: record, before: before, after: after)
        if before == nil, after != nil, !isOwnWrite { arrivals.append(change) }
        switch entity.name {
        case "area": scopeChanges.append(change)
        case "household":
            if let area = value("area", of: entity, in: before)?.text {
                areasLeft[record, default: []].insert(area)
            }
            scopeChanges.append(change)
        case "membership":
            if let household = value("household", of: entity, in: before)?.reference {
                // The household may have gone before, in the same page.
                change.areasBefore = try registry.areas(ofHousehold: household)
                    .union(areasLeft[household] ?? [])
            }
            scopeChanges.append(change)
        case "person":
            if before == nil { newcomers.insert(record) }
        default: break
        }
    }

    /// Writes one journal row that lists the records which entered or left areas with what was just
    /// merged, so that feeds bring them or take them away.
    func writeScopeEffects() throws {
        defer {
            scopeChanges.removeAll()
            areasLeft.removeAll()
            newcomers.removeAll()
            arrivals.removeAll()
        }
        guard !scopeChanges.isEmpty || !arrivals.isEmpty else { return }
        var left: [RecordID: (entity: Int, areas: Set<String>)] = [:]
        func add(_ records: [(Int, RecordID)], _ areas: Set<String>) {
            for (entity, record) in records {
                left[record, default: (entity, [])].areas.formUnion(areas)
            }
        }
        for change in scopeChanges {
            if change.entity.name == "household" {
                let area = value("area", of: change.entity, in: change.before)?.text
                guard let area, area != value("area", of: change.entity, in: change.after)?.text
                else { continue }
                add(
                    [(change.entity.number, change.record)]
                        + (try registry.dependents(ofHousehold: change.record)), [area])
            } else if change.entity.name == "membership" {
                try addMembership(change, add)
            }
        }
        try addAreas(add)
        try addAwaited(add)
        guard !left.isEmpty else { return }
        // With the areas above them as they are now: these may move before anybody hears of it.
        var around: [String: Set<String>] = [:]
        let listed = try left.sorted { $0.key < $1.key }.map { record, value in
            var areas = value.areas
            for area in value.areas {
                let above = try around[area] ?? Set(registry.ancestors(of: area))
                around[area] = above
                areas.formUnion(above)
            }
            return ListedRecord(entity: value.entity, record: record, left: areas.sorted())
        }
        try appendListed(listed, isTouch: false)
    }

    /// What hung on a household or a person that was not here lay nowhere until now: after a
    /// restore, others' entries may come before the records that they refer to.
    private func addAwaited(_ add: ([(Int, RecordID)], Set<String>) -> Void) throws {
        let person = journal.dictionary.require("person").number
        if hasMissing {
            for arrival in arrivals where ["household", "person"].contains(arrival.entity.name) {
                let id = FieldValue.reference(arrival.record)
                guard
                    try transaction.first("SELECT 1 FROM missing WHERE record = $1", id) != nil
                else { continue }
                try transaction.execute("DELETE FROM missing WHERE record = $1", id)
                lateArrivals.insert(arrival.record)
                guard arrival.entity.name == "household" else {
                    add(try registry.dependents(ofPerson: arrival.record), [])
                    continue
                }
                add(try registry.dependents(ofHousehold: arrival.record), [])
                // Without a membership in a household that was here, its members lay where the
                // closed ones are.
                for member in try registry.members(of: arrival.record) {
                    add(
                        [(person, member)] + (try registry.dependents(ofPerson: member)),
                        try registry.areas(ofClosedMemberships: member))
                }
            }
        }
        // Most refer to what came with them.
        let arrived = Set(arrivals.map(\.record))
        for arrival in arrivals {
            guard case .through(let fields) = arrival.entity.scope else { continue }
            for name in fields {
                guard case .reference(let target)? = arrival.entity.field(name)?.type,
                    let id = value(name, of: arrival.entity, in: arrival.after)?.reference,
                    !arrived.contains(id),
                    try transaction.first(
                        "SELECT 1 FROM \"\(target)\" WHERE id = $1", .reference(id)) == nil
                else { continue }
                hasMissing = true
                try transaction.execute(
                    "INSERT INTO missing (record) VALUES ($1) ON CONFLICT DO NOTHING",
                    .reference(id))
            }
        }
    }

    /// The areas that came to lie in other ones, or below such, with those in which they lay.
    func movedAreas() throws -> [String: Set<String>] {
        let changes = scopeChanges.filter { $0.entity.name == "area" }
        if changes.isEmpty { return [:] }
        let below = try registry.areasByParent()
        var moved: [String: Set<String>] = [:]
        for change in changes {
            let before = value("parent", of: change.entity, in: change.before)?.text
            let after = value("parent", of: change.entity, in: change.after)?.text
            guard before != after,
                let code = value("code", of: change.entity, in: change.after ?? change.before)?.text
            else { continue }
            var open = [code]
            var seen: Set<String> = [code]
            while let area = open.popLast() {
                moved[area, default: []].formUnion([before].compactMap { $0 })
                open += (below[area] ?? []).filter { seen.insert($0).inserted }
            }
        }
        return moved
    }

    /// Areas that come to lie in other ones take their families along.
    private func addAreas(_ add: ([(Int, RecordID)], Set<String>) -> Void) throws {
        let household = journal.dictionary.require("household").number
        for (area, left) in try movedAreas().sorted(by: { $0.key < $1.key }) {
            let families = try transaction.rows(
                "SELECT id FROM household WHERE area = $1 ORDER BY id", .text(area)
            ).compactMap { $0.id(0) }
            for family in families {
                add(
                    [(household, family)] + (try registry.dependents(ofHousehold: family)), left)
            }
        }
    }

    private func addMembership(
        _ change: ScopeChange, _ add: ([(Int, RecordID)], Set<String>) -> Void
    ) throws {
        func open(_ values: [NumberedValue]?) -> (person: RecordID, household: RecordID)? {
            guard let values, value("until", of: change.entity, in: values) == nil,
                let person = value("person", of: change.entity, in: values)?.reference,
                let household = value("household", of: change.entity, in: values)?.reference
            else { return nil }
            return (person, household)
        }
        let person = journal.dictionary.require("person").number
        let old = open(change.before)
        let new = open(change.after)
        if let old, old.person != new?.person || old.household != new?.household {
            let areas = change.areasBefore
            add(
                [(person, old.person)] + (try registry.dependents(ofPerson: old.person)), areas)
            if change.after == nil || new?.household != old.household {
                add([(change.entity.number, change.record)], areas)
            }
        }
        if old == nil, change.after == nil,
            let member = value("person", of: change.entity, in: change.before)?.reference
        {
            // An ended membership that goes may have been all that said where the person lay.
            add(
                [(person, member)] + (try registry.dependents(ofPerson: member)),
                change.areasBefore)
        }
        if let new, old?.person != new.person || old?.household != new.household,
            !newcomers.contains(new.person)
        {
            // Without an open membership the person lay where the closed ones are.
            let before = try registry.areas(ofClosedMemberships: new.person)
            add([(person, new.person)] + (try registry.dependents(ofPerson: new.person)), before)
        }
    }

    private func value(
        _ name: String, of entity: Entity, in values: [NumberedValue]?
    ) -> FieldValue? {
        guard let field = entity.field(name) else { return nil }
        let value = values?.first { $0.field == field.number }?.value
        return value == .null ? nil : value
    }
}
