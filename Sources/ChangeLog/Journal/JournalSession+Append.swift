public import Registry
import Storage
public import Trust

extension JournalSession {
    /// Validates changes, writes their rows and appends them as one changeset of this node.
    ///
    /// - Returns: the version by which everybody will know the changeset.
    /// - Throws: `JournalRefusal`, `TransferRefusal`, `StoreError`; the transaction must then be
    ///   rolled back.
    @discardableResult
    public func append(_ changes: [Change], by author: Authorship) throws -> Version {
        guard !author.actor.isEmpty else { throw JournalRefusal.emptyActor }
        guard !changes.isEmpty else { throw JournalRefusal.nothingToWrite }
        for change in changes {
            try ChangeCheck.check(
                change, dictionary: journal.dictionary, role: journal.identity.role)
            try requireAnswerable(change)
        }
        try ChangeCheck.requireOnce(changes, dictionary: journal.dictionary)
        return try appendUnchecked(changes, by: author)
    }

    /// Appends what was not checked: how a node behaves whose program is broken or forged.
    @discardableResult
    package func appendUnchecked(
        _ changes: [Change], by author: Authorship
    ) throws -> Version {
        let state = try ownBranch()
        return try append(changes, under: try nextHeader(state, author), to: state)
    }

    /// Writes changes again for a changeset that lost its name.
    func append(again changes: [Change], of lost: Changeset) throws -> Version {
        let state = try ownBranch()
        let author = Authorship(
            actor: lost.header.actor, reasonCode: lost.header.reasonCode,
            reason: lost.header.reason, batch: lost.header.batch)
        var header = try nextHeader(state, author)
        header.stamp = lost.header.stamp
        header.replaces = lost.header.replaces ?? lost.version
        // What it made may have been forgotten here: the upstream said that it had taken this number
        // into account, and meant the other log's.
        for change in changes where change.kind == .create {
            try transaction.execute(
                "DELETE FROM departed WHERE record = $1", .reference(change.record))
        }
        return try append(changes, under: header, to: state, leaving: 0)
    }

    /// What is written again for a changeset that lost its name says that, too.
    private static let roomToWriteAgain = 1024

    private func ownBranch() throws -> BranchState {
        try branchState(
            Branch(origin: journal.identity.name, incarnation: journal.incarnation))
    }

    private func nextHeader(
        _ state: BranchState, _ author: Authorship
    ) throws -> Changeset.Header {
        var header = Changeset.Header(
            origin: state.branch.origin, incarnation: state.branch.incarnation,
            sequence: state.sequence + 1, previous: state.digest, stamp: journal.clock.tick(),
            actor: author.actor, reasonCode: author.reasonCode, reason: author.reason,
            batch: author.batch, parent: nil, dictionary: journal.dictionary.version)
        if state.sequence == 0, let parent = try ownTip() {
            header.parent = parent
            header.sequence = parent.sequence + 1
            header.previous = parent.digest
        }
        return header
    }

    private func append(
        _ changes: [Change], under header: Changeset.Header, to state: BranchState,
        leaving room: Int = roomToWriteAgain
    ) throws -> Version {
        let changeset = try Changeset(
            header: header, changes: changes,
            salts: { [entropy = journal.entropy] in (entropy.word(), entropy.word()) },
            hasher: &hasher)
        guard changeset.bytes.count + room <= Changeset.maximumBytes else {
            throw WireReader.Malformed.tooLarge("changeset")
        }
        // Nobody has received it: a receipt that ends here is about another log of this name.
        _ = try receiptEnding(at: changeset, state)
        try appendEntry(changeset, to: state, effective: header.stamp)
        try setOwnTip(
            changeset.header.incarnation, changeset.header.sequence, changeset.digest)
        isOwnWrite = true
        defer { isOwnWrite = false }
        try merge(changeset, branch: state.index, effective: header.stamp)
        return changeset.version
    }

    /// The last changeset that this node wrote, in whichever incarnation.
    private func ownTip() throws -> Changeset.Header.Parent? {
        guard let bytes = try state("own tip"), bytes.count == 48 else { return nil }
        func word(_ start: Int) -> UInt64 {
            bytes[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) }
        }
        guard let digest = Digest(bytes: bytes[16...]) else { return nil }
        return Changeset.Header.Parent(incarnation: word(0), sequence: word(8), digest: digest)
    }

    func setOwnTip(_ incarnation: UInt64, _ sequence: UInt64, _ digest: Digest) throws {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(48)
        for word in [incarnation, sequence] {
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        digest.append(to: &bytes)
        try setState("own tip", bytes)
    }

    /// Signs the tips of what this node wrote, so that it may leave the node and everybody can prove
    /// that it stood there: of this incarnation, and of earlier ones that came back in a restore.
    public func signOwnTip() throws {
        _ = try tips()
        let unsigned = try transaction.rows(
            """
            SELECT b.incarnation, b.sequence FROM branch b
            WHERE b.origin = $1 AND b.sequence > 0 AND b.disowned = 0 AND NOT EXISTS (
                SELECT 1 FROM signature s WHERE s.branch = b.ix AND s.sequence >= b.sequence)
            ORDER BY b.ix
            """, .text(journal.identity.name))
        for row in unsigned {
            _ = try sign(
                Branch(
                    origin: journal.identity.name, incarnation: UInt64(bitPattern: row.integer(0))),
                through: UInt64(row.integer(1)))
        }
    }

    /// Signs an entry of this node and with it all that come before it, and keeps the signature.
    public func sign(_ branch: Branch, through sequence: UInt64) throws -> [UInt8] {
        precondition(branch.origin == journal.identity.name, "A node signs its own entries only.")
        let state = try branchState(branch)
        guard let digest = try entryDigest(branch: state.index, sequence) else {
            preconditionFailure("A node signs only entries that it holds.")
        }
        let message = TipSignature.message(branch: branch, sequence: sequence, digest: digest)
        let signature = try journal.identity.signingKey.sign(message)
        try keepSignature(signature, branch: state.index, sequence: sequence)
        return signature
    }

    func keepSignature(_ signature: [UInt8], branch: Int64, sequence: UInt64) throws {
        try transaction.execute(
            """
            INSERT INTO signature (branch, sequence, signature) VALUES ($1, $2, $3)
            ON CONFLICT DO NOTHING
            """, .integer(branch), .integer(Int64(sequence)), .bytes(signature))
    }

    // MARK: Planning changes

    /// A change that makes a new record.
    ///
    /// - Throws: `JournalRefusal.unknownField`.
    public func creation(
        of name: String, id: RecordID? = nil, _ values: [String: FieldValue]
    ) throws -> Change {
        let entity = journal.dictionary.require(name)
        let numbered = try values.map { name, value in
            guard let field = entity.field(name) else {
                throw JournalRefusal.unknownField(entity: entity.name, field: name)
            }
            return NumberedValue(field.number, value)
        }
        return Change(
            entity: entity.number, record: id ?? journal.newID(), kind: .create,
            values: numbered.sorted { $0.field < $1.field })
    }

    /// A change of some fields of a record: the groups that they belong to, with the values that
    /// stand in the other fields of these groups, and what was seen.
    ///
    /// - Parameter kind: `update`, or `resolve` to settle a conflict with this value.
    /// - Throws: `JournalRefusal.noSuchRecord`, `.unknownField`.
    public func edit(
        of name: String, _ record: RecordID, _ values: [String: FieldValue],
        kind: Change.Kind = .update
    ) throws -> Change {
        let entity = journal.dictionary.require(name)
        guard let row = try row(of: entity, record) else {
            throw JournalRefusal.noSuchRecord(entity: name, id: record)
        }
        if try isClosed(record) { throw JournalRefusal.closed(entity: name, id: record) }
        var groups: [GroupChange] = []
        for (name, _) in values where entity.field(name) == nil {
            throw JournalRefusal.unknownField(entity: entity.name, field: name)
        }
        for group in entity.groups {
            guard group.fields.contains(where: { values[$0.name] != nil }) else { continue }
            let standing = row.value(of: group)
            let new = group.fields.map { field in
                NumberedValue(field.number, values[field.name] ?? standing[field.number])
            }
            let heads = try heads(of: record, group: group.number, row: row)
            var was: [NumberedValue] = []
            if case .review = try registry.policy(of: entity, group) { was = standing.values }
            groups.append(
                GroupChange(
                    group: group.number, values: new.filter { $0.value != .null },
                    base: try heads.map { try global($0.version) }.sorted(), was: was))
        }
        return Change(entity: entity.number, record: record, kind: kind, groups: groups)
    }
}

/// What is signed: a node's own tip.
public enum TipSignature {
    /// The bytes under the signature: a label, origin, incarnation, sequence and digest.
    public static func message(branch: Branch, sequence: UInt64, digest: Digest) -> [UInt8] {
        var writer = WireWriter(capacity: 96)
        writer.text(1, "shabaka tip 1")
        writer.text(2, branch.origin)
        writer.fixed(3, branch.incarnation)
        writer.number(4, sequence)
        writer.data(5, digest.bytes)
        return writer.bytes
    }
}
