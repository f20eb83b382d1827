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
                    """
                ).map {
                    EntryName(
                        origin: $0.text(0), incarnation: $0.integer(1), sequence: $0.integer(2),
                        digest: $0.bytes(3))
                })
        }
    }

    /// The most rounds that a link may need when there are two tiers of links.
    private static let mostRounds = 6

    /// Syncs every link without faults until nothing moves; returns how many rounds each took.
    func heal() throws -> Int {
        isHealing = true
        for node in nodes { node.clock.set(.none) }
        var durable: Set<EntryName> = []
        for node in nodes { durable.formUnion(try entries(of: node)) }
        durableBeforeHealing = durable
        for rounds in 1...Self.mostRounds + 1 {
            time.advance(by: 1000)
            var isQuiet = true
            var bytes = 0
            for name in ["F1", "F2", "F3", "P1", "P2"] {
                let traffic = try round(of: node(name))
                isQuiet = isQuiet && traffic.isQuiet
                bytes = max(bytes, traffic.bytes)
            }
            if isQuiet {
                guard bytes < 2048 else {
                    throw Objection(
                        oracle: "an idle round moves less than 2 KB", record: nil,
                        detail: "One moved \(bytes) bytes.")
                }
                return rounds - 1
            }
        }
        throw Objection(
            oracle: "healing ends in at most three rounds a tier", record: nil,
            detail: "Something still moves after \(Self.mostRounds) rounds of every link.")
    }
}
