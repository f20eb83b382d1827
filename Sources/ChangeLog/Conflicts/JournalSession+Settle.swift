public import Registry
import Storage

/// Why a conflict cannot be settled so.
public enum SettleRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    case noConflict(RecordID, group: Int)
    case noSuchClaim(Version)
    case needsSecondPerson
    case samePerson(String)
    case noSuchProposal(RecordID)
    case notOpen(RecordID, status: String)
    case wrongChoice

    public var description: String {
        switch self {
        case .noConflict(let record, let group):
            "There is no open conflict in group \(group) of \(record). Look at the list again."
        case .noSuchClaim(let version):
            "Changeset \(version.sequence) of \(version.origin) is not one of the values."
        case .needsSecondPerson:
            "Two people settle this: propose a resolution, and let another person accept it."
        case .samePerson(let actor):
            "“\(actor)” proposed this resolution; another person must accept it."
        case .noSuchProposal(let id): "There is no proposal \(id) here."
        case .notOpen(let id, let status): "Proposal \(id) is \(status) already."
        case .wrongChoice:
            "This conflict is about closing the record: close it or keep it open."
        }
    }
}

extension JournalSession {
    /// The change that settles an open conflict; it names the values that are seen here.
    ///
    /// - Throws: `SettleRefusal`, `JournalRefusal`.
    public func settlement(
        of record: RecordID, group: Int, _ choice: OpenConflict.Choice
    ) throws -> Change {
        guard let conflict = try registry.openConflict(of: record, group: group) else {
            throw SettleRefusal.noConflict(record, group: group)
        }
        func values(_ value: GroupValue) -> [String: FieldValue] {
            Dictionary(uniqueKeysWithValues: conflict.fields.map { ($1, value[$0]) })
        }
        switch choice {
        case .close:
            guard group == Life.group else { throw SettleRefusal.wrongChoice }
            return try closing(of: conflict.entity, record, kind: .resolve)
        case .reopen:
            guard group == Life.group else { throw SettleRefusal.wrongChoice }
            return try reopening(of: conflict.entity, record)
        case .claim(let version):
            guard let claim = conflict.claims.first(where: { $0.version == version }) else {
                throw SettleRefusal.noSuchClaim(version)
            }
            guard group != Life.group else { throw SettleRefusal.wrongChoice }
            return try edit(
                of: conflict.entity, record, values(claim.value), kind: .resolve)
        case .value(let new):
            guard group != Life.group else { throw SettleRefusal.wrongChoice }
            let known = values(conflict.standing)
            return try edit(
                of: conflict.entity, record, known.merging(new) { $1 }, kind: .resolve)
        case .standing:
            guard group != Life.group else { throw SettleRefusal.wrongChoice }
            return try edit(
                of: conflict.entity, record, values(conflict.standing), kind: .resolve)
        }
    }

    /// Settles a conflict that one person may settle.
    ///
    /// - Throws: `SettleRefusal.needsSecondPerson` and others.
    @discardableResult
    public func settle(
        _ record: RecordID, group: Int, _ choice: OpenConflict.Choice, by author: Authorship
    ) throws -> Version {
        guard let conflict = try registry.openConflict(of: record, group: group) else {
            throw SettleRefusal.noConflict(record, group: group)
        }
        guard conflict.people == 1 else { throw SettleRefusal.needsSecondPerson }
        return try append([try settlement(of: record, group: group, choice)], by: author)
    }

    /// Proposes how to settle a conflict; another person accepts it.
    ///
    /// - Returns: the proposal.
    @discardableResult
    public func propose(
        _ record: RecordID, group: Int, _ choice: OpenConflict.Choice, by author: Authorship
    ) throws -> RecordID {
        try propose(try settlement(of: record, group: group, choice), by: author)
    }

    /// Proposes a change that needs a second person.
    @discardableResult
    public func propose(_ change: Change, by author: Authorship) throws -> RecordID {
        guard let entity = journal.dictionary.entity(change.entity) else {
            throw JournalRefusal.unknownField(entity: "\(change.entity)", field: "")
        }
        try requireAnswerable(change)
        var writer = WireWriter()
        change.write(to: &writer)
        let proposal = try creation(
            of: "proposal",
            [
                "household": .reference(try registry.household(of: entity, change.record)),
                "entity": .integer(Int64(change.entity)), "record": .reference(change.record),
                "change": .bytes(writer.bytes), "proposed_by": .text(author.actor),
                "status": .text("open"),
            ])
        try append([proposal], by: author)
        return proposal.record
    }

    /// Accepts a proposal: the change that it holds and the acceptance are one changeset.
    ///
    /// - Throws: `SettleRefusal.samePerson` and others.
    @discardableResult
    public func accept(proposal id: RecordID, by author: Authorship) throws -> Version {
        let change = try openProposal(id, author)
        return try append([change, try answer(id, "accepted", author)], by: author)
    }

    /// Refuses a proposal.
    @discardableResult
    public func refuse(proposal id: RecordID, by author: Authorship) throws -> Version {
        guard let values = try registry.record("proposal", id) else {
            throw SettleRefusal.noSuchProposal(id)
        }
        try requireOpen(values, id)
        return try append([try answer(id, "rejected", author)], by: author)
    }

    private func openProposal(_ id: RecordID, _ author: Authorship) throws -> Change {
        guard let values = try registry.record("proposal", id),
            let bytes = values["change"]?.bytes
        else { throw SettleRefusal.noSuchProposal(id) }
        try requireOpen(values, id)
        guard values["proposed_by"]?.text != author.actor else {
            throw SettleRefusal.samePerson(author.actor)
        }
        return try Change(WireReader(bytes))
    }

    private func requireOpen(_ values: [String: FieldValue], _ id: RecordID) throws {
        let status = values["status"]?.text ?? "open"
        guard status == "open" else { throw SettleRefusal.notOpen(id, status: status) }
    }

    private func answer(
        _ id: RecordID, _ status: String, _ author: Authorship
    ) throws -> Change {
        try edit(
            of: "proposal", id,
            [
                "status": .text(status), "answered_by": .text(author.actor),
                "reason": author.reason.isEmpty ? .null : .text(author.reason),
            ])
    }
}
