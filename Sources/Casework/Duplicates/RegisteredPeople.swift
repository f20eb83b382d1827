import ChangeLog
import Linkage
import Registry
import Storage

/// The people of the registry as a population to be compared.
struct RegisteredPeople {
    var population: Population
    var persons: [Registered] = []

    /// One registration of a person in a household.
    struct Registered {
        let id: RecordID
        let household: RecordID
        let registeredOn: String
        /// Whether the person or the household points to another.
        let isMerged: Bool

        /// Whether this one's household was registered first; by id where the days are the same.
        func isRegistered(before other: Registered) -> Bool {
            (registeredOn, household) < (other.registeredOn, other.household)
        }
    }

    /// The compared fields, in the order of a population's values.
    static let fields = [
        FieldSpecification(name: "given_name", type: .givenName),
        FieldSpecification(name: "father_name", type: .lineageName),
        FieldSpecification(name: "grandfather_name", type: .lineageName),
        FieldSpecification(name: "family_name", type: .familyName),
        FieldSpecification(name: "mother_name", type: .motherName),
        FieldSpecification(name: "sex", type: .sex),
        FieldSpecification(name: "birth_date", type: .birthDate),
        FieldSpecification(name: "national_id", type: .identifier),
        FieldSpecification(name: "phone", type: .phone),
    ]

    /// - Parameter mergedToo: whether those who point to others are read as well.
    init(_ view: RegistryView, mergedToo: Bool = false) throws {
        var population = Population(fields: Self.fields)
        var persons: [Registered] = []
        try Self.forEach(view, mergedToo: mergedToo) { registered, values in
            population.append(
                id: "", source: 0, bytes: values.bytes, household: values.household,
                values: values.fields)
            persons.append(registered)
        }
        self.population = population
        self.persons = persons
    }

    /// What is compared of one registration, as stretches of bytes in UTF-8.
    struct Values {
        var bytes: [UInt8] = []
        var fields: [Range<Int>] = []
        var household = 0..<0

        /// The values as texts, in the order of `RegisteredPeople.fields`.
        var texts: [String] { fields.map { String(decoding: bytes[$0], as: UTF8.self) } }
    }

    /// Calls `body` with each registration of everybody, or of one person, by the ids of persons.
    ///
    /// Merged persons and households are known to be the same, so they are left out unless asked for.
    static func forEach(
        _ view: RegistryView, of person: RecordID? = nil, mergedToo: Bool = false,
        _ body: (Registered, Values) throws -> Void
    ) throws {
        let sql = """
            SELECT p.id, m.household, h.registered_on, p.given_name, p.father_name,
                p.grandfather_name, p.family_name, p.mother_name, p.sex, p.birth_date,
                (SELECT i.value FROM identifier i WHERE i.person = p.id
                    AND i.scheme = 'national-id' AND i.valid_until IS NULL ORDER BY i.id LIMIT 1),
                p.phone, p.merged_into IS NOT NULL OR h.merged_into IS NOT NULL
            FROM person p
            JOIN membership m ON m.person = p.id AND m."until" IS NULL
            JOIN household h ON h.id = m.household
            WHERE \(mergedToo ? "1" : "p.merged_into IS NULL AND h.merged_into IS NULL")
                \(person == nil ? "" : "AND p.id = $1")
            ORDER BY p.id, m.id
            """
        try view.transaction.forEach(sql, person.map { [.reference($0)] } ?? []) { row in
            guard let id = row.id(0), let household = row.id(1) else { return }
            var values = Values()
            for column in 3..<12 {
                let start = values.bytes.count
                values.bytes.append(contentsOf: row.bytes(column))
                values.fields.append(start..<values.bytes.count)
            }
            let start = values.bytes.count
            values.bytes.append(contentsOf: household.description.utf8)
            values.household = start..<values.bytes.count
            try body(
                Registered(
                    id: id, household: household, registeredOn: row.text(2),
                    isMerged: row.integer(12) != 0), values)
        }
    }
}
