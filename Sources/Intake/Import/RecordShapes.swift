import ChangeLog
import Registry

/// The numbers of an entity and of some of its fields, looked up once: rows become changes without
/// a dictionary of names on the way.
struct RecordShape: Sendable {
    let entity: Int
    private let fields: [Int]

    /// The shape of records with values for these fields, in the order of the data dictionary.
    init(_ dictionary: DataDictionary, _ name: String, _ fields: [String]) {
        let entity = dictionary.require(name)
        self.entity = entity.number
        self.fields = fields.map { field in
            guard let found = entity.field(field) else {
                preconditionFailure("The data dictionary declares no “\(field)” of a \(name).")
            }
            return found.number
        }
    }

    /// The change that makes a record with these values, in the order of the shape's fields.
    func creation(_ id: RecordID, _ values: FieldValue...) -> Change {
        precondition(values.count == fields.count, "A record is made with all values of its shape.")
        var numbered: [NumberedValue] = []
        numbered.reserveCapacity(values.count)
        for index in values.indices where values[index] != .null {
            numbered.append(NumberedValue(fields[index], values[index]))
        }
        return Change(entity: entity, record: id, kind: .create, values: numbered)
    }
}

/// The shapes of all records that an import makes.
struct RecordShapes: Sendable {
    let household: RecordShape
    let address: RecordShape
    let account: RecordShape
    let enrolment: RecordShape
    let payee: RecordShape
    let person: RecordShape
    let identifier: RecordShape
    let membership: RecordShape
    let verification: RecordShape
    let source: RecordShape

    init(_ dictionary: DataDictionary) {
        household = RecordShape(
            dictionary, "household",
            [
                "number", "registered_on", "area", "category", "category_from", "dwelling",
                "rooms", "monthly_income", "currency",
            ])
        address = RecordShape(dictionary, "address", ["household", "text", "from"])
        account = RecordShape(
            dictionary, "account", ["household", "scheme", "number", "bank", "from"])
        enrolment = RecordShape(
            dictionary, "enrolment", ["household", "unit", "programme", "from", "status"])
        payee = RecordShape(
            dictionary, "payee", ["household", "person", "capacity", "account", "from"])
        person = RecordShape(
            dictionary, "person",
            [
                "number", "given_name", "father_name", "grandfather_name", "family_name",
                "mother_name", "sex", "birth_date", "phone", "marital_status", "disability",
                "employment",
            ])
        identifier = RecordShape(dictionary, "identifier", ["person", "scheme", "value"])
        membership = RecordShape(
            dictionary, "membership", ["household", "person", "relationship", "from"])
        verification = RecordShape(
            dictionary, "verification", ["person", "register", "result", "since", "received_on"])
        source = RecordShape(
            dictionary, "source_record", ["household", "source", "key", "digest", "record"])
    }
}

extension FieldValue {
    /// The text, or nothing.
    init(_ text: String?) { self = text.map { .text($0) } ?? .null }

    /// The date as text, or nothing.
    init(_ date: PartialDate?) { self = date.map { .text($0.description) } ?? .null }
}
