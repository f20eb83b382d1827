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

        /// Whether this one's household was registered first; by id where the days are the same.
        func isRegistered(before other: Registered) -> Bool {
            (registeredOn, household) < (other.registeredOn, other.household)
        }
    }

    init(_ view: RegistryView) throws {
        population = Population(fields: [
            FieldSpecification(name: "given_name", type: .givenName),
            FieldSpecification(name: "father_name", type: .lineageName),
            FieldSpecification(name: "grandfather_name", type: .lineageName),
            FieldSpecification(name: "family_name", type: .familyName),
            FieldSpecification(name: "mother_name", type: .motherName),
            FieldSpecification(name: "sex", type: .sex),
            FieldSpecification(name: "birth_date", type: .birthDate),
            FieldSpecification(name: "national_id", type: .identifier),
            FieldSpecification(name: "phone", type: .phone),
        ])
        // Merged persons and households are known to be the same; comparing them again says so.
        try view.transaction.forEach(
            """
            SELECT p.id, m.household, h.registered_on, p.given_name, p.father_name,
                p.grandfather_name, p.family_name, p.mother_name, p.sex, p.birth_date,
                (SELECT i.value FROM identifier i WHERE i.person = p.id
                    AND i.scheme = 'national-id' AND i.valid_until IS NULL ORDER BY i.id LIMIT 1),
                p.phone
            FROM person p
            JOIN membership m ON m.person = p.id AND m."until" IS NULL
            JOIN household h ON h.id = m.household
            WHERE p.merged_into IS NULL AND h.merged_into IS NULL
            ORDER BY p.id, m.id
            """
        ) { row in
            guard let id = row.id(0), let household = row.id(1) else { return }
            var bytes: [UInt8] = []
            var ranges: [Range<Int>] = []
            for column in 3..<12 {
                let start = bytes.count
                bytes.append(contentsOf: row.bytes(column))
                ranges.append(start..<bytes.count)
            }
            let start = bytes.count
            bytes.append(contentsOf: household.description.utf8)
            population.append(
                id: "", source: 0, bytes: bytes, household: start..<bytes.count, values: ranges)
            persons.append(
                Registered(id: id, household: household, registeredOn: row.text(2)))
        }
    }
}
