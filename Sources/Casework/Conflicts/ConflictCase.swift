public import ChangeLog
public import Registry
import Storage

/// One open conflict as a person sees it: where it is, what stands, what is claimed by whom.
public struct ConflictCase: Sendable, Equatable {
    public var conflict: OpenConflict
    /// The number of the household it belongs to; empty where that is not here.
    public var household: String
    /// The area of that household.
    public var area: String
    /// Resolutions that wait for a second person.
    public var proposals: [Proposal]

    /// A resolution that waits for a second person.
    public struct Proposal: Sendable, Equatable {
        public var id: RecordID
        public var proposedBy: String
        /// What it would put in place, by field.
        public var values: [String: FieldValue]
    }

    /// How people name it: record and group, `0190f3a2-….bank`.
    public var name: String { "\(conflict.record).\(conflict.groupName)" }

    /// The values when all claims stand; throws as `OpenConflict.valuesOfBoth`.
    public func valuesOfBoth() throws -> [String: FieldValue] { try conflict.valuesOfBoth() }

    /// The values of a claim, or of what stands, by the names of the fields.
    public func values(_ value: GroupValue) -> [String: FieldValue] {
        Dictionary(uniqueKeysWithValues: conflict.fields.map { ($1, value[$0]) })
    }
}

extension OpenConflict {
    /// The values when all claims stand: of each field what its author put there. An author who
    /// left a field as he saw it says nothing about it.
    ///
    /// - Throws: `ConflictRefusal.sameField` where two put different things into one field,
    ///   `.aboutClosing` where the conflict is about closing the record.
    public func valuesOfBoth() throws -> [String: FieldValue] {
        guard group != Life.group else { throw ConflictRefusal.aboutClosing }
        var result: [String: FieldValue] = [:]
        var disputed: [String] = []
        for (number, name) in fields {
            let written = Set(
                claims.filter { $0.value[number] != $0.was[number] }.map { $0.value[number] })
            if written.count > 1 { disputed.append(name) }
            if let value = written.first { result[name] = value }
        }
        guard disputed.isEmpty else { throw ConflictRefusal.sameField(disputed.sorted()) }
        return result
    }
}

/// Finds open conflicts.
public struct ConflictCases {
    private let view: RegistryView

    public init(_ view: RegistryView) {
        self.view = view
    }

    /// All open conflicts, those of one household together.
    public func list() throws -> [ConflictCase] {
        try view.openConflicts().map(described)
            .sorted { ($0.area, $0.household, $0.name) < ($1.area, $1.household, $1.name) }
    }

    /// The conflict that a person names: the beginning of the record's id, and the group where
    /// the record has more than one conflict.
    ///
    /// - Throws: `ConflictRefusal.noSuchConflict`, `.ambiguous`.
    public func require(_ text: String) throws -> ConflictCase {
        let parts = text.lowercased().split(separator: ".", maxSplits: 1).map(String.init)
        guard let start = parts.first, !start.isEmpty else {
            throw ConflictRefusal.noSuchConflict(text)
        }
        let matching = try view.openConflicts().filter { conflict in
            conflict.record.description.hasPrefix(start)
                && (parts.count == 1 || conflict.groupName == parts[1])
        }
        guard matching.count <= 1 else { throw ConflictRefusal.ambiguous(text) }
        guard let found = matching.first else { throw ConflictRefusal.noSuchConflict(text) }
        return try described(found)
    }

    private func described(_ conflict: OpenConflict) throws -> ConflictCase {
        let household = try household(of: conflict)
        let record = try household.flatMap { try view.record("household", $0) }
        return ConflictCase(
            conflict: conflict, household: record?["number"]?.text ?? "",
            area: record?["area"]?.text ?? "",
            proposals: try conflict.proposals.map { try proposal($0, conflict) })
    }

    private func household(of conflict: OpenConflict) throws -> RecordID? {
        switch conflict.entity {
        case "household": return conflict.record
        case "person":
            return try view.transaction.first(
                """
                SELECT household FROM membership WHERE person = $1
                ORDER BY "until" IS NOT NULL, id LIMIT 1
                """, .reference(conflict.record))?.id(0)
        default:
            let values = try view.record(conflict.entity, conflict.record)
            if let household = values?["household"]?.reference { return household }
            guard let person = (values?["person"] ?? values?["holder"])?.reference else {
                return nil
            }
            return try view.transaction.first(
                """
                SELECT household FROM membership WHERE person = $1
                ORDER BY "until" IS NOT NULL, id LIMIT 1
                """, .reference(person))?.id(0)
        }
    }

    private func proposal(
        _ id: RecordID, _ conflict: OpenConflict
    ) throws -> ConflictCase.Proposal {
        let values = try view.record("proposal", id)
        let change = try values?["change"]?.bytes.map { try Change(WireReader($0)) }
        let group = change?.groups.first { $0.group == conflict.group }
        return ConflictCase.Proposal(
            id: id, proposedBy: values?["proposed_by"]?.text ?? "",
            values: Dictionary(
                (group?.values ?? []).compactMap { value in
                    conflict.fields[value.field].map { ($0, value.value) }
                }, uniquingKeysWith: { first, _ in first }))
    }
}

/// Why a conflict is not found or not decided so; nothing was written.
public enum ConflictRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    case noSuchConflict(String)
    case ambiguous(String)
    case noSuchClaim(Int, of: Int)
    case unknownField(String, known: [String])
    case wrongValue(String, type: String)
    case sameField([String])
    case aboutClosing

    public var description: String {
        switch self {
        case .noSuchConflict(let text):
            "There is no open conflict “\(text)”. “shabaka conflicts list” shows them."
        case .ambiguous(let text):
            "More than one conflict begins with “\(text)”. Give more of its name, with the group."
        case .noSuchClaim(let number, let count):
            "There is no value \(number): “shabaka conflicts show” numbers them 1 to \(count)."
        case .unknownField(let name, let known):
            "“\(name)” is no field of this conflict: \(known.joined(separator: ", "))."
        case .wrongValue(let name, let type):
            "“\(name)” takes a value of another type (\(type))."
        case .sameField(let names):
            "Both cannot stand: two different things were written as \(names.joined(separator: ", ")). "
                + "Decide for one value, or for another."
        case .aboutClosing:
            "This conflict is about closing the record: close it or keep it open."
        }
    }
}
