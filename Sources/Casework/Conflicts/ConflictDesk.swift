public import ChangeLog
public import Registry
import Storage

/// A conflict with everything that somebody needs to choose.
public struct ConflictFile: Sendable {
    public var conflict: ConflictKey
    /// The entity's name in the data dictionary.
    public var entity: String
    /// The fields of the group, in their order.
    public var fields: [String]
    /// The household that it concerns, where it is here.
    public var household: RecordID?
    public var householdNumber: String
    public var area: String
    /// The person that it concerns, where it concerns one.
    public var person: PersonName?
    public var values: [Choice]

    /// One of the values.
    public struct Choice: Sendable {
        public var origin: String
        public var actor: String
        public var reason: String
        /// Milliseconds since 1970.
        public var milliseconds: Int64
        /// By the name of the field.
        public var fields: [String: FieldValue]
    }
}

/// Reads conflicts.
public struct Conflicts {
    private let view: RegistryView

    public init(_ view: RegistryView) {
        self.view = view
    }

    /// The open ones.
    public func list(limit: Int = 200) throws -> [ConflictFile] {
        try view.conflictKeys(limit: limit).compactMap(file)
    }

    /// One conflict, or nil when it is settled or not here.
    public func find(_ record: RecordID, group: Int) throws -> ConflictFile? {
        let row = try view.transaction.first(
            "SELECT entity FROM conflict WHERE record = $1 AND grp = $2", .reference(record),
            .integer(Int64(group)))
        guard let row else { return nil }
        return try file(ConflictKey(entity: row.int(0), record: record, group: group))
    }

    private func file(_ conflict: ConflictKey) throws -> ConflictFile? {
        guard let entity = view.dictionary.entity(conflict.entity),
            let group = entity.group(conflict.group)
        else { return nil }
        let values = try view.conflictingValues(conflict).map { value in
            ConflictFile.Choice(
                origin: value.origin, actor: value.actor, reason: value.reason,
                milliseconds: value.milliseconds,
                fields: Dictionary(
                    uniqueKeysWithValues: group.fields.map { ($0.name, value.value[$0.number]) }))
        }
        let record = try view.record(entity.name, conflict.record) ?? [:]
        let personID =
            entity.name == "person" ? conflict.record : record["person"]?.reference
        var household = record["household"]?.reference
        if entity.name == "household" { household = conflict.record }
        if household == nil, let personID {
            household = try FamilyReader(view).household(of: personID)
        }
        let home = try household.flatMap { try view.record("household", $0) }
        let person = try personID.flatMap { try view.record("person", $0) }
        return ConflictFile(
            conflict: conflict, entity: entity.name, fields: group.fields.map(\.name),
            household: household, householdNumber: home?["number"]?.text ?? "",
            area: home?["area"]?.text ?? "",
            person: person.map {
                PersonName(
                    given: $0["given_name"]?.text ?? "", father: $0["father_name"]?.text ?? "",
                    grandfather: $0["grandfather_name"]?.text ?? "",
                    family: $0["family_name"]?.text ?? "")
            }, values: values)
    }
}

extension ConflictFile {
    /// Settles it with one of its values; everybody's next sync brings that value.
    ///
    /// - Throws: `JournalRefusal`.
    public func settle(
        with choice: Choice, by author: Authorship, in session: JournalSession
    ) throws {
        let change = try session.edit(
            of: entity, conflict.record, choice.fields, kind: .resolve)
        try session.append([change], by: author)
    }
}
