import Registry
import Storage
import Synchronization

extension JournalSession {
    /// Looks whether a row that was written breaks a rule over several rows; a breach is kept as
    /// such and refuses nothing.
    ///
    /// - Parameters:
    ///   - created: the values of a row that was just inserted, which saves reading it.
    ///   - touched: what changed, if it is known: rules about nothing of that stand as they did.
    func checkInvariants(
        _ entity: Entity, _ record: RecordID, created: [NumberedValue]? = nil,
        touched: [GroupChange]? = nil
    ) throws {
        let checks = try checks(of: entity)
        if checks.isEmpty { return }
        // Whoever was closed may be open again by any edit.
        let isWhole =
            try touched == nil || touched?.contains { $0.group == Life.group } == true
            || hasLife(record)
        for check in checks {
            if !isWhole, let touched, !check.isAbout(touched) { continue }
            if created == nil { try forgetBreach(check, record) }
            if created == nil, try isClosed(record) { continue }
            guard let key = try created == nil ? storedKey(check, record) : check.key(created ?? [])
            else { continue }
            let rows = try sharingStatement(check)
            rows.bind(key)
            var sharing: [RecordID] = []
            while try rows.step() {
                if let id = rows.id(0) { sharing.append(id) }
            }
            // The others are more than are listed.
            if !sharing.isEmpty, !sharing.contains(record) { sharing.append(record) }
            guard sharing.count > 1 else { continue }
            let shared = GroupValue(key.enumerated().map { NumberedValue($0 + 1, $1) }).bytes
            for id in sharing {
                try transaction.execute(
                    """
                    INSERT INTO breach (invariant, shared, record) VALUES ($1, $2, $3)
                    ON CONFLICT DO NOTHING
                    """, .text(check.name), .bytes(shared), .reference(id))
            }
        }
    }

    private func checks(of entity: Entity) throws -> [InvariantCheck] {
        if let known = invariantChecks[entity.number] { return known }
        let checks = InvariantCheck.of(entity, journal.dictionary)
        invariantChecks[entity.number] = checks
        return checks
    }

    private func sharingStatement(_ check: InvariantCheck) throws -> Statement {
        if let known = sharingStatements[check.name] {
            known.reset()
            return known
        }
        let statement = try transaction.statement(check.sharingSQL)
        sharingStatements[check.name] = statement
        return statement
    }

    /// Whether a record was ever closed.
    private func hasLife(_ record: RecordID) throws -> Bool {
        guard hasLives else { return false }
        return try transaction.first(
            "SELECT 1 FROM life WHERE record = $1", .reference(record)) != nil
    }

    /// The key under which a row counts, or nil when it does not count.
    private func storedKey(_ check: InvariantCheck, _ record: RecordID) throws -> [FieldValue]? {
        let keys = try transaction.statement(check.keySQL)
        keys.bind(1, record)
        defer { keys.reset() }
        guard try keys.step() else { return nil }
        let key = (0..<keys.columnCount).map(keys.value)
        return key.contains(.null) ? nil : key
    }

    /// Takes back that a record breaks rules, since it goes or is computed anew.
    func forgetBreaches(of record: RecordID) throws {
        let broken = try transaction.rows(
            "SELECT invariant, shared FROM breach WHERE record = $1", .reference(record)
        ).map { ($0.text(0), $0.bytes(1)) }
        for (invariant, shared) in broken { try forgetBreach(invariant, shared, record) }
    }

    /// Takes back that a record breaks one rule.
    private func forgetBreach(_ check: InvariantCheck, _ record: RecordID) throws {
        let known = try transaction.statement(
            "SELECT shared FROM breach WHERE record = $1 AND invariant = $2")
        known.bind(1, record)
        known.bind(2, check.name)
        var keys: [[UInt8]] = []
        while try known.step() { keys.append(known.bytes(0)) }
        for shared in keys { try forgetBreach(check.name, shared, record) }
    }

    /// Takes a record out of a breach; the row that is then alone under the key breaks nothing any
    /// more.
    private func forgetBreach(
        _ invariant: String, _ shared: [UInt8], _ record: RecordID
    ) throws {
        try transaction.execute(
            "DELETE FROM breach WHERE invariant = $1 AND shared = $2 AND record = $3",
            .text(invariant), .bytes(shared), .reference(record))
        try transaction.execute(
            """
            DELETE FROM breach WHERE invariant = $1 AND shared = $2 AND 1 =
                (SELECT COUNT(*) FROM breach WHERE invariant = $1 AND shared = $2)
            """, .text(invariant), .bytes(shared))
    }
}

/// The SQL of one invariant.
struct InvariantCheck: Sendable {
    let name: String
    /// The key of the row `$1` if it counts.
    let keySQL: String
    /// The ids of all rows that count under a key.
    let sharingSQL: String

    /// The groups of the fields that it looks at.
    private let groups: Set<Int>
    /// The fields of the key by number.
    private let keyFields: [Int]
    /// Fields by number with the values that let a row count; none means that it has no value.
    private let conditions: [(field: Int, allowed: [FieldValue])]

    private init(_ invariant: Invariant, _ entity: Entity) {
        name = invariant.name
        func number(_ name: String) -> Int {
            guard let field = entity.field(name) else {
                preconditionFailure("The invariant “\(invariant.name)” names no field “\(name)”.")
            }
            return field.number
        }
        keyFields = invariant.key.map(number)
        self.conditions = invariant.whenever.map { (number($0.key), $0.value) }
        let names = Set(invariant.key).union(invariant.whenever.keys)
        groups = Set(
            entity.groups.filter { $0.fields.contains { names.contains($0.name) } }
                .map(\.number))
        let conditions = invariant.whenever.sorted { $0.key < $1.key }.map { field, values in
            values.isEmpty
                ? "\"\(field)\" IS NULL"
                : "\"\(field)\" IN ("
                    + values.compactMap { $0.text.map { "'\($0)'" } }.joined(separator: ", ") + ")"
        }
        let columns = invariant.key.map { "\"\($0)\"" }
        keySQL = """
            SELECT \(columns.joined(separator: ", ")) FROM "\(invariant.entity)"
            WHERE id = $1 AND \(conditions.joined(separator: " AND "))
            """
        let matches = columns.enumerated().map { "\($1) = $\($0 + 1)" }
        sharingSQL = """
            SELECT id FROM "\(invariant.entity)"
            WHERE \((matches + conditions).joined(separator: " AND "))
                AND NOT EXISTS (
                    SELECT 1 FROM life l
                    WHERE l.record = "\(invariant.entity)".id AND l.closed = 1)
            LIMIT 100
            """
    }

    /// Whether the rule looks at anything of these groups.
    func isAbout(_ touched: [GroupChange]) -> Bool {
        touched.contains { groups.contains($0.group) }
    }

    /// The key under which a row with these values counts, or nil when it does not count.
    func key(_ values: [NumberedValue]) -> [FieldValue]? {
        func value(_ field: Int) -> FieldValue {
            values.first { $0.field == field }?.value ?? .null
        }
        for (field, allowed) in conditions {
            let value = value(field)
            guard allowed.isEmpty ? value == .null : allowed.contains(value) else { return nil }
        }
        let key = keyFields.map(value)
        return key.contains(.null) ? nil : key
    }

    /// The checks of an entity, made once.
    static func of(_ entity: Entity, _ dictionary: DataDictionary) -> [InvariantCheck] {
        known.withLock { known in
            if let checks = known[entity.number] { return checks }
            let checks = dictionary.invariants.filter { $0.entity == entity.name }
                .map { InvariantCheck($0, entity) }
            known[entity.number] = checks
            return checks
        }
    }

    private static let known = Mutex<[Int: [InvariantCheck]]>([:])
}
