public import Registry
import Storage

/// A field group, by the numbers of its entity and its own.
public struct GroupPlace: Hashable, Comparable, Sendable {
    public let entity: Int
    public let group: Int

    public init(entity: Int, group: Int) {
        self.entity = entity
        self.group = group
    }

    public static func < (left: GroupPlace, right: GroupPlace) -> Bool {
        (left.entity, left.group) < (right.entity, right.group)
    }
}

extension RegistryView {
    /// How concurrent edits of a group are merged: as headquarters said, else as the dictionary says.
    public func policy(of entity: Entity, _ group: FieldGroup) throws -> MergePolicy {
        try policies()[GroupPlace(entity: entity.number, group: group.number)] ?? group.policy
    }

    /// What headquarters said about groups, in place of the dictionary.
    ///
    /// A group's policy is never changed by a new version of the program: nodes of two versions
    /// would show different values.
    public func policies() throws -> [GroupPlace: MergePolicy] {
        if let knownPolicies { return knownPolicies }
        var result: [GroupPlace: MergePolicy] = [:]
        if dictionary.entity("merge_policy") != nil {
            for row in try transaction.rows(
                "SELECT entity, group_name, policy FROM merge_policy ORDER BY id")
            {
                guard let policy = MergePolicy(name: row.text(2)),
                    let entity = dictionary.entity(row.text(0)),
                    let group = entity.groups.first(where: { $0.name == row.text(1) })
                else { continue }
                result[GroupPlace(entity: entity.number, group: group.number)] = policy
            }
        }
        knownPolicies = result
        return result
    }
}
