import ChangeLog
import Registry
import Storage

/// What a node shows of one record: values, heads by their global names, and open conflicts.
struct ShownRecord: Equatable {
    var values: [FieldValue]
    var heads: [Int: [Version: GroupValue]]
    var conflicts: Set<Int>
    var isClosed = false
    /// The versions that were replaced, by group.
    var history: [Int: Set<Version>] = [:]

    /// What another node shows differently, in words; values of simulated families only.
    func difference(from other: ShownRecord) -> String {
        var parts: [String] = []
        if values != other.values { parts.append("\(values) instead of \(other.values)") }
        for group in heads.keys.sorted() where heads[group] != other.heads[group] {
            let names = { (heads: [Version: GroupValue]?) in
                (heads ?? [:]).keys.sorted().map { "\($0.origin):\($0.sequence)" }
            }
            parts.append(
                "heads of group \(group) \(names(heads[group])) "
                    + "instead of \(names(other.heads[group]))")
        }
        if conflicts != other.conflicts {
            parts.append("conflicts \(conflicts.sorted()) instead of \(other.conflicts.sorted())")
        }
        if isClosed != other.isClosed { parts.append(isClosed ? "closed" : "not closed") }
        if history != other.history {
            let names = { (history: [Int: Set<Version>]) in
                history.sorted { $0.key < $1.key }.map { group, versions in
                    "\(group): \(versions.sorted().map { "\($0.origin):\($0.sequence)" })"
                }
            }
            parts.append("history \(names(history)) instead of \(names(other.history))")
        }
        return parts.joined(separator: ", ")
    }
}

extension RegistryView {
    /// Everything that a node shows of one entity.
    func shown(_ entity: Entity) throws -> [RecordID: ShownRecord] {
        let fields = entity.fields.map { "e.\"\($0.name)\"" }.joined(separator: ", ")
        var result: [RecordID: ShownRecord] = [:]
        let rows = try transaction.rows(
            """
            SELECT e.id, b.origin, b.incarnation, e.version_sequence, e.version_tag, \(fields)
            FROM "\(entity.name)" e JOIN branch b ON b.ix = e.version_branch
            """)
        for row in rows {
            guard let id = row.id(0) else { continue }
            let values = Array(row.values[5...])
            var heads: [Int: [Version: GroupValue]] = [:]
            for group in entity.groups {
                let value = GroupValue(
                    zip(entity.fields, values).filter { field, _ in
                        group.fields.contains { $0.number == field.number }
                    }.map { NumberedValue($0.number, $1) })
                heads[group.number] = [Self.version(row, from: 1): value]
            }
            result[id] = ShownRecord(values: values, heads: heads, conflicts: [])
        }
        try addHeads(to: &result)
        for row in try transaction.rows(
            "SELECT record, grp FROM conflict WHERE entity = $1", .integer(Int64(entity.number)))
        {
            guard let id = row.id(0) else { continue }
            result[id]?.conflicts.insert(row.int(1))
        }
        for id in result.keys {
            var history: [Int: Set<Version>] = [:]
            for past in try self.history(of: entity.name, id) {
                history[past.group, default: []].insert(past.version)
            }
            // Which of many are the latest is a matter of receipts, and an answer with one may be lost.
            result[id]?.history = history.filter { $0.value.count < PastValue.mostOfGroup }
        }
        for row in try transaction.rows("SELECT record FROM life WHERE closed = 1") {
            if let id = row.id(0) { result[id]?.isClosed = true }
        }
        return result
    }

    private func addHeads(to records: inout [RecordID: ShownRecord]) throws {
        var listed: [RecordID: [Int: [Version: GroupValue]]] = [:]
        for row in try transaction.rows(
            """
            SELECT h.record, h.grp, b.origin, b.incarnation, h.sequence, h.tag, h.vals
            FROM head h JOIN branch b ON b.ix = h.branch
            """)
        {
            guard let id = row.id(0), records[id] != nil else { continue }
            listed[id, default: [:]][row.int(1), default: [:]][Self.version(row, from: 2)] =
                try GroupValue(bytes: row.bytes(6))
        }
        for (id, groups) in listed {
            for (group, heads) in groups { records[id]?.heads[group] = heads }
        }
    }

    private static func version(_ row: Row, from column: Int) -> Version {
        Version(
            origin: row.text(column), incarnation: UInt64(bitPattern: row.integer(column + 1)),
            sequence: UInt64(row.integer(column + 2)),
            tag: UInt64(bitPattern: row.integer(column + 3)))
    }
}
