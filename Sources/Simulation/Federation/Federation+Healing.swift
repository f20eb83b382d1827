import ChangeLog
import Registry
import Storage

extension Federation {
    /// The name of a changeset that nothing else in the world has.
    struct EntryName: Hashable, Comparable {
        let origin: String
        let incarnation: Int64
        let sequence: Int64
        let digest: [UInt8]

        static func < (left: EntryName, right: EntryName) -> Bool {
            (left.origin, left.incarnation, left.sequence)
                < (right.origin, right.incarnation, right.sequence)
        }
    }

    /// Every changeset in a node's log.
    func entries(of node: SimulatedNode) throws -> Set<EntryName> {
        try node.journal.read { view in
            Set(
                try view.transaction.rows(
                    """
                    SELECT b.origin, b.incarnation, j.sequence, j.digest
                    FROM journal j JOIN branch b ON b.ix = j.branch
                    WHERE b.disowned = 0
                    """
                ).map {
                    EntryName(
                        origin: $0.text(0), incarnation: $0.integer(1), sequence: $0.integer(2),
                        digest: $0.bytes(3))
                })
        }
    }

    /// Every changeset of a tier above that a node keeps sealed.
    private func sealedEntries(of node: SimulatedNode) throws -> Set<EntryName> {
        try node.journal.read { view in
            Set(
                try view.transaction.rows(
                    "SELECT origin, incarnation, sequence, digest FROM witness"
                ).map {
                    EntryName(
                        origin: $0.text(0), incarnation: $0.integer(1), sequence: $0.integer(2),
                        digest: $0.bytes(3))
                })
        }
    }

    /// Every version that a node shows, by its name: whoever saw it will look for it.
    private func shownVersions(of node: SimulatedNode) throws -> Set<Version> {
        try node.journal.read { view in
            var result: Set<Version> = []
            for name in Self.entities {
                for record in try view.shown(view.dictionary.require(name)).values {
                    for heads in record.heads.values { result.formUnion(heads.keys) }
                }
            }
            return result
        }
    }

    /// What somebody saw is still somewhere, as long as one tier only was ever restored.
    func checkShown(_ shown: Set<Version>) throws {
        guard restoredTiers.count <= 1 else { return }
        let again = try writtenAgain()
        let lost = try hub.journal.read { view in
            try shown.sorted().first { try view.changeset($0) == nil && !again.contains($0.tag) }
        }
        guard let lost else { return }
        throw Objection(
            oracle: "what somebody saw is not lost", record: nil,
            detail: "Changeset \(lost.sequence) of \(lost.origin) is not at the hub.")
    }

    /// The most rounds that a link may need when there are two tiers of links.
    private static let mostRounds = 6

    /// Syncs every link without faults until nothing moves; returns how many rounds each took.
    func heal() throws -> Int {
        isHealing = true
        strangers.removeAll()
        for node in nodes { node.clock.set(.none) }
        var durable: Set<EntryName> = []
        for node in nodes {
            durable.formUnion(try entries(of: node))
            durable.formUnion(try sealedEntries(of: node))
        }
        durableBeforeHealing = durable
        for node in nodes { shownBeforeHealing.formUnion(try shownVersions(of: node)) }
        // A fork takes a round to be noticed and one to be written again, at each tier.
        let mostRounds = Self.mostRounds + (hasClones ? 4 : 0)
        for rounds in 1...mostRounds + 1 {
            time.advance(by: 1000)
            var isQuiet = true
            var bytes = 0
            for node in nodes.dropFirst(3) + nodes[1...2] {
                let traffic = try round(of: node)
                isQuiet = isQuiet && traffic.isQuiet
                bytes = max(bytes, traffic.bytes)
            }
            if isQuiet {
                // Two nodes under one name tell all they hold each time.
                guard bytes < 2048 || hasClones else {
                    throw Objection(
                        oracle: "an idle round moves less than 2 KB", record: nil,
                        detail: "One moved \(bytes) bytes.")
                }
                return rounds - 1
            }
        }
        throw Objection(
            oracle: "healing ends in at most three rounds a tier", record: nil,
            detail: "Something still moves after \(mostRounds) rounds of every link.")
    }
}
