public import ChangeLog
import Registry

/// A changeset that was set aside as an operator looks at it: from whom, why, and what it is about.
///
/// Values are not shown: they may be of families that are none of this node's business.
public struct SetAsideEntry: Sendable {
    public var version: Version
    /// The node that judged it.
    public var judge: String
    public var reason: SetAside.Reason
    public var status: SetAside.Status
    /// Who wrote it; empty where it is not in this node's log.
    public var actor: String
    /// When it was written, in milliseconds since 1970.
    public var milliseconds: Int64?
    public var changes: [Item]

    /// One change of it.
    public struct Item: Sendable {
        public var kind: Change.Kind
        /// The entity's name in the data dictionary.
        public var entity: String
        public var fields: [String]
    }

    /// How people name it: node and number, `IQ-NI/17`.
    public var name: String { "\(version.origin)/\(version.sequence)" }
}

/// Reads what is set aside.
public struct SetAsideList {
    private let view: RegistryView

    public init(_ view: RegistryView) {
        self.view = view
    }

    /// How many wait for a decision.
    public func openCount() throws -> Int {
        try view.setAside().count { $0.status == .open }
    }

    /// Everything that is set aside, the newest first.
    ///
    /// - Parameter limit: how many at most.
    public func entries(limit: Int = 100) throws -> [SetAsideEntry] {
        try view.setAside().reversed().prefix(limit).map(entry)
    }

    /// The one that is named by its node and number; nil where there is none, or where two logs of
    /// one name exist and it is not clear which is meant.
    public func find(_ node: String, _ number: String) throws -> SetAside? {
        let matching = try view.setAside().filter {
            $0.version.origin == node && "\($0.version.sequence)" == number
        }
        return matching.count == 1 ? matching.first : nil
    }

    private func entry(_ found: SetAside) throws -> SetAsideEntry {
        let body = try view.changeset(found.version)
        return SetAsideEntry(
            version: found.version, judge: found.judge, reason: found.reason,
            status: found.status, actor: body?.header.actor ?? "",
            milliseconds: body.map { Int64($0.header.stamp.milliseconds) },
            changes: (body?.items ?? []).compactMap(\.change).map { change in
                let entity = view.dictionary.entity(change.entity)
                let numbers =
                    change.values.map(\.field) + change.groups.flatMap { $0.values.map(\.field) }
                return SetAsideEntry.Item(
                    kind: change.kind, entity: entity?.name ?? "\(change.entity)",
                    fields: numbers.map { number in
                        entity?.fields.first { $0.number == number }?.name ?? "\(number)"
                    })
            })
    }
}
