import Registry

/// A value that decides where records lie changed.
struct ScopeChange {
    let entity: Entity
    let record: RecordID
    let before: [NumberedValue]?
    let after: [NumberedValue]?
}

extension JournalSession {
    /// Notes a change of a household's area or of a membership, whose effects on other records are
    /// written when the entry or the page is merged.
    func noteScope(
        _ entity: Entity, _ record: RecordID, before: [NumberedValue]?, after: [NumberedValue]?
    ) {
        switch entity.name {
        case "household", "membership":
            scopeChanges.append(
                ScopeChange(entity: entity, record: record, before: before, after: after))
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
            newcomers.removeAll()
        }
        guard !scopeChanges.isEmpty else { return }
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
                        + (try view.dependents(ofHousehold: change.record)), [area])
            } else {
                try addMembership(change, add)
            }
        }
        guard !left.isEmpty else { return }
        let listed = left.sorted { $0.key < $1.key }.map { record, value in
            ListedRecord(entity: value.entity, record: record, left: value.areas.sorted())
        }
        try appendRow(.scope, body: ListedRecord.body(listed))
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
            let areas = try view.areas(ofHousehold: old.household)
            add(
                [(person, old.person)] + (try view.dependents(ofPerson: old.person)), areas)
            if change.after == nil || new?.household != old.household {
                add([(change.entity.number, change.record)], areas)
            }
        }
        if let new, old?.person != new.person || old?.household != new.household,
            !newcomers.contains(new.person)
        {
            add([(person, new.person)] + (try view.dependents(ofPerson: new.person)), [])
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
