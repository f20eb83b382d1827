import Casework
import ChangeLog
import Registry
import Simulation
import Storage

/// People of a registry who come to the desk again, and how another clerk writes them.
struct AskedPeople {
    /// Somebody as the registry has him.
    struct Person {
        var id: RecordID
        var household: RecordID
        var householdNumber: String
        var number: String
        /// The compared fields by name, those that are known.
        var values: [String: String]

        subscript(_ field: String) -> String { values[field] ?? "" }
    }

    private(set) var people: [Person] = []

    /// Takes people at even distances over the registry.
    init(_ view: RegistryView, count: Int) throws {
        let all = try view.count("person")
        let every = max(1, all / max(1, count))
        var ids: [RecordID] = []
        var row = 0
        try view.transaction.forEach(
            "SELECT id FROM person WHERE merged_into IS NULL ORDER BY id", []
        ) {
            if row.isMultiple(of: every), let id = $0.id(0) { ids.append(id) }
            row += 1
        }
        for id in ids.prefix(count) { people += try Self.read(view, "p.id = $1", id).prefix(1) }
    }

    /// All members of the household of somebody.
    static func family(of person: Person, _ view: RegistryView) throws -> [Person] {
        try read(view, "h.id = $1", person.household)
    }

    private static func read(
        _ view: RegistryView, _ condition: String, _ id: RecordID
    ) throws -> [Person] {
        let rows = try view.transaction.rows(
            """
            SELECT p.id, h.id, h.number, p.number, p.given_name, p.father_name,
                p.grandfather_name, p.family_name, p.mother_name, p.sex, p.birth_date,
                (SELECT i.value FROM identifier i WHERE i.person = p.id
                    AND i.scheme = 'national-id' AND i.valid_until IS NULL ORDER BY i.id LIMIT 1),
                p.phone
            FROM person p JOIN membership m ON m.person = p.id AND m."until" IS NULL
            JOIN household h ON h.id = m.household
            WHERE \(condition) AND p.merged_into IS NULL ORDER BY p.id, m.id
            """, .reference(id))
        return rows.compactMap { row in
            guard let person = row.id(0), let household = row.id(1) else { return nil }
            let values = DuplicateDesk.fields.enumerated().map { ($1, row.text($0 + 4)) }
            return Person(
                id: person, household: household, householdNumber: row.text(2),
                number: row.text(3),
                values: Dictionary(uniqueKeysWithValues: values.filter { !$0.1.isEmpty }))
        }
    }
}

extension AskedPeople.Person {
    /// The person as a second clerk writes him: some names in another spelling, some with a slip or
    /// in Latin letters, a date or a number that is missing or wrong.
    func written(by clerk: inout SecondClerk, _ random: inout SplitMix64) -> [String: String] {
        var written = values
        let isLatin = random.chance(5)
        for field in DuplicateDesk.fields where field.hasSuffix("_name") {
            guard let name = written[field] else { continue }
            if isLatin {
                written[field] = clerk.latin(name, isFamily: field == "family_name") ?? name
            } else if random.chance(20) {
                written[field] = clerk.name(name)
            }
        }
        if random.chance(25) { written["grandfather_name"] = nil }
        if random.chance(20) { written["birth_date"] = clerk.date(self["birth_date"]) }
        if random.chance(60) {
            written["national_id"] = nil
        } else if random.chance(10), let number = written["national_id"] {
            written["national_id"] = clerk.number(number)
        }
        if random.chance(60) { written["phone"] = nil }
        return written.filter { !$0.value.isEmpty }
    }
}
