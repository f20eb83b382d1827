public import ChangeLog
public import Registry
import Storage

/// What happened to a family and its members, told by whoever did it.
public struct FamilyHistory {
    private let view: RegistryView

    /// What one person did at one moment.
    public struct Event: Sendable {
        /// The node; empty where the upstream sent the state and not the change.
        public var origin: String
        public var actor: String
        public var reasonCode: String
        public var reason: String
        public var milliseconds: Int64
        public var lines: [Line]
        let position: Int64
    }

    /// One field of one record.
    public struct Line: Sendable {
        public var entity: String
        /// The person whom it concerns, where it concerns one.
        public var person: RecordID?
        /// Empty for a new record.
        public var field: String
        public var old: FieldValue
        public var new: FieldValue
        public var kind: Change.Kind
    }

    public init(_ view: RegistryView) {
        self.view = view
    }

    /// The events of a household, its members and all that hangs on them, the youngest first.
    public func events(of household: RecordID) throws -> [Event] {
        var events: [Moment: Event] = [:]
        for (entity, record, person) in try records(of: household) {
            let logged = try add(entity, record, person, to: &events)
            try addTold(entity, record, person, without: logged, to: &events)
        }
        return events.values.sorted {
            ($0.milliseconds, $0.position) > ($1.milliseconds, $1.position)
        }
    }

    /// What one changeset did, as the log or the upstream names it.
    private enum Moment: Hashable {
        case logged(Int64)
        case told(Version)
    }

    private func records(of household: RecordID) throws -> [(Entity, RecordID, RecordID?)] {
        let dictionary = view.dictionary
        var result: [(Entity, RecordID, RecordID?)] = [
            (dictionary.require("household"), household, nil)
        ]
        for name in ["account", "address", "enrolment", "payee"] {
            for row in try view.transaction.rows(
                "SELECT id FROM \"\(name)\" WHERE household = $1", .reference(household))
            {
                if let id = row.id(0) { result.append((dictionary.require(name), id, nil)) }
            }
        }
        for row in try view.transaction.rows(
            "SELECT id, person FROM membership WHERE household = $1", .reference(household))
        {
            guard let id = row.id(0), let person = row.id(1) else { continue }
            result.append((dictionary.require("membership"), id, person))
            result.append((dictionary.require("person"), person, person))
            for name in ["identifier", "verification", "consent"] {
                for row in try view.transaction.rows(
                    "SELECT id FROM \"\(name)\" WHERE person = $1", .reference(person))
                {
                    if let id = row.id(0) { result.append((dictionary.require(name), id, person)) }
                }
            }
        }
        return result
    }

    /// What the log of this node holds.
    ///
    /// - Returns: the versions of it.
    private func add(
        _ entity: Entity, _ record: RecordID, _ person: RecordID?, to events: inout [Moment: Event]
    ) throws -> Set<Version> {
        var logged: Set<Version> = []
        var standing: [Int: FieldValue] = [:]
        for event in try view.history(of: record) {
            guard let change = event.change else { continue }
            if let version = event.version { logged.insert(version) }
            var lines: [Line] = []
            if change.kind == .create {
                for value in change.values { standing[value.field] = value.value }
                lines.append(
                    Line(
                        entity: entity.name, person: person, field: "", old: .null, new: .null,
                        kind: .create))
            }
            for group in change.groups {
                let new = GroupValue(group.values)
                let was = GroupValue(group.was)
                for field in entity.group(group.group)?.fields ?? [] {
                    let old =
                        group.was.isEmpty ? standing[field.number] ?? .null : was[field.number]
                    standing[field.number] = new[field.number]
                    guard old != new[field.number] else { continue }
                    lines.append(
                        Line(
                            entity: entity.name, person: person, field: field.name, old: old,
                            new: new[field.number], kind: change.kind))
                }
            }
            guard !lines.isEmpty else { continue }
            events[
                .logged(event.position),
                default: Event(
                    origin: event.origin, actor: event.actor, reasonCode: event.reasonCode,
                    reason: event.reason, milliseconds: event.milliseconds, lines: [],
                    position: event.position)
            ].lines += lines
        }
        return logged
    }

    /// What others wrote, as the upstream told it with the record.
    private func addTold(
        _ entity: Entity, _ record: RecordID, _ person: RecordID?, without logged: Set<Version>,
        to events: inout [Moment: Event]
    ) throws {
        guard let told = try view.told(of: record) else { return }
        var standing: [Int: GroupValue] = [:]
        var isMade = false
        for value in told.values {
            let old = standing[value.group]
            standing[value.group] = value.value
            guard !logged.contains(value.version) else { continue }
            var lines: [Line] = []
            if value.version == told.made {
                if isMade { continue }
                isMade = true
                lines.append(
                    Line(
                        entity: entity.name, person: person, field: "", old: .null, new: .null,
                        kind: .create))
            } else {
                for field in entity.group(value.group)?.fields ?? [] {
                    let (was, new) = (old?[field.number] ?? .null, value.value[field.number])
                    guard was != new else { continue }
                    lines.append(
                        Line(
                            entity: entity.name, person: person, field: field.name, old: was,
                            new: new, kind: .update))
                }
            }
            guard !lines.isEmpty else { continue }
            events[
                .told(value.version),
                default: Event(
                    origin: value.node, actor: value.actor, reasonCode: value.reason, reason: "",
                    milliseconds: Int64(value.effective.milliseconds), lines: [], position: 0)
            ].lines += lines
        }
    }
}
