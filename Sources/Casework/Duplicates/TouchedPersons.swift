import ChangeLog
import Registry
import Storage

/// Whose names, numbers or household records of the registry are about.
enum TouchedPersons {
    /// What is compared of a person, or searched for.
    private static let personFields = Set(DuplicateDesk.fields + ["merged_into"])
    /// What is compared of a household, or searched for.
    private static let householdFields: Set = [
        "number", "case_number", "registered_on", "merged_into",
    ]

    /// The persons that touched records are about, in the order of their ids: of a household all who
    /// ever lived in it. Edits of what nobody compares or searches for are about nobody.
    static func of(
        _ records: some Sequence<TouchedRecord>, in transaction: Transaction,
        _ dictionary: DataDictionary
    ) throws -> [RecordID] {
        var persons: Set<RecordID> = []
        for touched in records {
            let sql: String
            guard let entity = dictionary.entity(touched.entity) else { continue }
            switch entity.name {
            case "person":
                if touched.concerns(Self.personFields, of: entity) {
                    persons.insert(touched.record)
                }
                continue
            case "identifier": sql = "SELECT person FROM identifier WHERE id = $1"
            case "membership": sql = "SELECT person FROM membership WHERE id = $1"
            case "household":
                guard touched.concerns(Self.householdFields, of: entity) else { continue }
                sql = "SELECT person FROM membership WHERE household = $1"
            default: continue
            }
            for row in try transaction.rows(sql, .reference(touched.record)) {
                if let person = row.id(0) { persons.insert(person) }
            }
        }
        return persons.sorted()
    }
}
