import ChangeLog
import Registry
import Storage

/// All registrations that cases tie together: those of one person or one family, as far as anybody
/// can see.
///
/// A case compares two households and keeps its evidence. Whoever registered three times is in three
/// of them, and is looked at and decided once.
public struct DuplicateGroup: Sendable, Equatable {
    /// The households, the earliest registered first.
    public let registrations: [DuplicateCase.Party]
    /// What ties them together: cases that are open or decided `same`, the likeliest first.
    public let cases: [DuplicateCase]

    /// Those that wait for a human.
    public var openCases: [DuplicateCase] { cases.filter { $0.status == .open } }

    /// The highest probability of an open case, or of any where none is open, in millionths.
    public var probabilityPPM: Int {
        let open = openCases
        return (open.isEmpty ? cases : open).map(\.probabilityPPM).max() ?? 0
    }

    /// A group of these cases, which must hang together.
    init(_ cases: [DuplicateCase]) {
        self.cases = cases.sorted {
            ($1.probabilityPPM, $0.id) < ($0.probabilityPPM, $1.id)
        }
        var parties: [RecordID: DuplicateCase.Party] = [:]
        for found in cases {
            parties[found.earlier.household] = found.earlier
            parties[found.later.household] = found.later
        }
        registrations = parties.values.sorted {
            ($0.registeredOn, $0.household) < ($1.registeredOn, $1.household)
        }
    }

    /// The registration that a number or a record id names.
    ///
    /// - Throws: `DuplicateRefusal.notInGroup`.
    public func registration(_ text: String) throws -> DuplicateCase.Party {
        let found = registrations.first { $0.number == text || $0.household == RecordID(text) }
        guard let found else { throw DuplicateRefusal.notInGroup(text) }
        return found
    }
}

extension DuplicateCases {
    /// Groups with an open case, the likeliest first.
    public func openGroups() throws -> [DuplicateGroup] {
        var tied = HouseholdTies()
        var isOpen: [(id: RecordID, household: RecordID, isOpen: Bool)] = []
        for row in try view.transaction.rows(
            """
            SELECT id, earlier_household, later_household, status FROM duplicate_case
            WHERE status IN ('open', 'same') ORDER BY id
            """)
        {
            guard let id = row.id(0), let earlier = row.id(1), let later = row.id(2) else {
                continue
            }
            tied.join(earlier, later)
            isOpen.append((id, earlier, row.text(3) == DuplicateCase.Status.open.rawValue))
        }
        let wanted = Set(isOpen.filter(\.isOpen).map { tied.root(of: $0.household) })
        var members: [RecordID: [DuplicateCase]] = [:]
        for entry in isOpen {
            let root = tied.root(of: entry.household)
            guard wanted.contains(root), let found = try find(entry.id) else { continue }
            members[root, default: []].append(found)
        }
        return members.values.map(DuplicateGroup.init).sorted {
            ($1.probabilityPPM, $0.cases[0].id) < ($0.probabilityPPM, $1.cases[0].id)
        }
    }

    /// The group of a case; a case that ties nobody together (`different`, `withdrawn`) is alone.
    public func group(of found: DuplicateCase) throws -> DuplicateGroup {
        guard found.status == .open || found.status == .same else { return DuplicateGroup([found]) }
        return DuplicateGroup(try cases(around: [found.earlier.household], [.open, .same]))
    }

    /// Cases of these statuses that hang together with some households, over any number of steps.
    func cases(
        around households: [RecordID], _ statuses: [DuplicateCase.Status]
    ) throws -> [DuplicateCase] {
        var known = Set(households)
        var waiting = households
        var found: [RecordID: DuplicateCase] = [:]
        while let household = waiting.popLast() {
            for row in try view.transaction.rows(
                """
                SELECT id FROM duplicate_case WHERE earlier_household = $1
                UNION SELECT id FROM duplicate_case WHERE later_household = $1
                """, .reference(household))
            {
                guard let id = row.id(0), found[id] == nil, let next = try find(id),
                    statuses.contains(next.status)
                else { continue }
                found[id] = next
                for other in [next.earlier.household, next.later.household]
                where known.insert(other).inserted {
                    waiting.append(other)
                }
            }
        }
        return found.values.sorted { $0.id < $1.id }
    }
}

/// Which households hang together.
private struct HouseholdTies {
    private var parent: [RecordID: RecordID] = [:]

    mutating func root(of household: RecordID) -> RecordID {
        var root = household
        while let next = parent[root] { root = next }
        if root != household { parent[household] = root }
        return root
    }

    mutating func join(_ one: RecordID, _ other: RecordID) {
        let (low, high) = (root(of: one), root(of: other))
        if low != high { parent[max(low, high)] = min(low, high) }
    }
}
