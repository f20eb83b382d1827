import Registry
import Storage
import Trust

/// One walk over a journal.
struct JournalAudit: ~Copyable {
    let session: JournalSession
    /// Whether all that the log made must be here: nothing leaves the hub's scope.
    private let holdsAll: Bool
    private var hasher = SHA256Hasher()
    var report: AuditReport
    private static let mostFindings = 1000

    init(_ session: JournalSession) {
        self.session = session
        holdsAll = session.journal.identity.role == .hub
        report = AuditReport(node: session.journal.identity.name)
    }

    mutating func find(_ kind: AuditReport.Kind, _ place: String, _ message: String) {
        guard report.findings.count < Self.mostFindings else { return }
        report.findings.append(AuditReport.Finding(kind: kind, place: place, message: message))
    }

    // MARK: The journal

    mutating func walkJournal(_ progress: (AuditReport.Step, Int, Int) -> Void) throws {
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
            if report.journalRows.isMultiple(of: 4096) {
                progress(.journal, report.journalRows, count)
            }
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
        // What lost its name in a fork follows nothing that is here.
        if session.hasDisowned, try session.isDisowned(branch) {
            branches[branch] = (sequence, digest)
            return
        }
        if let before = branches[branch] {
            if sequence != before.sequence + 1 || changeset.header.previous != before.digest {
                find(
                    .brokenBranch, place,
                    "Changeset \(sequence) of \(changeset.header.origin) does not follow "
                        + "changeset \(before.sequence): one between them was removed or replaced.")
            }
        } else if try !isBeginning(changeset.header) {
            find(
                .brokenBranch, place,
                "Changesets of \(changeset.header.origin) before \(sequence) were removed or "
                    + "replaced.")
        }
        branches[branch] = (sequence, digest)
        if holdsAll, try !session.isSetAside(branch: branch, sequence: sequence) {
            try checkPresence(changeset)
        }
    }

    /// Whether an entry may be the first of its branch: number 1, or it follows its parent.
    private func isBeginning(_ header: Changeset.Header) throws -> Bool {
        guard let parent = header.parent else { return header.sequence == 1 }
        let before = Branch(origin: header.origin, incarnation: parent.incarnation)
        return try header.sequence == parent.sequence + 1 && header.previous == parent.digest
            && session.view.entryDigest(before, parent.sequence) == parent.digest
    }

    /// At the hub every record that was ever made is still here.
    private mutating func checkPresence(_ changeset: Changeset) throws {
        for item in changeset.items {
            guard let change = item.change, change.kind == .create,
                let entity = session.journal.dictionary.entity(change.entity),
                entity.scope != .local
            else { continue }
            let known = try session.transaction.statement(
                "SELECT 1 FROM \"\(entity.name)\" WHERE id = $1")
            known.bind(1, change.record)
            defer { known.reset() }
            if try !known.step() {
                find(
                    .missingRecord, "\(entity.name) \(change.record)",
                    "Changeset \(changeset.header.sequence) of \(changeset.header.origin) made "
                        + "this \(entity.name), which is not here any more.")
            }
        }
    }

    private mutating func checkTips(
        _ branches: [Int64: (sequence: UInt64, digest: Digest)]
    ) throws {
        for row in try session.transaction.rows(
            """
            SELECT ix, origin, sequence, digest FROM branch
            WHERE sequence > 0 AND disowned = 0 ORDER BY ix
            """)
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
}
