import Registry
import Storage

/// A row of an entity's table as it stands.
struct StoredRow {
    let entity: Entity
    let id: RecordID
    let version: LocalVersion
    let effective: Stamp
    /// Fields that a newer node wrote and this version does not know.
    let extra: [NumberedValue]
    /// Values in the order of the entity's fields.
    let values: [FieldValue]

    init(entity: Entity, _ row: Row) throws {
        self.entity = entity
        id = row.id(0) ?? RecordID(high: 0, low: 0)
        version = LocalVersion(
            branch: row.integer(1), sequence: UInt64(row.integer(2)),
            tag: UInt64(bitPattern: row.integer(3)))
        effective = Stamp(rawValue: UInt64(bitPattern: row.integer(4)))
        extra = row.isNull(5) ? [] : try GroupValue(bytes: row.bytes(5)).values
        values = Array(row.values[EntityTable.systemColumns...])
    }

    func value(of group: FieldGroup) -> GroupValue {
        GroupValue(
            zip(entity.fields, values).compactMap { field, value in
                group.fields.contains { $0.number == field.number }
                    ? NumberedValue(field.number, value) : nil
            })
    }

    subscript(name: String) -> FieldValue {
        guard let index = entity.fields.firstIndex(where: { $0.name == name }) else { return .null }
        return values[index]
    }

    /// All values, those that we do not know included.
    var allValues: [NumberedValue] {
        (zip(entity.fields, values).map { NumberedValue($0.number, $1) } + extra)
            .filter { $0.value != .null }
    }
}
