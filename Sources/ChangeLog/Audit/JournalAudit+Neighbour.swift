import Storage
import Trust

// A neighbour's word about what this node held.
extension JournalAudit {
    /// Compares the journal with what a neighbour, or this node itself, held at an earlier moment.
    ///
    /// An upstream holds nothing of our subtree that we do not hold. A node below us may hold what
    /// it has not sent yet: of its entries only those that we acknowledged must be here.
    mutating func compare(with checkpoint: Checkpoint) throws {
        let name = session.journal.identity.name
        let ours = try session.view.subtree(of: name)
        let isFromBelow = checkpoint.upstream == name
        for tip in checkpoint.tips where ours.contains(tip.origin) {
            try compare(tip, of: checkpoint.node, mayLack: isFromBelow)
        }
        if isFromBelow {
            for tip in checkpoint.acknowledged {
                try compare(tip, of: checkpoint.node, mayLack: false)
            }
            if let position = checkpoint.upstreamPosition, let chain = checkpoint.upstreamChain {
                try compare(
                    position, chain, "\(checkpoint.node) has followed this journal")
            }
        }
        if checkpoint.node == name {
            try compare(checkpoint.position, checkpoint.chain, "This journal once reached")
        }
    }

    private mutating func compare(
        _ tip: Checkpoint.HeldTip, of neighbour: String, mayLack: Bool
    ) throws {
        guard let incarnation = UInt64(tip.incarnation, radix: 16) else { return }
        let digest = try session.view.entryDigest(
            Branch(origin: tip.origin, incarnation: incarnation), tip.sequence)
        if digest == nil, mayLack { return }
        report.compared += 1
        guard digest?.hex != tip.digest else { return }
        find(
            .cutTail, "\(tip.origin) \(tip.sequence)",
            "\(neighbour) holds changeset \(tip.sequence) of \(tip.origin), which is "
                + (digest == nil ? "not here any more." : "another one here."))
    }

    private mutating func compare(_ position: Int64, _ chain: String, _ what: String) throws {
        guard let digest = Digest(hex: chain) else { return }
        report.compared += 1
        if try !session.view.isOnChain(Cursor(position: position, chain: digest)) {
            find(
                .cutTail, "position \(position)",
                "\(what) to position \(position), which is not on its chain: the end was cut off "
                    + "or the journal was rewritten.")
        }
    }
}
