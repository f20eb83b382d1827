public import ChangeLog
import Registry
import Storage

/// Keeps the index of people up with the journal. The index is derived: it can be thrown away.
public struct PeopleIndex {
    private let journal: Journal

    public init(_ journal: Journal) {
        self.journal = journal
    }

    private static let stateName = "search position"

    /// Reads the next part of the journal into the index.
    ///
    /// - Parameter rows: how many rows of the journal at most.
    /// - Returns: whether the index is now at the end of the journal.
    @discardableResult
    public func follow(rows: Int = 200) throws -> Bool {
        let (from, end) = try journal.read { view in
            (try Self.position(view), try view.journalEnd())
        }
        guard from < end else { return true }
        let (records, position) = try journal.read { try $0.touched(after: from, rows: rows) }
        return try journal.write { session in
            let persons = try TouchedPersons.of(
                records, in: session.transaction, journal.dictionary)
            var bearers = NameBearers()
            for person in persons { try index(person, session, &bearers) }
            try bearers.write(to: session.transaction)
            try session.setState(Self.stateName, Self.bytes(position))
            return position >= end
        }
    }

    /// Reads what is new if it is little, for somebody who waits: what was just saved is found at
    /// once, and a long import is caught up elsewhere.
    public func followIfNear(rows: Int = 50) throws {
        let distance = try journal.read { try $0.journalEnd() - Self.position($0) }
        if distance > 0, distance <= rows { try follow(rows: rows) }
    }

    private func index(
        _ person: RecordID, _ session: JournalSession, _ bearers: inout NameBearers
    ) throws {
        let transaction = session.transaction
        let id = FieldValue.reference(person)
        guard
            let row = try transaction.first(
                """
                SELECT given_name, father_name, grandfather_name, family_name, phone
                FROM person WHERE id = $1
                """, id)
        else { return }
        let identifiers = try transaction.rows(
            "SELECT value FROM identifier WHERE person = $1", id
        ).map { $0.text(0) }
        var numbers: [String] = []
        var isHead = false
        for row in try transaction.rows(
            """
            SELECT h.number, h.case_number, m.relationship, m."until" FROM membership m
            JOIN household h ON h.id = m.household WHERE m.person = $1
            """, id)
        {
            numbers += [row.text(0), row.text(1)]
            if row.text(2) == "head", row.isNull(3) { isHead = true }
        }
        let name = PersonName(
            given: row.text(0), father: row.text(1), grandfather: row.text(2), family: row.text(3))
        let words = SearchWords.of(
            name: name, identifiers: identifiers, phone: row.text(4), numbers: numbers)
        let written = SearchWords.names(of: name)
        let names = FieldValue.text(written)
        let head = FieldValue.integer(isHead ? 1 : 0)
        let known = try transaction.first(
            "SELECT ix, names FROM search_person WHERE person = $1", id)
        bearers.change(from: known?.text(1) ?? "", to: written)
        let number: Int64
        if let known {
            number = known.integer(0)
            try transaction.execute(
                "UPDATE search_person SET names = $2, is_head = $3 WHERE ix = $1",
                .integer(number), names, head)
        } else {
            number =
                (try transaction.first("SELECT MAX(ix) FROM search_person")?.integer(0) ?? 0) + 1
            try transaction.execute(
                "INSERT INTO search_person (ix, person, names, is_head) VALUES ($1, $2, $3, $4)",
                .integer(number), id, names, head)
        }
        // Words that no longer hold stay: what is found is compared with the record again.
        let insert = try transaction.statement(
            "INSERT INTO search_word (word, ix) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        for word in words {
            insert.bind(1, word)
            insert.bind(2, number)
            try insert.run()
        }
    }

    private static func position(_ view: RegistryView) throws -> Int64 {
        let value = try view.transaction.first(
            "SELECT value FROM node_state WHERE name = $1", .text(stateName))
        return (value?.bytes(0) ?? []).reduce(0) { $0 << 8 | Int64($1) }
    }

    private static func bytes(_ position: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: position >> Int64(56 - $0 * 8)) }
    }
}
