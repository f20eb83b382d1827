public import ChangeLog
public import Registry
import Storage

/// A conflict with everything that somebody needs to choose.
public struct ConflictFile: Sendable {
    public var conflict: OpenConflict
    /// The fields of the group, in their order; empty when it is about closing the record.
    public var fields: [String]
    /// The household that it concerns, where it is here.
    public var household: RecordID?
    public var householdNumber: String
    public var area: String
    /// The person that it concerns, where it concerns one.
    public var person: PersonName?
    public var values: [Choice]
    /// Resolutions that wait for a second person, with who proposed them.
    public var waiting: [(proposal: RecordID, proposedBy: String)]

    /// Whether it is about closing the record and not about a value.
    public var isAboutClosing: Bool { conflict.group == Life.group }

    /// One of the values.
    public struct Choice: Sendable {
        public var origin: String
        public var actor: String
        public var reason: String
        /// Milliseconds since 1970.
        public var milliseconds: Int64
        /// By the name of the field.
        public var fields: [String: FieldValue]
        let version: Version
    }
}

/// Reads conflicts.
public struct Conflicts {
    private let view: RegistryView

    public init(_ view: RegistryView) {
        self.view = view
    }

    /// The open ones.
    ///
    /// - Returns: a part of them, and how many there are.
    public func list(
        offset: Int = 0, limit: Int = 200
    ) throws -> (files: [ConflictFile], count: Int) {
        let all = try view.openConflicts()
        return (try all.dropFirst(offset).prefix(limit).map(file), all.count)
    }

    /// One conflict, or nil when it is settled or not here.
    public func find(_ record: RecordID, group: Int) throws -> ConflictFile? {
        try view.openConflict(of: record, group: group).map(file)
    }

    private func file(_ conflict: OpenConflict) throws -> ConflictFile {
        let fields = conflict.fields.sorted { $0.key < $1.key }
        let values = conflict.claims.map { claim in
            ConflictFile.Choice(
                origin: claim.node, actor: claim.actor, reason: claim.reason,
                milliseconds: Int64(claim.effective),
                fields: Dictionary(
                    uniqueKeysWithValues: fields.map { ($0.value, claim.value[$0.key]) }),
                version: claim.version)
        }
        let record = try view.record(conflict.entity, conflict.record) ?? [:]
        let personID =
            conflict.entity == "person" ? conflict.record : record["person"]?.reference
        var household = record["household"]?.reference
        if conflict.entity == "household" { household = conflict.record }
        if household == nil, let personID {
            household = try FamilyReader(view).household(of: personID)
        }
        let home = try household.flatMap { try view.record("household", $0) }
        let person = try personID.flatMap { try view.record("person", $0) }
        return ConflictFile(
            conflict: conflict, fields: fields.map(\.value), household: household,
            householdNumber: home?["number"]?.text ?? "", area: home?["area"]?.text ?? "",
            person: person.map {
                PersonName(
                    given: $0["given_name"]?.text ?? "", father: $0["father_name"]?.text ?? "",
                    grandfather: $0["grandfather_name"]?.text ?? "",
                    family: $0["family_name"]?.text ?? "")
            }, values: values,
            waiting: try conflict.proposals.map {
                ($0, try view.record("proposal", $0)?["proposed_by"]?.text ?? "")
            })
    }
}

extension ConflictFile {
    /// Settles it for one of its values, or proposes that where two people must agree.
    ///
    /// - Returns: false when it now waits for a second person.
    /// - Throws: `SettleRefusal`, `JournalRefusal`.
    public func settle(
        with choice: Choice, by author: Authorship, in session: JournalSession
    ) throws -> Bool {
        try settle(.claim(choice.version), author, session)
    }

    /// What would stand when all values do, where they say nothing against each other: one
    /// corrected the name, the other the birthday.
    public var both: [String: FieldValue]? {
        // That they cannot both stand is no failure but the usual case.
        conflict.claims.count > 1 ? try? conflict.valuesOfBoth() : nil
    }

    /// Settles it so that all values stand. Returns as `settle(with:by:in:)`.
    ///
    /// - Throws: `ConflictRefusal`, `SettleRefusal`, `JournalRefusal`.
    public func settleForBoth(
        by author: Authorship, in session: JournalSession
    ) throws -> Bool {
        try settle(.value(try conflict.valuesOfBoth()), author, session)
    }

    /// Settles whether the record is closed. Returns and throws as `settle(with:by:in:)`.
    public func settle(
        closing: Bool, by author: Authorship, in session: JournalSession
    ) throws -> Bool {
        try settle(closing ? .close : .reopen, author, session)
    }

    private func settle(
        _ choice: OpenConflict.Choice, _ author: Authorship, _ session: JournalSession
    ) throws -> Bool {
        guard conflict.people > 1 else {
            try session.settle(conflict.record, group: conflict.group, choice, by: author)
            return true
        }
        try session.propose(conflict.record, group: conflict.group, choice, by: author)
        return false
    }
}
