public import Registry
import Storage
import Trust

/// Why a merge policy cannot be changed so.
public enum PolicyRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    case onlyHeadquarters
    case noSuchGroup(entity: String, group: String)
    case writtenOnce(entity: String, group: String)
    case takesTwo(entity: String, group: String)

    public var description: String {
        switch self {
        case .onlyHeadquarters:
            "Only headquarters changes how edits are merged: give the command the hub's --data."
        case .noSuchGroup(let entity, let group):
            "“\(entity)” has no group “\(group)”: `shabaka policy list` names them."
        case .writtenOnce(let entity, let group):
            "“\(group)” of “\(entity)” is written once and never edited: nothing is merged."
        case .takesTwo(let entity, let group):
            "“\(group)” of “\(entity)” takes two people, and that is not weakened."
        }
    }
}

extension JournalSession {
    /// Says how edits of a group that did not know of each other are merged from now on, at every
    /// node that hears of it; what is in conflict, or no longer is, is shown anew.
    ///
    /// - Throws: `PolicyRefusal`.
    @discardableResult
    public func setPolicy(
        _ policy: MergePolicy, entity name: String, group groupName: String,
        by author: Authorship
    ) throws -> Version {
        guard journal.identity.role == .hub else { throw PolicyRefusal.onlyHeadquarters }
        guard let entity = journal.dictionary.entity(name),
            let group = entity.groups.first(where: { $0.name == groupName }),
            ![.hub, .local].contains(entity.scope)
        else { throw PolicyRefusal.noSuchGroup(entity: name, group: groupName) }
        guard group.policy != .all, policy != .all else {
            throw PolicyRefusal.writtenOnce(entity: name, group: groupName)
        }
        if group.policy == .review(people: 2), policy != group.policy {
            throw PolicyRefusal.takesTwo(entity: name, group: groupName)
        }
        let id = Self.policyID(entity, group)
        let policies = journal.dictionary.require("merge_policy")
        let change =
            try row(of: policies, id) == nil
            ? creation(
                of: policies.name, id: id,
                [
                    "entity": .text(name), "group_name": .text(groupName),
                    "policy": .text(policy.name),
                ])
            : edit(of: policies.name, id, ["policy": .text(policy.name)])
        return try append([change], by: author)
    }

    /// The record about a group: the same whenever it is made.
    private static func policyID(_ entity: Entity, _ group: FieldGroup) -> RecordID {
        var writer = WireWriter()
        writer.text(1, "shabaka merge policy 1")
        writer.number(2, UInt64(entity.number))
        writer.number(3, UInt64(group.number))
        return RecordID(milliseconds: 0, of: sha256(writer.bytes))
    }

    /// Remembers what the policies were before the first of them changes.
    func notePolicies() throws {
        if policiesBefore == nil { policiesBefore = try registry.policies() }
    }

    /// Computes the records anew that a changed policy shows otherwise, and tells the nodes below.
    func followPolicies() throws {
        guard let before = policiesBefore else { return }
        policiesBefore = nil
        registry.forgetPolicies()
        let now = try registry.policies()
        // It was said above: nobody here made these records.
        let wasOwnWrite = isOwnWrite
        isOwnWrite = false
        defer { isOwnWrite = wasOwnWrite }
        var listed: [ListedRecord] = []
        for place in Set(before.keys).union(now.keys).sorted()
        where before[place] != now[place] {
            guard let entity = journal.dictionary.entity(place.entity) else { continue }
            let disputed = try transaction.rows(
                """
                SELECT h.record FROM head h JOIN "\(entity.name)" e ON e.id = h.record
                WHERE h.grp = $1 GROUP BY h.record HAVING COUNT(*) > 1 ORDER BY h.record
                """, .integer(Int64(place.group))
            ).compactMap { $0.id(0) }
            for record in disputed {
                let areas = try registry.areas(of: entity, record) ?? []
                try refold(record, entity)
                listed.append(
                    ListedRecord(entity: entity.number, record: record, left: areas.sorted()))
            }
        }
        try writeScopeEffects()
        try appendListed(listed)
    }
}
