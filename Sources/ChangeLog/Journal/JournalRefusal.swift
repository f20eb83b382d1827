public import Registry

/// Why the journal does not take a change; nothing was written.
public enum JournalRefusal: Error, Sendable, Equatable {
    case missingValue(entity: String, field: String)
    case wrongType(entity: String, field: String)
    case unknownField(entity: String, field: String)
    case onlyHeadquarters(entity: String, field: String)
    case noSuchRecord(entity: String, id: RecordID)
    case closed(entity: String, id: RecordID)
    case tooLong(entity: String, field: String)
    case twice(entity: String, id: RecordID)
    case emptyActor
    case nothingToWrite
}

extension JournalRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missingValue(let entity, let field):
            "A \(entity) needs a value in “\(field)”. Fill it in and save again."
        case .wrongType(let entity, let field):
            "The value of “\(field)” is not of the type that a \(entity) has there."
        case .unknownField(let entity, let field):
            "A \(entity) has no field “\(field)”."
        case .onlyHeadquarters(let entity, let field):
            "“\(field)” of a \(entity) is written at headquarters only."
        case .noSuchRecord(let entity, let id):
            "There is no \(entity) \(id) here."
        case .closed(let entity, let id):
            "The \(entity) \(id) is closed. Open it again before you change it."
        case .tooLong(let entity, let field):
            "The value of “\(field)” of a \(entity) is longer than 64 KB."
        case .twice(let entity, let id):
            "One part of the \(entity) \(id) is written twice in one changeset. Write it once."
        case .emptyActor:
            "Every change names who made it. Give --actor."
        case .nothingToWrite:
            "There is nothing to write."
        }
    }
}
