import ChangeLog
import Registry
import Storage

/// Whose names, numbers or household records of the registry are about.
enum TouchedPersons {
    /// The persons that touched records are about, in the order of their ids: of a household all who
    /// ever lived in it.
    static func of(
        _ records: some Sequence<TouchedRecord>, in transaction: Transaction,
        _ dictionary: DataDictionary
    ) throws -> [RecordID] {
        var persons: Set<RecordID> = []
        for touched in records {
            let sql: String
            switch dictionary.entity(touched.entity)?.name {
            case "person":
                persons.insert(touched.record)
                continue
            case "identifier": sql = "SELECT person FROM identifier WHERE id = $1"
            case "membership": sql = "SELECT person FROM membership WHERE id = $1"
            case "household": sql = "SELECT person FROM membership WHERE household = $1"
            default: continue
            }
            for row in try transaction.rows(sql, .reference(touched.record)) {
                if let person = row.id(0) { persons.insert(person) }
            }
        }
        return persons.sorted()
    }
}
