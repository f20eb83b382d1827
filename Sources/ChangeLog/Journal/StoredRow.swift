import Registry
import Storage

/// A row of an entity's table as it stands.
struct StoredRow {
    let table: EntityTable
    let id: RecordID
    /// Where it lies in the table, until it is deleted.
    let place: Int64
    let version: LocalVersion
    let effective: Stamp
    /// Fields that a newer node wrote and this version does not know.
    let extra: [NumberedValue]
    /// Values in the order of the entity's fields.
    let values: [FieldValue]

    var entity: Entity { table.entity }

    /// Reads the row on which a statement stands that was made of the table's `selectSQL`.
    init(_ table: EntityTable, _ id: RecordID, _ row: Statement) throws {
        self.table = table
        self.id = id
        place = row.integer(0)
        version = LocalVersion(
            branch: row.integer(1), sequence: UInt64(row.integer(2)),
            tag: UInt64(bitPattern: row.integer(3)))
        effective = Stamp(rawValue: UInt64(bitPattern: row.integer(4)))
        extra = row.isNull(5) ? [] : try GroupValue(bytes: row.bytes(5)).values
        values = (EntityTable.systemColumns..<row.columnCount).map(row.value)
    }

    func value(of group: FieldGroup) -> GroupValue {
        table.group(group.number).map { value(of: $0) } ?? GroupValue([])
    }

    func value(of group: EntityTable.Group) -> GroupValue {
        var result: [NumberedValue] = []
        result.reserveCapacity(group.fields.count)
        for field in group.fields where values[field.place] != .null {
            result.append(NumberedValue(field.number, values[field.place]))
        }
        return GroupValue(ordered: result)
    }

    subscript(name: String) -> FieldValue {
        table.place(of: name).map { values[$0] } ?? .null
    }

    /// All values, those that we do not know included.
    var allValues: [NumberedValue] {
        (zip(entity.fields, values).map { NumberedValue($0.number, $1) } + extra)
            .filter { $0.value != .null }
    }
}
