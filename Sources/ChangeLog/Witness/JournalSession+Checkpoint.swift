import Registry
import Storage
public import Trust

extension JournalSession {
    /// Where this node's journal stands, signed.
    public func signedCheckpoint() throws -> SignedCheckpoint {
        var checkpoint = SignedCheckpoint(
            node: journal.identity.name, position: position, chain: chain)
        if let known = try state("own checkpoint"),
            let signed = try? SignedCheckpoint(WireReader(known)), signed.position == position,
            signed.chain == chain, signed.node == checkpoint.node
        {
            return signed
        }
        checkpoint.signature = try journal.identity.signingKey.sign(checkpoint.message)
        var writer = WireWriter()
        checkpoint.write(to: &writer)
        try setState("own checkpoint", writer.bytes)
        return checkpoint
    }

    /// Compares an upstream's checkpoint with the one that is remembered, remembers the new one, and
    /// raises an alarm where they do not fit.
    ///
    /// - Parameters:
    ///   - chainThere: what the upstream says that its chain is at a position; nil when its journal
    ///     ends before.
    ///   - there: that position.
    /// - Returns: nil when the upstream answered for another position than the remembered one.
    public func remember(
        _ checkpoint: SignedCheckpoint, chain chainThere: Digest?, at there: Int64
    ) throws -> UpstreamHistory? {
        let keys = try transaction.rows(
            "SELECT signing_key FROM node WHERE name = $1 ORDER BY id", .text(checkpoint.node)
        ).compactMap { try? VerifyingKey(bytes: $0.bytes(0)) }  // a bad key verifies nothing
        // Before the first page nothing is known of the upstream but its certificate.
        guard
            keys.isEmpty
                || keys.contains(where: {
                    $0.verifies(checkpoint.signature, of: checkpoint.message)
                })
        else {
            try raise(.badSignature, checkpoint, "The checkpoint's signature is not its own.")
            return .badSignature
        }
        let known = try rememberedCheckpoint()
        guard there == known?.position ?? 0 else { return nil }
        var history = UpstreamHistory.same
        if let known, known.node == checkpoint.node, known.position > 0 {
            if checkpoint.position < known.position {
                history = .rolledBack
            } else if chainThere != known.chain {
                history = .rewritten
            }
        }
        if history != .same, let known {
            try raise(
                history, checkpoint,
                "It stood at \(known.position) and now stands at \(checkpoint.position).")
        }
        if known != checkpoint {
            var writer = WireWriter()
            checkpoint.write(to: &writer)
            try setState("upstream checkpoint", writer.bytes)
        }
        return history
    }

    /// The upstream's last signed word, or nil before the first contact.
    public func rememberedCheckpoint() throws -> SignedCheckpoint? {
        try state("upstream checkpoint").map { try SignedCheckpoint(WireReader($0)) }
    }

    private func raise(
        _ history: UpstreamHistory, _ checkpoint: SignedCheckpoint, _ detail: String
    ) throws {
        try raise(Alarm.Kind(history), of: checkpoint.node, detail)
    }

    /// Keeps an alarm for the operator.
    public func raise(_ kind: Alarm.Kind, of node: String, _ detail: String) throws {
        try transaction.execute(
            "INSERT INTO alarm (kind, node, at, detail) VALUES ($1, $2, $3, $4)",
            .text(kind.rawValue), .text(node), .integer(Int64(journal.clock.milliseconds)),
            .text(detail))
    }
}

/// What an operator must hear of.
public struct Alarm: Sendable, Hashable {
    public var kind: Kind
    public var node: String
    /// Milliseconds since 1970, by this node's clock.
    public var at: UInt64
    public var detail: String

    public enum Kind: String, Sendable {
        case rolledBack = "upstream-rolled-back"
        case rewritten = "upstream-rewritten"
        case badSignature = "upstream-bad-signature"
        /// Two different logs exist under one name: a node was cloned.
        case fork

        init(_ history: UpstreamHistory) {
            self =
                switch history {
                case .rolledBack: .rolledBack
                case .badSignature: .badSignature
                case .same, .rewritten: .rewritten
                }
        }
    }
}

extension RegistryView {
    /// All alarms, the newest first.
    public func alarms() throws -> [Alarm] {
        try transaction.rows("SELECT kind, node, at, detail FROM alarm ORDER BY ix DESC")
            .compactMap { row in
                Alarm.Kind(rawValue: row.text(0)).map {
                    Alarm(
                        kind: $0, node: row.text(1), at: UInt64(row.integer(2)),
                        detail: row.text(3))
                }
            }
    }
}
