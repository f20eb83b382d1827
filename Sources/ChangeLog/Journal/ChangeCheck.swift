import Registry

/// Checks a change of our own against the data dictionary before it is written.
enum ChangeCheck {
    static func check(_ change: Change, dictionary: DataDictionary, role: Journal.Role) throws {
        guard let entity = dictionary.entity(change.entity) else {
            throw JournalRefusal.unknownField(entity: "\(change.entity)", field: "")
        }
        switch change.kind {
        case .create:
            for field in entity.fields where field.required {
                guard change.values.contains(where: { $0.field == field.number }) else {
                    throw JournalRefusal.missingValue(entity: entity.name, field: field.name)
                }
            }
            try check(change.values, entity, role)
        case .update, .resolve, .close, .transfer:
            for group in change.groups where group.group != Life.group {
                try check(group.values, entity, role)
                for field in entity.group(group.group)?.fields ?? [] where field.required {
                    guard group.values.contains(where: { $0.field == field.number }) else {
                        throw JournalRefusal.missingValue(entity: entity.name, field: field.name)
                    }
                }
            }
        }
    }

    /// Refuses changes of one changeset that say two things about one group of a record: they would
    /// have one version.
    static func requireOnce(_ changes: [Change], dictionary: DataDictionary) throws {
        guard changes.count > 1 else { return }
        struct Said: Hashable {
            var record: RecordID
            var group: Int
        }
        var said: Set<Said> = []
        for change in changes {
            guard let entity = dictionary.entity(change.entity) else { continue }
            let groups =
                change.kind == .create
                ? entity.groups.map(\.number) : change.groups.map(\.group)
            for group in groups {
                guard said.insert(Said(record: change.record, group: group)).inserted else {
                    throw JournalRefusal.twice(entity: entity.name, id: change.record)
                }
            }
        }
    }

    private static func check(
        _ values: [NumberedValue], _ entity: Entity, _ role: Journal.Role
    ) throws {
        for value in values where value.value != .null {
            guard let field = entity.fields.first(where: { $0.number == value.field }) else {
                throw JournalRefusal.unknownField(entity: entity.name, field: "\(value.field)")
            }
            if field.writers == .hub, role != .hub {
                throw JournalRefusal.onlyHeadquarters(entity: entity.name, field: field.name)
            }
            let matches =
                switch (field.type.storage, value.value) {
                case (.text, .text), (.integer, .integer), (.bytes, .bytes): true
                default: false
                }
            guard matches else {
                throw JournalRefusal.wrongType(entity: entity.name, field: field.name)
            }
            if case .reference = field.type, value.value.reference == nil {
                throw JournalRefusal.wrongType(entity: entity.name, field: field.name)
            }
            if let text = value.value.text, text.utf8.count > 65536 {
                throw JournalRefusal.tooLong(entity: entity.name, field: field.name)
            }
        }
    }
}
