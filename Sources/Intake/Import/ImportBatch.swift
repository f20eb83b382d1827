import ChangeLog
import Registry
import Storage
import Trust

/// One transaction of an import.
final class ImportBatch {
    let run: ImportRun
    let session: JournalSession
    let staging: ImportStaging.Session
    private var hasher = SHA256Hasher()
    private let selectSource: Statement

    init(_ run: ImportRun, _ session: JournalSession, _ staging: ImportStaging.Session) throws {
        self.run = run
        self.session = session
        self.staging = staging
        selectSource = try session.transaction.statement(
            """
            SELECT id, digest, record, household, effective FROM source_record
            WHERE source = $1 AND key = $2
            """)
    }

    var shapes: RecordShapes { run.shapes }

    /// A household in which persons are put.
    struct Place {
        var id: RecordID
        var reference: FieldValue
        /// The source that the household came from, without the word for households.
        var province: String
        /// Since when the household is registered.
        var from: FieldValue
        var account: FieldValue
        var hasPayee: Bool
    }

    /// What an earlier row of the same key left.
    struct Source {
        var id: RecordID
        var digest: [UInt8]
        var record: RecordID
        var household: RecordID
        var isOfThisImport: Bool
    }

    /// What a row is, compared with what was imported before.
    enum Standing {
        case new
        case unchanged(Source)
        case changed(Source)
        /// The same key with other values came earlier in this import.
        case repeated
    }

    /// The digest of a row's canonical bytes.
    func digest(_ bytes: [UInt8]) -> [UInt8] {
        hasher.update(bytes)
        return hasher.finish().bytes
    }

    /// Compares a row with what was imported before, and remembers that it was met.
    func standing(source: String, key: String, digest: [UInt8]) throws -> Standing {
        guard let found = try findSource(source, key) else { return .new }
        if found.digest == digest {
            if !found.isOfThisImport { try staging.see(found.id) }
            return .unchanged(found)
        }
        if try found.isOfThisImport || staging.hasSeen(found.id) { return .repeated }
        try staging.see(found.id)
        return .changed(found)
    }

    private func findSource(_ source: String, _ key: String) throws -> Source? {
        selectSource.bind(1, source)
        selectSource.bind(2, key)
        defer { selectSource.reset() }
        guard try selectSource.step(), let id = selectSource.id(0), let record = selectSource.id(2),
            let household = selectSource.id(3)
        else { return nil }
        return Source(
            id: id, digest: selectSource.bytes(1), record: record, household: household,
            isOfThisImport: UInt64(bitPattern: selectSource.integer(4)) > run.start.rawValue)
    }

    /// The change that remembers where a record came from.
    func sourceChange(
        household: FieldValue, source: String, key: String, digest: [UInt8], record: FieldValue
    ) -> Change {
        shapes.source.creation(
            session.journal.newID(), household, .text(source), .text(key), .bytes(digest), record)
    }

    /// Writes changes as one changeset, if there are any.
    func append(_ changes: [Change]) throws {
        if changes.isEmpty { return }
        try session.append(changes, by: run.author)
        run.counts.changesets += 1
    }

    /// The household of that number, wherever it came from.
    func findHousehold(_ number: String) throws -> Place? {
        let rows = try session.transaction.rows(
            """
            SELECT h.id, h.registered_on, h.area, s.source FROM household h
            LEFT JOIN source_record s ON s.household = h.id AND s.record = h.id
            WHERE h.number = $1 ORDER BY h.id
            """, .text(number))
        let own = rows.filter {
            run.areas.verdict($0.text(2), province: nil) == .taken || rows.count == 1
        }
        // Two households of one number from two provinces: nobody knows which is meant.
        guard own.count == 1, let row = own.first, let id = row.id(0) else { return nil }
        let source = row.text(3)
        let province =
            source.hasSuffix(Self.households)
            ? String(source.dropLast(Self.households.count)) : run.areas.province(of: row.text(2))
        return try place(id, province: province, from: row.values[1])
    }

    static let households = " households"
    static let persons = " persons"

    /// A household that stands in the registry, as a place for persons.
    func place(_ id: RecordID, province: String, from: FieldValue) throws -> Place {
        let reference = FieldValue.reference(id)
        let account = try session.transaction.first(
            "SELECT id FROM account WHERE household = $1 AND until IS NULL ORDER BY id LIMIT 1",
            reference)
        let payee = try session.transaction.first(
            "SELECT 1 FROM payee WHERE household = $1 LIMIT 1", reference)
        return Place(
            id: id, reference: reference, province: province, from: from,
            account: account?.values[0] ?? .null, hasPayee: payee != nil)
    }
}
