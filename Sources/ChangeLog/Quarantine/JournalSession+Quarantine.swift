import Registry
import Storage
import Trust

extension JournalSession {
    /// Sets an entry aside that stands in the journal at the current position: it touches its
    /// records, so that feeds and folds find it, and changes nothing.
    func setAside(
        _ changeset: Changeset, branch: Int64, reason: SetAside.Reason, status: SetAside.Status
    ) throws {
        try insertSetAside(changeset, branch: branch, reason: reason, status: status)
        for change in changeset.items.compactMap(\.change) { try touch(change.record) }
    }

    private func insertSetAside(
        _ changeset: Changeset, branch: Int64, reason: SetAside.Reason, status: SetAside.Status
    ) throws {
        hasSetAside = true
        // Others may have seen what it says before it was set aside here.
        hasMovedScope = true
        try transaction.execute(
            """
            INSERT INTO quarantine_entry (branch, sequence, tag, reason, status)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
            """,
            .integer(branch), .integer(Int64(changeset.header.sequence)),
            .integer(Int64(bitPattern: changeset.digest.firstWord)), .text(reason.rawValue),
            .text(status.rawValue))
    }

    /// Whether an entry stands aside now.
    func isSetAside(branch: Int64, sequence: UInt64) throws -> Bool {
        guard hasSetAside else { return false }
        return try transaction.first(
            """
            SELECT 1 FROM quarantine_entry
            WHERE branch = $1 AND sequence = $2 AND status <> 'released'
            """, .integer(branch), .integer(Int64(sequence))) != nil
    }

    /// What was decided about an entry before it came (after a restore).
    func decision(on changeset: Changeset) throws -> SetAside.Status {
        let row = try transaction.first(
            "SELECT status FROM quarantine WHERE id = $1",
            .reference(Self.decisionID(of: changeset.version, stamp: changeset.header.stamp)))
        return row.flatMap { SetAside.Status(rawValue: $0.text(0)) } ?? .open
    }

    /// The record of the decision about a changeset: the same wherever and whenever it is made.
    static func decisionID(of version: Version, stamp: Stamp) -> RecordID {
        var writer = WireWriter()
        version.write(to: &writer)
        return RecordID(
            milliseconds: stamp.milliseconds & 0xFFFF_FFFF_FFFF, of: sha256(writer.bytes))
    }

    // MARK: Deciding

    /// Why a decision about a quarantined changeset cannot be written.
    public enum QuarantineRefusal: Error, Sendable, Equatable, CustomStringConvertible {
        case onlyHeadquarters
        case notSetAside(Version)

        public var description: String {
            switch self {
            case .onlyHeadquarters:
                "What was set aside is released or rejected at headquarters. Call the hub."
            case .notSetAside(let version):
                "Changeset \(version.sequence) of \(version.origin) is not set aside here. "
                    + "“shabaka quarantine list” shows what is."
            }
        }
    }

    /// Releases a changeset that was set aside: from then on it is merged as if it had never been.
    @discardableResult
    public func release(_ version: Version, by author: Authorship) throws -> Version {
        try decide(.released, version, by: author)
    }

    /// Rejects a changeset that was set aside: it stays in the log and is never merged.
    @discardableResult
    public func reject(_ version: Version, by author: Authorship) throws -> Version {
        try decide(.rejected, version, by: author)
    }

    private func decide(
        _ status: SetAside.Status, _ version: Version, by author: Authorship
    ) throws -> Version {
        guard journal.identity.role == .hub else { throw QuarantineRefusal.onlyHeadquarters }
        let local = try local(version)
        guard
            let row = try transaction.rows(
                """
                SELECT j.body FROM quarantine_entry q
                JOIN journal j ON j.branch = q.branch AND j.sequence = q.sequence
                WHERE q.branch = $1 AND q.sequence = $2 AND q.tag = $3
                """, local.values
            ).first
        else { throw QuarantineRefusal.notSetAside(version) }
        let stamp = try Changeset(bytes: row.bytes(0), hasher: &hasher).header.stamp
        let id = Self.decisionID(of: version, stamp: stamp)
        let decision: [String: FieldValue] = [
            "status": .text(status.rawValue), "decided_by": .text(author.actor),
            "reason": author.reason.isEmpty ? .null : .text(author.reason),
        ]
        if try self.row(of: journal.dictionary.require("quarantine"), id) != nil {
            return try append(
                [try edit(of: "quarantine", id, decision, kind: .resolve)], by: author)
        }
        let entry: [String: FieldValue] = [
            "origin": .text(version.origin),
            "incarnation": .integer(Int64(bitPattern: version.incarnation)),
            "sequence": .integer(Int64(version.sequence)),
            "tag": .integer(Int64(bitPattern: version.tag)),
        ]
        return try append(
            [
                try creation(of: "quarantine", id: id, entry.merging(decision) { $1 })
            ], by: author)
    }

    /// Does what the decisions that were just merged say.
    func carryOutDecisions() throws {
        let decided = decisions.sorted()
        decisions.removeAll()
        for id in decided {
            guard
                let row = try transaction.first(
                    """
                    SELECT origin, incarnation, sequence, tag, status FROM quarantine WHERE id = $1
                    """, .reference(id))
            else { continue }
            let version = try local(
                Version(
                    origin: row.text(0), incarnation: UInt64(bitPattern: row.integer(1)),
                    sequence: UInt64(row.integer(2)), tag: UInt64(bitPattern: row.integer(3))))
            let status = SetAside.Status(rawValue: row.text(4)) ?? .open
            let known = try transaction.rows(
                """
                SELECT status FROM quarantine_entry
                WHERE branch = $1 AND sequence = $2 AND tag = $3
                """, version.values
            ).first
            guard let known, known.text(0) != status.rawValue else { continue }
            try transaction.execute(
                "UPDATE quarantine_entry SET status = $1 WHERE branch = $2 AND sequence = $3",
                .text(status.rawValue), .integer(version.branch),
                .integer(Int64(version.sequence)))
            try foldAgain(version.branch, version.sequence)
        }
    }

    /// Judges again what stands aside as out of scope: the log may have justified it since.
    func reconsider() throws {
        guard hasSetAside, journal.identity.role == .hub else { return }
        let rows = try transaction.rows(
            """
            SELECT q.branch, q.sequence, j.body FROM quarantine_entry q
            JOIN journal j ON j.branch = q.branch AND j.sequence = q.sequence
            WHERE q.status = 'open' AND q.reason IN ('out-of-scope', 'foreign-grant')
            ORDER BY q.branch, q.sequence
            """)
        for row in rows {
            let changeset = try Changeset(bytes: row.bytes(2), hasher: &hasher)
            guard try judge(changeset) == nil else { continue }
            try transaction.execute(
                "DELETE FROM quarantine_entry WHERE branch = $1 AND sequence = $2",
                row.values[0], row.values[1])
            try foldAgain(row.integer(0), UInt64(row.integer(1)))
        }
    }

    /// Judges the entries that came before what they write or refer to.
    func judgeLate() throws {
        let arrived = lateArrivals.sorted()
        lateArrivals.removeAll()
        guard journal.identity.role == .hub else { return }
        var records = Set(arrived)
        for record in arrived {
            records.formUnion(try registry.dependents(ofHousehold: record).map(\.1))
            records.formUnion(try registry.dependents(ofPerson: record).map(\.1))
        }
        var positions: Set<Int64> = []
        for record in records.sorted() {
            for row in try transaction.rows(
                """
                SELECT j.pos FROM touch t JOIN journal j ON j.pos = t.pos
                WHERE t.record = $1 AND j.kind = 0 AND NOT EXISTS (
                    SELECT 1 FROM quarantine_entry q
                    WHERE q.branch = j.branch AND q.sequence = j.sequence)
                """, .reference(record))
            {
                positions.insert(row.integer(0))
            }
        }
        for position in positions.sorted() {
            let changeset = try recent.changeset(at: position, in: transaction)
            guard let reason = try judge(changeset) else { continue }
            let branch = try local(changeset.version).branch
            try insertSetAside(
                changeset, branch: branch, reason: reason, status: decision(on: changeset))
            try foldAgain(branch, changeset.header.sequence)
        }
        try writeScopeEffects()
    }

    /// Computes the records of an entry anew and tells the nodes below.
    func foldAgain(_ branch: Int64, _ sequence: UInt64) throws {
        let row = try transaction.first(
            "SELECT body FROM journal WHERE branch = $1 AND sequence = $2", .integer(branch),
            .integer(Int64(sequence)))
        guard let row else { return }
        try foldAgain([try Changeset(bytes: row.bytes(0), hasher: &hasher)])
    }

    /// Computes the records of changesets anew and tells the nodes below.
    func foldAgain(_ changesets: [Changeset]) throws {
        // What they bring was written by others, whoever released it.
        let wasOwnWrite = isOwnWrite
        isOwnWrite = false
        defer { isOwnWrite = wasOwnWrite }
        var listed: [ListedRecord] = []
        var seen: Set<RecordID> = []
        for change in changesets.flatMap(\.items).compactMap(\.change)
        where seen.insert(change.record).inserted {
            guard let entity = journal.dictionary.entity(change.entity), entity.scope != .local,
                try !registry.isDeparted(change.record)
            else { continue }
            let areas = try registry.areas(of: entity, change.record) ?? []
            try refold(change.record, entity)
            let isHere = try self.row(of: entity, change.record) != nil
            listed.append(
                ListedRecord(
                    entity: entity.number, record: change.record,
                    left: isHere ? [] : areas.sorted()))
        }
        try appendListed(listed)
        try writeScopeEffects()
    }

    // MARK: What the upstream said

    /// Replaces what the upstream said that it set aside of this subtree.
    ///
    /// - Parameters:
    ///   - isComplete: whether the list names all; else what it leaves out may be set aside, too.
    ///   - held: how far the upstream holds the branches of this subtree.
    /// - Returns: whether that was news.
    @discardableResult
    public func noteUpstream(
        _ list: [SetAside], isComplete: Bool = true, held: Reflects
    ) throws -> Bool {
        let isFollowed = try followUpstream(list, isComplete, held)
        guard try Set(registry.notices()) != Set(list) else { return isFollowed }
        try transaction.execute("DELETE FROM quarantine_notice")
        for item in list {
            try transaction.execute(
                """
                INSERT INTO quarantine_notice
                    (origin, incarnation, sequence, tag, judge, reason, status)
                VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
                """,
                .text(item.version.origin),
                .integer(Int64(bitPattern: item.version.incarnation)),
                .integer(Int64(item.version.sequence)),
                .integer(Int64(bitPattern: item.version.tag)), .text(item.judge),
                .text(item.reason.rawValue), .text(item.status.rawValue))
        }
        return true
    }

    /// Decides about what this node set aside as the upstream does: what it holds and does not set
    /// aside was released there; what it sets aside stands aside here, also when it had released it
    /// before (an operator decided otherwise, or a restore lost the decision).
    private func followUpstream(
        _ list: [SetAside], _ isComplete: Bool, _ held: Reflects
    ) throws -> Bool {
        guard hasSetAside else { return false }
        let told = Dictionary(list.map { ($0.version, $0.status) }) { first, _ in first }
        var isNews = false
        for row in try transaction.rows(
            """
            SELECT branch, sequence, tag, status FROM quarantine_entry ORDER BY branch, sequence
            """)
        {
            let local = LocalVersion(
                branch: row.integer(0), sequence: UInt64(row.integer(1)),
                tag: UInt64(bitPattern: row.integer(2)))
            let version = try global(local)
            let before = SetAside.Status(rawValue: row.text(3)) ?? .open
            let isReleased = isComplete && held.covers(version)
            guard let now = told[version] ?? (isReleased ? .released : nil), now != before
            else { continue }
            try transaction.execute(
                "UPDATE quarantine_entry SET status = $1 WHERE branch = $2 AND sequence = $3",
                .text(now.rawValue), row.values[0], row.values[1])
            isNews = true
            if now == .released || before == .released {
                try foldAgain(local.branch, local.sequence)
            }
        }
        return isNews
    }
}

extension RecordID {
    /// The id of a record that says something about what a digest names: the same wherever and
    /// whenever it is made.
    init(milliseconds: UInt64, of digest: Digest) {
        let bytes = digest.bytes
        func word(_ start: Int) -> UInt64 {
            bytes[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) }
        }
        self.init(milliseconds: milliseconds, random: (word(0), word(8)))
    }
}

extension RegistryView {
    /// What is set aside, here or by the upstream, the newest last; what was released is not
    /// listed.
    public func setAside() throws -> [SetAside] {
        let notices = try notices()
        let told = Set(notices.map(\.version))
        let own = try transaction.rows(
            """
            SELECT b.origin, b.incarnation, q.sequence, q.tag, q.reason, q.status
            FROM quarantine_entry q JOIN branch b ON b.ix = q.branch
            WHERE q.status <> 'released' ORDER BY b.origin, b.incarnation, q.sequence
            """
        ).map { Self.setAside($0, judge: node, 4) }
        return own.filter { !told.contains($0.version) } + notices
    }

    /// What the upstream set aside of this subtree, by its last word.
    public func notices() throws -> [SetAside] {
        try transaction.rows(
            """
            SELECT origin, incarnation, sequence, tag, judge, reason, status
            FROM quarantine_notice ORDER BY origin, incarnation, sequence
            """
        ).map { Self.setAside($0, judge: $0.text(4), 5) }
    }

    private static func setAside(_ row: Row, judge: String, _ column: Int) -> SetAside {
        SetAside(
            version: Version(
                origin: row.text(0), incarnation: UInt64(bitPattern: row.integer(1)),
                sequence: UInt64(row.integer(2)), tag: UInt64(bitPattern: row.integer(3))),
            judge: judge, reason: SetAside.Reason(rawValue: row.text(column)) ?? .outOfScope,
            status: SetAside.Status(rawValue: row.text(column + 1)) ?? .open)
    }

    /// The changeset that a version names, if it is in this node's log.
    public func changeset(_ version: Version) throws -> Changeset? {
        let row = try transaction.first(
            """
            SELECT j.body FROM branch b JOIN journal j ON j.branch = b.ix
            WHERE b.origin = $1 AND b.incarnation = $2 AND j.sequence = $3
            """,
            .text(version.origin), .integer(Int64(bitPattern: version.incarnation)),
            .integer(Int64(version.sequence)))
        var hasher = SHA256Hasher()
        guard let row else { return nil }
        let found = try Changeset(bytes: row.bytes(0), hasher: &hasher)
        return found.version == version ? found : nil
    }
}
