import ChangeLog
import Registry
import Storage

extension Federation {
    /// min(stamp, first receipt) of every version, by the hub's receipts.
    func effectiveTimes(_ fold: ReferenceFold) throws -> [Version: Stamp] {
        let receipts = try receipts(at: hub)
        var result: [Version: Stamp] = [:]
        for (version, stamp) in fold.stamps {
            result[version] = min(stamp, receipt(of: version, receipts) ?? stamp)
        }
        return result
    }

    private typealias Receipts = [Branch: [(range: ClosedRange<UInt64>, received: UInt64)]]

    private func receipt(of version: Version, _ receipts: Receipts) -> Stamp? {
        let branch = Branch(origin: version.origin, incarnation: version.incarnation)
        return receipts[branch]?.first { $0.range.contains(version.sequence) }
            .map { Stamp(endOf: $0.received) }
    }

    /// When something was written counts alike at every tier: whoever holds a receipt for an entry
    /// comes to the same time as the hub. A receiver that was restored may have given a second
    /// receipt, since it forgot the first; the hub's is then the one that counts.
    func checkTimes(
        _ node: SimulatedNode, _ fold: ReferenceFold, _ times: [Version: Stamp]
    ) throws {
        let (receipts, known) = (try receipts(at: node), try receipts(at: hub))
        let mayDiffer = !restoredTiers.isDisjoint(with: [.hub, .province])
        for (version, stamp) in fold.stamps.sorted(by: { $0.key < $1.key }) {
            guard let receipt = receipt(of: version, receipts),
                times[version] != min(stamp, receipt),
                !mayDiffer || self.receipt(of: version, known) == nil
            else { continue }
            throw Objection(
                oracle: "an entry has one time at all tiers", record: nil,
                detail: "Changeset \(version.sequence) of \(version.origin) at \(node.name).")
        }
    }

    private func receipts(at node: SimulatedNode) throws -> Receipts {
        var receipts: Receipts = [:]
        for row in try node.journal.read({ view in
            try view.transaction.rows(
                """
                SELECT b.origin, b.incarnation, r.first_sequence, r.last_sequence, r.received
                FROM receipt r JOIN branch b ON b.ix = r.branch AND b.sequence >= r.last_sequence
                ORDER BY r.branch, r.last_sequence
                """)
        }) {
            let branch = Branch(
                origin: row.text(0), incarnation: UInt64(bitPattern: row.integer(1)))
            receipts[branch, default: []].append(
                (
                    UInt64(row.integer(2))...UInt64(row.integer(3)), UInt64(row.integer(4))
                ))
        }
        return receipts
    }

    /// The value that is shown is the one that the policy says, by the definition alone.
    func checkValue(
        _ shown: ShownRecord, of place: ReferenceFold.Place, _ entity: Entity,
        _ fold: ReferenceFold, _ times: [Version: Stamp]
    ) throws {
        guard let group = entity.group(place.group), let heads = fold.heads[place] else { return }
        let numbers = Set(group.fields.map(\.number))
        let here = GroupValue(
            zip(entity.fields, shown.values).filter { numbers.contains($0.0.number) }
                .map { NumberedValue($0.0.number, $0.1) })
        let ordered = heads.keys.sorted { left, right in
            let times = (times[left] ?? Stamp(rawValue: 0), times[right] ?? Stamp(rawValue: 0))
            return times.0 != times.1 ? times.0 < times.1 : left < right
        }
        guard let first = ordered.first, let last = ordered.last else { return }
        var wanted = heads[last]
        if case .review = policy(of: entity, group), Set(heads.values).count > 1 {
            let stood = fold.was[place]?[first] ?? GroupValue([])
            wanted = stood.values.isEmpty ? heads[first] : stood
        }
        guard here != wanted else { return }
        throw Objection(
            oracle: "the value shown is the one of the policy", record: place.record,
            detail: "\(entity.name) group \(place.group): \(here) instead of \(wanted as Any).")
    }

    /// What takes two people to settle was settled by two: one proposed, another accepted.
    func checkSettlements(_ changesets: [Changeset]) throws {
        let dictionary = hub.journal.dictionary
        let proposals = dictionary.require("proposal")
        for changeset in changesets {
            let changes = changeset.items.compactMap(\.change)
            for change in changes where change.kind == .resolve {
                let groups = dictionary.entity(change.entity)?.groups ?? []
                let takesTwo = groups.contains { group in
                    guard case .review(people: 2) = group.policy else { return false }
                    return change.groups.contains { $0.group == group.number }
                }
                guard takesTwo else { continue }
                let accepted = changes.first { $0.entity == proposals.number }?.record
                let author = try accepted.flatMap { id in
                    try hub.journal.read { try $0.record("proposal", id)?["proposed_by"]?.text }
                }
                count("settled by two")
                // A proposal that a restore destroyed names nobody any more.
                guard accepted == nil || author == changeset.header.actor else { continue }
                throw Objection(
                    oracle: "two people settle what takes two", record: change.record,
                    detail: "\(changeset.header.actor) settled it alone.")
            }
        }
    }

    /// Whoever grants a transfer moves the household to whoever asked, in the same changeset.
    func checkGrants(_ changesets: [Changeset]) throws {
        let dictionary = hub.journal.dictionary
        let transfers = dictionary.require("transfer")
        let households = dictionary.require("household")
        guard let status = transfers.field("status")?.number,
            let area = households.field("area")?.number
        else { return }
        for changeset in changesets where changeset.header.actor.hasPrefix("officer") {
            let changes = changeset.items.compactMap(\.change)
            let grants = changes.filter { change in
                change.entity == transfers.number
                    && change.groups.contains {
                        GroupValue($0.values)[status] == .text("granted")
                    }
            }
            for grant in grants {
                // What a restore destroyed asks for nothing any more.
                guard let asked = try hub.journal.read({ try $0.record("transfer", grant.record) })
                else { continue }
                let isMoved = changes.contains { change in
                    change.entity == households.number
                        && asked["household"] == .reference(change.record)
                        && change.groups.contains {
                            GroupValue($0.values)[area] == asked["to_area"]
                        }
                }
                count("transfer granted at the end")
                guard !isMoved else { continue }
                throw Objection(
                    oracle: "a grant moves the household", record: grant.record,
                    detail: "\(changeset.header.actor) granted and moved nothing.")
            }
        }
    }

    /// Where a node's feed stands, as the node keeps it.
    func cursor(of node: SimulatedNode) throws -> [UInt8] {
        try node.journal.read { view in
            try view.transaction.first("SELECT value FROM node_state WHERE name = 'feed cursor'")?
                .bytes(0) ?? []
        }
    }

    /// A page that was applied ends behind all that moved together.
    func checkEnd(
        ofPageTo node: SimulatedNode, from upstream: SimulatedNode, after before: [UInt8]
    ) throws {
        let bytes = try cursor(of: node)
        guard bytes != before else { return }
        let end = try Cursor(WireReader(bytes))
        let next = try upstream.journal.read { view in
            try view.transaction.first(
                "SELECT kind FROM journal WHERE pos = $1", .integer(end.position + 1))
        }
        guard next?.integer(0) == JournalSession.Kind.scope.rawValue else { return }
        throw Objection(
            oracle: "a page does not part what moved together", record: nil,
            detail: "\(node.name) was given a part of what stands at \(end.position).")
    }

    /// Breaches of rules over several rows are those that the rows of a node show, all of them and
    /// nothing else.
    func checkInvariants(_ node: SimulatedNode) throws {
        try node.journal.read { view in
            var wanted: Set<Breach> = []
            let closed = Set(
                try view.transaction.rows("SELECT record FROM life WHERE closed = 1")
                    .compactMap { $0.id(0) })
            for invariant in view.dictionary.invariants {
                var sharing: [[FieldValue]: [RecordID]] = [:]
                for row in try view.transaction.rows("SELECT id FROM \"\(invariant.entity)\"") {
                    guard let id = row.id(0), !closed.contains(id),
                        let values = try view.record(invariant.entity, id)
                    else { continue }
                    let counts = invariant.whenever.allSatisfy { field, allowed in
                        let value = values[field] ?? .null
                        return allowed.isEmpty ? value == .null : allowed.contains(value)
                    }
                    let key = invariant.key.map { values[$0] ?? .null }
                    guard counts, !key.contains(.null) else { continue }
                    sharing[key, default: []].append(id)
                }
                for ids in sharing.values where ids.count > 1 {
                    wanted.formUnion(ids.map { Breach(invariant: invariant.name, record: $0) })
                }
            }
            let known = Set(
                try view.transaction.rows("SELECT invariant, record FROM breach").compactMap {
                    row in row.id(1).map { Breach(invariant: row.text(0), record: $0) }
                })
            counters["broken rule at the end", default: 0] += wanted.count
            guard let odd = wanted.symmetricDifference(known).min() else { return }
            throw Objection(
                oracle: "a node knows which rules its rows break", record: odd.record,
                detail: """
                    \(odd.invariant) is \(known.contains(odd) ? "kept" : "not kept") as broken \
                    at \(node.name).
                    """)
        }
    }

    /// A row that breaks a rule together with others.
    private struct Breach: Hashable, Comparable {
        let invariant: String
        let record: RecordID

        static func < (left: Breach, right: Breach) -> Bool {
            (left.invariant, left.record) < (right.invariant, right.record)
        }
    }
}
