public import ChangeLog
public import Registry
import Storage

/// Rows that together break a rule which no single write can keep, and what they share.
public struct BrokenRule: Sendable {
    /// The name of the invariant in the data dictionary.
    public var invariant: String
    /// Those that take part, the earliest first.
    public var parties: [Party]

    /// One row that takes part.
    public struct Party: Sendable {
        public var record: RecordID
        /// The household that it belongs to; nil where that is not here.
        public var household: RecordID?
        public var householdNumber: String
        public var area: String
        /// Whom it is about, where it is about one person.
        public var person: PersonName?
    }
}

/// Reads which rules over several rows are broken.
public struct BrokenRules {
    private let view: RegistryView

    public init(_ view: RegistryView) {
        self.view = view
    }

    /// How many breaches there are: rows that share what one alone may have.
    public func count() throws -> Int {
        try view.transaction.first(
            "SELECT COUNT(*) FROM (SELECT DISTINCT invariant, shared FROM breach) AS b")?.int(0)
            ?? 0
    }

    /// The breaches in the order of their rules.
    public func list(offset: Int = 0, limit: Int = 50) throws -> [BrokenRule] {
        let groups = try view.transaction.rows(
            """
            SELECT DISTINCT invariant, shared FROM breach ORDER BY invariant, shared
            LIMIT $1 OFFSET $2
            """, .integer(Int64(limit)), .integer(Int64(offset)))
        return try groups.map { group in
            let records = try view.transaction.rows(
                """
                SELECT record FROM breach WHERE invariant = $1 AND shared = $2
                ORDER BY record LIMIT 20
                """, .text(group.text(0)), .bytes(group.bytes(1))
            ).compactMap { $0.id(0) }
            let entity = view.dictionary.invariants.first { $0.name == group.text(0) }?.entity
            return BrokenRule(
                invariant: group.text(0),
                parties: try records.map { try party($0, of: entity ?? "") })
        }
    }

    /// The rules that records of a family break.
    public func rules(brokenBy records: [RecordID]) throws -> [String] {
        var names: Set<String> = []
        for record in records {
            for row in try view.transaction.rows(
                "SELECT invariant FROM breach WHERE record = $1", .reference(record))
            {
                names.insert(row.text(0))
            }
        }
        return names.sorted()
    }

    private func party(_ id: RecordID, of entity: String) throws -> BrokenRule.Party {
        let record = try view.record(entity, id)
        let person = record?["person"]?.reference
        var household = record?["household"]?.reference
        if household == nil, let person { household = try FamilyReader(view).household(of: person) }
        let place = try household.flatMap { try view.record("household", $0) }
        let values = try person.flatMap { try view.record("person", $0) }
        func name(_ field: String) -> String { values?[field]?.text ?? "" }
        return BrokenRule.Party(
            record: id, household: place == nil ? nil : household,
            householdNumber: place?["number"]?.text ?? "", area: place?["area"]?.text ?? "",
            person: values.map { _ in
                PersonName(
                    given: name("given_name"), father: name("father_name"),
                    grandfather: name("grandfather_name"), family: name("family_name"))
            })
    }
}
