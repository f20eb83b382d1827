import ChangeLog
import Registry
import Storage
import Trust

extension Federation {
    /// Asks every oracle; returns how many changesets the hub holds.
    ///
    /// - Throws: `Objection`.
    func checkEverything() throws -> Int {
        let atHub = try entries(of: hub)
        let again = try writtenAgain()
        let lost = durableBeforeHealing.subtracting(atHub).filter { entry in
            !again.contains(entry.digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        }
        if let lost = lost.min() {
            throw Objection(
                oracle: "nothing durable is missing at the hub", record: nil,
                detail: "Entry \(lost.sequence) of \(lost.origin) is not there.")
        }
        try checkShown(shownBeforeHealing)
        for node in nodes { try checkChains(node) }
        try checkSignatures(at: hub)
        let dictionary = hub.journal.dictionary
        let truth = try hub.journal.read { view in
            try Dictionary(
                uniqueKeysWithValues: Self.entities.map {
                    ($0, try view.shown(dictionary.require($0)))
                })
        }
        try checkFold(truth)
        for node in nodes.dropFirst() { try check(node, against: truth) }
        for node in nodes { try checkInvariants(node) }
        return atHub.count
    }

    /// The entities that a schedule writes.
    static let entities = [
        "area", "node", "household", "person", "membership", "account", "quarantine",
        "transfer", "proposal", "merge_policy",
    ]

    // MARK: Logs

    /// Digests, links to the entry before, and the chain over all rows.
    private func checkChains(_ node: SimulatedNode) throws {
        try node.journal.read { view in
            var hasher = SHA256Hasher()
            var chain = Digest.zero
            var tips: [Branch: (sequence: UInt64, digest: Digest)] = [:]
            for row in try view.transaction.rows(
                "SELECT kind, digest, chain, body FROM journal ORDER BY pos")
            {
                let digest: Digest
                if row.integer(0) == 0 {
                    let changeset = try Changeset(bytes: row.bytes(3), hasher: &hasher)
                    digest = changeset.digest
                    let header = changeset.header
                    let branch = changeset.branch
                    let before = tips[branch] ?? header.parent.map { ($0.sequence, $0.digest) }
                    guard header.sequence == (before?.sequence ?? 0) + 1,
                        header.previous == before?.digest ?? .zero
                    else {
                        throw Objection(
                            oracle: "chains verify", record: nil,
                            detail: "\(node.name) holds \(changeset.version) on a wrong link.")
                    }
                    tips[branch] = (header.sequence, digest)
                } else {
                    digest = sha256(row.bytes(3))
                }
                chain = JournalSession.link(chain, digest, &hasher)
                guard row.bytes(1) == digest.bytes, row.bytes(2) == chain.bytes else {
                    throw Objection(
                        oracle: "chains verify", record: nil,
                        detail: "The chain of \(node.name) is broken.")
                }
            }
        }
    }

    /// Whatever another node wrote is merged only under its signature, which may have lost its name
    /// with the rest of what it covered.
    func checkSignatures(at node: SimulatedNode) throws {
        let unsigned = try node.journal.read { view in
            try view.transaction.rows(
                """
                SELECT b.origin, b.sequence FROM branch b
                WHERE b.origin <> $1 AND b.sequence > COALESCE(
                    (SELECT MAX(s.sequence) FROM signature s WHERE s.branch = b.ix),
                    (SELECT MAX(c.parent_sequence) FROM branch c
                     WHERE c.origin = b.origin AND c.parent_incarnation = b.incarnation), 0)
                AND NOT EXISTS (
                    SELECT 1 FROM fork f WHERE f.origin = b.origin
                    AND f.incarnation = b.incarnation AND f.sequence = b.sequence + 1)
                """, .text(node.name))
        }
        guard unsigned.isEmpty else {
            throw Objection(
                oracle: "nothing is merged unsigned", record: nil,
                detail: """
                    \(node.name) has no signature over the tip of \(unsigned[0].text(0)).
                    """)
        }
    }

    /// The tags of what the hub holds under a new name, after a fork.
    func writtenAgain() throws -> Set<UInt64> {
        try hub.journal.read { view in
            var hasher = SHA256Hasher()
            return Set(
                try view.transaction.rows("SELECT body FROM journal WHERE kind = 0").compactMap {
                    try Changeset(bytes: $0.bytes(0), hasher: &hasher).header.replaces?.tag
                })
        }
    }

    // MARK: What is shown

    private func checkFold(_ truth: [String: [RecordID: ShownRecord]]) throws {
        policies = try hub.journal.read { try $0.policies() }
        let dictionary = hub.journal.dictionary
        let changesets = try hub.journal.read { view in
            var hasher = SHA256Hasher()
            return try view.transaction.rows(
                "SELECT body FROM journal WHERE kind = 0 ORDER BY pos"
            ).map { try Changeset(bytes: $0.bytes(0), hasher: &hasher) }
        }
        let aside = try checkQuarantine(changesets)
        let merged = changesets.filter { !aside.contains($0.version) }
        let fold = ReferenceFold(merged, dictionary: dictionary)
        let times = try effectiveTimes(fold)
        try checkSettlements(merged)
        try checkGrants(merged)
        for node in nodes.dropFirst() { try checkTimes(node, fold, times) }
        for (place, heads) in fold.heads.sorted(by: { $0.key < $1.key }) {
            guard let entity = dictionary.entity(place.entity), fold.created.contains(place.record)
            else { continue }
            guard let shown = truth[entity.name]?[place.record] else {
                throw Objection(
                    oracle: "the hub shows every record", record: place.record,
                    detail: "The log creates a \(entity.name) that is not there.")
            }
            guard shown.heads[place.group] == heads else {
                throw Objection(
                    oracle: "heads equal the reference fold", record: place.record,
                    detail: """
                        \(entity.name) group \(place.group): \(shown.heads[place.group] ?? [:]) \
                        instead of \(heads).
                        """)
            }
            try checkValue(shown, of: place, entity, fold, times)
            let policy = entity.group(place.group).map { self.policy(of: entity, $0) }
            let isReview = if case .review? = policy { true } else { false }
            let isOpen =
                try place.group == Life.group
                ? fold.isLifeDisputed(place, entity) : isReview && Set(heads.values).count > 1
            if isOpen {
                count(
                    place.group == Life.group
                        ? "disputed close at the end" : "conflict open at the end")
            }
            if place.group == Life.group, !isOpen, heads.values.contains(where: Life.isClosed) {
                count("closed at the end")
                guard shown.isClosed else {
                    throw Objection(
                        oracle: "a close that saw everything closes", record: place.record,
                        detail: "The \(entity.name) is shown as open.")
                }
            }
            guard shown.conflicts.contains(place.group) == isOpen else {
                throw Objection(
                    oracle: "unequal concurrent values of a review group are an open conflict",
                    record: place.record, detail: "\(entity.name) group \(place.group) is not.")
            }
        }
    }

    private func check(
        _ node: SimulatedNode, against truth: [String: [RecordID: ShownRecord]]
    ) throws {
        let dictionary = hub.journal.dictionary
        let areas = Set(node.areas)
        for name in Self.entities {
            let entity = dictionary.require(name)
            let here = try node.journal.read { try $0.shown(entity) }
            let there = truth[name] ?? [:]
            let scope = try hub.journal.read { view in
                try Dictionary(
                    uniqueKeysWithValues: there.keys.sorted().compactMap { id in
                        // What hangs on a record that a restore lost for good lies nowhere.
                        try view.areas(of: entity, id)?.isEmpty == true
                            ? nil : (id, try view.isInScope(entity, id, of: areas))
                    })
            }
            for id in Set(here.keys).union(there.keys).sorted()
            where scope[id] != nil || there[id] == nil {
                let isInScope = scope[id] ?? false
                guard (here[id] != nil) == isInScope else {
                    throw Objection(
                        oracle: "a node holds its scope and nothing else", record: id,
                        detail: """
                            \(node.name) \(isInScope ? "lacks" : "holds") a \(name) \
                            that lies \(isInScope ? "inside" : "outside") its scope.
                            """)
                }
                guard let shown = here[id], let wanted = there[id], shown != wanted
                else { continue }
                throw Objection(
                    oracle: "a node shows what the hub shows", record: id,
                    detail: "\(name) at \(node.name): \(shown.difference(from: wanted)).")
            }
        }
    }
}
