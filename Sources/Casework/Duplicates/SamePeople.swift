import Registry

/// Which persons cases hold to be one, and who of them stays.
///
/// Pairs are joined likeliest first, and never so that two members of one household become one
/// person: those are known to be different.
struct SamePeople {
    private var groups: [Set<RecordID>] = []
    private var groupOf: [RecordID: Int] = [:]
    private var households: [RecordID: Set<RecordID>] = [:]
    private var registeredOn: [RecordID: String] = [:]

    /// - Parameter root: whom a person stands for already.
    init(_ cases: [DuplicateCase], root: (RecordID) throws -> RecordID = { $0 }) rethrows {
        var pairs: [(bits: Double, a: RecordID, b: RecordID)] = []
        for found in cases {
            for party in [found.earlier, found.later] {
                registeredOn[party.household] = party.registeredOn
            }
            for pair in found.pairs {
                let a = try root(pair.earlier)
                let b = try root(pair.later)
                households[a, default: []].insert(found.earlier.household)
                households[b, default: []].insert(found.later.household)
                pairs.append((pair.bits, a, b))
            }
        }
        pairs.sort { ($1.bits, $0.a, $0.b) < ($0.bits, $1.a, $1.b) }
        for pair in pairs where pair.a != pair.b { join(pair.a, pair.b) }
    }

    private mutating func join(_ a: RecordID, _ b: RecordID) {
        let left = group(of: a)
        let right = group(of: b)
        guard left != right else { return }
        let theirs = groups[left].flatMap { households[$0] ?? [] }
        let others = groups[right].flatMap { households[$0] ?? [] }
        guard Set(theirs).isDisjoint(with: others) else { return }
        for person in groups[right] { groupOf[person] = left }
        groups[left].formUnion(groups[right])
        groups[right] = []
    }

    private mutating func group(of person: RecordID) -> Int {
        if let known = groupOf[person] { return known }
        groups.append([person])
        groupOf[person] = groups.count - 1
        return groups.count - 1
    }

    /// Whether the cases hold the two to be one.
    func areSame(_ one: RecordID, _ other: RecordID) -> Bool {
        guard let left = groupOf[one], let right = groupOf[other] else { return one == other }
        return left == right
    }

    /// Whom everybody becomes who does not stay, in the order of their ids: the one of a household
    /// that stays, else of the earliest registered.
    func aliases(keeping kept: Set<RecordID>) -> [(person: RecordID, stays: RecordID)] {
        func rank(_ person: RecordID) -> (Int, String, RecordID) {
            let homes = households[person] ?? []
            let first = homes.map { registeredOn[$0] ?? "" }.min() ?? ""
            return (homes.isDisjoint(with: kept) ? 1 : 0, first, person)
        }
        return groups.filter { $0.count > 1 }.flatMap { group in
            let ordered = group.sorted { rank($0) < rank($1) }
            return ordered.dropFirst().map { ($0, ordered[0]) }
        }.sorted { $0.0 < $1.0 }
    }
}
