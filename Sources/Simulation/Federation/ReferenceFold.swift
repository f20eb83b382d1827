import ChangeLog
import Registry
import Storage
import Trust

/// The heads of every group, computed from all changesets at once by the definition alone: all
/// versions that touched the group, minus all that one of them replaced.
struct ReferenceFold {
    /// A group of a record.
    struct Place: Hashable, Comparable {
        let entity: Int
        let record: RecordID
        let group: Int

        static func < (left: Place, right: Place) -> Bool {
            (left.record, left.group) < (right.record, right.group)
        }
    }

    private(set) var heads: [Place: [Version: GroupValue]] = [:]
    /// Versions that were written again, with the names that they lost.
    private var again: [Version: Version] = [:]
    private(set) var created: Set<RecordID> = []
    /// What the authors of values saw standing.
    private(set) var was: [Place: [Version: GroupValue]] = [:]
    private(set) var stamps: [Version: Stamp] = [:]

    init(_ changesets: [Changeset], dictionary: DataDictionary) {
        var replaced: [Place: Set<Version>] = [:]
        for changeset in changesets {
            stamps[changeset.version] = changeset.header.stamp
            for change in changeset.items.compactMap(\.change) {
                guard let entity = dictionary.entity(change.entity) else { continue }
                if change.kind == .create {
                    created.insert(change.record)
                    for group in entity.groups {
                        let numbers = Set(group.fields.map(\.number))
                        let place = Place(
                            entity: entity.number, record: change.record, group: group.number)
                        heads[place, default: [:]][changeset.version] = GroupValue(
                            change.values.filter { numbers.contains($0.field) })
                    }
                }
                for group in change.groups {
                    let place = Place(
                        entity: entity.number, record: change.record, group: group.group)
                    heads[place, default: [:]][changeset.version] = GroupValue(group.values)
                    was[place, default: [:]][changeset.version] = GroupValue(group.was)
                    replaced[place, default: []].formUnion(group.base)
                }
            }
        }
        for changeset in changesets {
            again[changeset.version] = changeset.header.replaces
        }
        for (place, versions) in replaced {
            heads[place] = heads[place]?.filter { version, _ in
                !versions.contains(version)
                    && !(again[version].map { versions.contains($0) } ?? false)
            }
        }
    }

    /// Whether a record's closing is disputed: by somebody who opened it, or by an edit that none
    /// of those who closed it saw.
    func isLifeDisputed(_ place: Place, _ entity: Entity) throws -> Bool {
        let lives = heads[place] ?? [:]
        let closes = lives.values.filter(Life.isClosed)
        if closes.isEmpty { return false }
        if closes.count < lives.count { return true }
        let seen = Set(closes.flatMap { Life.seen($0) })
        return entity.groups.contains { group in
            let other = Place(entity: place.entity, record: place.record, group: group.number)
            return (heads[other] ?? [:]).keys.contains { version in
                !seen.contains(version)
                    && !(again[version].map { seen.contains($0) } ?? false)
            }
        }
    }
}
