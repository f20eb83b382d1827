import Registry
import Storage
import Trust

extension Journal {
    /// Walks the whole journal and says what is broken and where; writes nothing.
    ///
    /// - Parameters:
    ///   - checkpoint: what a neighbour, or this node itself, held at an earlier moment.
    ///   - progress: told the step, and how many rows of how many are done.
    public func audit(
        against checkpoint: Checkpoint? = nil,
        progress: (AuditReport.Step, Int, Int) -> Void = { _, _, _ in }
    ) throws -> AuditReport {
        var report = AuditReport(node: identity.name)
        do {
            // Folding a record again writes it; all of that is rolled back at the end.
            try write { session in
                var audit = JournalAudit(session)
                try audit.walkJournal(progress)
                try audit.checkSignatures()
                try audit.checkReceipts()
                if let checkpoint { try audit.compare(with: checkpoint) }
                try audit.checkRecords(progress)
                report = audit.report
                throw RollBack()
            }
        } catch is RollBack {}
        return report
    }

    /// What this node holds now.
    public func checkpoint() throws -> Checkpoint {
        try write { session in
            let cursor = try session.cursor()
            let upstream = try session.transaction.first(
                "SELECT upstream FROM node WHERE name = $1", .text(identity.name))?.text(0)
            return Checkpoint(
                node: identity.name, position: session.position, chain: session.chain.hex,
                tips: try session.tips().map { Checkpoint.HeldTip($0) },
                acknowledged: try session.acknowledgedTips(by: upstream ?? ""),
                upstream: upstream?.isEmpty == false ? upstream : nil,
                upstreamPosition: cursor.position > 0 ? cursor.position : nil,
                upstreamChain: cursor.position > 0 ? cursor.chain.hex : nil)
        }
    }

    private struct RollBack: Error {}
}

extension JournalSession {
    /// How far the upstream has acknowledged what this node wrote.
    fileprivate func acknowledgedTips(by upstream: String) throws -> [Checkpoint.HeldTip] {
        try transaction.rows(
            """
            SELECT b.origin, b.incarnation, MAX(r.last_sequence), j.digest
            FROM receipt r JOIN branch b ON b.ix = r.branch
            JOIN journal j ON j.branch = r.branch AND j.sequence = r.last_sequence
            WHERE r.receiver = $1 GROUP BY b.ix ORDER BY b.origin, b.incarnation
            """, .text(upstream)
        ).map { row in
            Checkpoint.HeldTip(
                Tip(
                    branch: Branch(
                        origin: row.text(0), incarnation: UInt64(bitPattern: row.integer(1))),
                    sequence: UInt64(row.integer(2)),
                    digest: Digest(bytes: row.bytes(3)) ?? .zero))
        }
    }
}

extension Checkpoint.HeldTip {
    init(_ tip: Tip) {
        self.init(
            origin: tip.branch.origin, incarnation: String(tip.branch.incarnation, radix: 16),
            sequence: tip.sequence, digest: tip.digest.hex)
    }
}
