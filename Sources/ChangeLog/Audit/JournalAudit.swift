import Registry
import Storage
import Trust

extension Journal {
    /// Walks the whole journal and says what is broken and where; writes nothing.
    ///
    /// - Parameter progress: told how many rows of how many are done.
    public func audit(
        against checkpoint: Checkpoint? = nil, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> AuditReport {
        var report = AuditReport(node: identity.name)
        do {
            // Folding a record again writes it; all of that is rolled back at the end.
            try write { session in
                var audit = JournalAudit(session)
                try audit.walkJournal(progress)
                try audit.checkSignatures()
                try audit.checkReceipts()
                try audit.checkRecords()
                if let checkpoint { try audit.compare(with: checkpoint) }
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
                tips: try session.view.tips().map { tip in
                    Checkpoint.HeldTip(
                        origin: tip.branch.origin,
                        incarnation: String(tip.branch.incarnation, radix: 16),
                        sequence: tip.sequence, digest: tip.digest.hex)
                },
                upstream: upstream?.isEmpty == false ? upstream : nil,
                upstreamPosition: cursor.position > 0 ? cursor.position : nil,
                upstreamChain: cursor.position > 0 ? cursor.chain.hex : nil)
        }
    }

    private struct RollBack: Error {}
}

/// One walk over a journal.
struct JournalAudit: ~Copyable {
    private let session: JournalSession
    private var hasher = SHA256Hasher()
    private(set) var report: AuditReport
    private static let mostFindings = 1000

    init(_ session: JournalSession) {
        self.session = session
        report = AuditReport(node: session.journal.identity.name)
    }

    private mutating func find(_ kind: AuditReport.Kind, _ place: String, _ message: String) {
        guard report.findings.count < Self.mostFindings else { return }
        report.findings.append(AuditReport.Finding(kind: kind, place: place, message: message))
    }

    // MARK: The journal

    mutating func walkJournal(_ progress: (Int, Int) -> Void) throws {
        let count = Int(session.position)
        var position: Int64 = 0
        var chain = Digest.zero
        var branches: [Int64: (sequence: UInt64, digest: Digest)] = [:]
        let rows = try session.transaction.statement(
            "SELECT pos, kind, branch, sequence, digest, chain, body FROM journal ORDER BY pos")
        defer { rows.reset() }
        while try rows.step() {
            let found = rows.integer(0)
            if found != position + 1 {
                find(
                    .missingRow, "position \(position + 1)",
                    "Rows \(position + 1) to \(found - 1) of the journal are missing.")
            }
            position = found
            report.journalRows += 1
            if report.journalRows.isMultiple(of: 4096) { progress(report.journalRows, count) }
            let digest = Digest(bytes: rows.bytes(4)) ?? .zero
            let body = rows.bytes(6)
            if rows.integer(1) == JournalSession.Kind.entry.rawValue {
                try walk(
                    body, digest, position, rows.integer(2), UInt64(rows.integer(3)), &branches)
            } else {
                hasher.update(body)
                if hasher.finish() != digest {
                    find(
                        .changedRow, "position \(position)",
                        "The bytes of the row were changed after it was written.")
                }
            }
            let wanted = JournalSession.link(chain, digest, &hasher)
            chain = Digest(bytes: rows.bytes(5)) ?? .zero
            if chain != wanted {
                find(
                    .brokenChain, "position \(position)",
                    "The chain does not go on here: this row, or one before it, was replaced.")
            }
        }
        try checkTips(branches)
    }

    private mutating func walk(
        _ body: [UInt8], _ digest: Digest, _ position: Int64, _ branch: Int64,
        _ sequence: UInt64, _ branches: inout [Int64: (sequence: UInt64, digest: Digest)]
    ) throws {
        report.changesets += 1
        let place = "position \(position)"
        guard let changeset = try? Changeset(bytes: body, hasher: &hasher) else {
            // Unreadable bytes are a finding, not a failure of the audit.
            find(.changedRow, place, "The bytes of the changeset cannot be read any more.")
            return
        }
        if changeset.digest != digest {
            find(
                .changedRow, place,
                "Changeset \(sequence) of \(changeset.header.origin) was changed after it was "
                    + "written: its digest is another.")
        }
        if changeset.header.sequence != sequence {
            find(.changedRow, place, "The changeset stands under the number of another one.")
        }
        if let before = branches[branch] {
            if sequence != before.sequence + 1 || changeset.header.previous != before.digest {
                find(
                    .brokenBranch, place,
                    "Changeset \(sequence) of \(changeset.header.origin) does not follow "
                        + "changeset \(before.sequence): one between them was removed or replaced.")
            }
        }
        branches[branch] = (sequence, digest)
    }

    private mutating func checkTips(
        _ branches: [Int64: (sequence: UInt64, digest: Digest)]
    ) throws {
        for row in try session.transaction.rows(
            "SELECT ix, origin, sequence, digest FROM branch WHERE sequence > 0 ORDER BY ix")
        {
            let held = branches[row.integer(0)]
            if held?.sequence != UInt64(row.integer(2)) || held?.digest.bytes != row.bytes(3) {
                find(
                    .cutTail, "\(row.text(1)) \(row.integer(2))",
                    "The journal ends before changeset \(row.integer(2)) of \(row.text(1)), "
                        + "which this node had.")
            }
        }
    }

    // MARK: Signatures and receipts

    private func keys(of name: String) throws -> [VerifyingKey] {
        try session.transaction.rows(
            "SELECT signing_key FROM node WHERE name = $1 ORDER BY id", .text(name)
        ).compactMap { try? VerifyingKey(bytes: $0.bytes(0)) }  // a bad key verifies nothing
    }

    mutating func checkSignatures() throws {
        var known: [String: [VerifyingKey]] = [:]
        let rows = try session.transaction.rows(
            """
            SELECT b.origin, b.incarnation, s.sequence, s.signature, j.digest
            FROM signature s JOIN branch b ON b.ix = s.branch
            LEFT JOIN journal j ON j.branch = s.branch AND j.sequence = s.sequence
            ORDER BY b.origin, b.incarnation, s.sequence
            """)
        for row in rows {
            report.signatures += 1
            let origin = row.text(0)
            let keys = try known[origin] ?? keys(of: origin)
            known[origin] = keys
            let message = TipSignature.message(
                branch: Branch(
                    origin: origin, incarnation: UInt64(bitPattern: row.integer(1))),
                sequence: UInt64(row.integer(2)), digest: Digest(bytes: row.bytes(4)) ?? .zero)
            if !keys.contains(where: { $0.verifies(row.bytes(3), of: message) }) {
                find(
                    .badSignature, "\(origin) \(row.integer(2))",
                    "The signature of \(origin) does not fit its changeset \(row.integer(2)).")
            }
        }
        report.unsigned =
            try session.transaction.first(
                """
                SELECT COUNT(*) FROM journal j JOIN branch b ON b.ix = j.branch
                WHERE j.kind = 0 AND b.origin = $1 AND j.sequence > COALESCE(
                    (SELECT MAX(sequence) FROM signature s WHERE s.branch = j.branch), 0)
                """, .text(session.journal.identity.name))?.int(0) ?? 0
    }

    mutating func checkReceipts() throws {
        let rows = try session.transaction.rows(
            """
            SELECT b.origin, b.incarnation, r.first_sequence, r.last_sequence, r.receiver,
                r.received, r.signature, j.digest
            FROM receipt r JOIN branch b ON b.ix = r.branch
            LEFT JOIN journal j ON j.branch = r.branch AND j.sequence = r.last_sequence
            """)
        for row in rows {
            report.receipts += 1
            let receipt = Receipt(
                branch: Branch(
                    origin: row.text(0), incarnation: UInt64(bitPattern: row.integer(1))),
                first: UInt64(row.integer(2)), last: UInt64(row.integer(3)),
                digest: Digest(bytes: row.bytes(7)) ?? .zero, receiver: row.text(4),
                received: UInt64(row.integer(5)), signature: row.bytes(6))
            let keys = try keys(of: receipt.receiver)
            if !keys.isEmpty, !keys.contains(where: {
                $0.verifies(receipt.signature, of: receipt.message)
            }) {
                find(
                    .badReceipt, "\(receipt.branch.origin) \(receipt.last)",
                    "The receipt of \(receipt.receiver) does not fit what it received.")
            }
        }
    }

    // MARK: The registry

    /// Compares every row with what the log, and what the upstream said, make of it.
    mutating func checkRecords() throws {
        for entity in session.journal.dictionary.entities where entity.scope != .local {
            let ids = try session.transaction.rows(
                "SELECT id FROM \"\(entity.name)\" ORDER BY id"
            ).compactMap { $0.id(0) }
            for id in ids {
                report.rows += 1
                try check(entity, id)
            }
        }
    }

    private mutating func check(_ entity: Entity, _ id: RecordID) throws {
        guard let standing = try session.row(of: entity, id) else { return }
        let entries: [JournalSession.PendingEntry]
        do {
            entries = try session.entries(touching: id)
        } catch is WireReader.Malformed {
            return  // The walk over the journal has said so already.
        }
        let place = "\(entity.name) \(id)"
        if try entries.isEmpty && session.upstreamState(of: id) == nil {
            find(
                .foreignRecord, place,
                "Nothing in the log made this \(entity.name): it was written past the log.")
            return
        }
        // Most records were written once: compare without folding.
        if entries.count == 1, let change = entries[0].changes.first, change.kind == .create,
            entries[0].version == standing.version, try session.upstreamState(of: id) == nil
        {
            if GroupValue(change.values) != GroupValue(standing.allValues) {
                findChanged(entity, place)
            }
            return
        }
        try session.refold(id, entity)
        let folded = try session.row(of: entity, id)
        if folded?.allValues != standing.allValues || folded?.version != standing.version {
            findChanged(entity, place)
        }
    }

    private mutating func findChanged(_ entity: Entity, _ place: String) {
        find(
            .changedRecord, place,
            "The row of this \(entity.name) is not what the log says: it was changed past the log.")
    }

    // MARK: A neighbour's word

    mutating func compare(with checkpoint: Checkpoint) throws {
        let name = session.journal.identity.name
        for tip in checkpoint.tips {
            guard let incarnation = UInt64(tip.incarnation, radix: 16) else { continue }
            let digest = try session.view.entryDigest(
                Branch(origin: tip.origin, incarnation: incarnation), tip.sequence)
            let isOurs = try session.view.subtree(of: name).contains(tip.origin)
            guard isOurs, digest?.hex != tip.digest else { continue }
            find(
                .cutTail, "\(tip.origin) \(tip.sequence)",
                "\(checkpoint.node) holds changeset \(tip.sequence) of \(tip.origin), which is "
                    + (digest == nil ? "not here any more." : "another one here."))
        }
        guard checkpoint.upstream == name, let position = checkpoint.upstreamPosition,
            let chain = checkpoint.upstreamChain.flatMap({ Digest(hex: $0) })
        else { return }
        if try !session.view.isOnChain(Cursor(position: position, chain: chain)) {
            find(
                .cutTail, "position \(position)",
                "\(checkpoint.node) has followed this journal to position \(position), which is "
                    + "not on its chain: the end was cut off or the journal was rewritten.")
        }
    }
}
