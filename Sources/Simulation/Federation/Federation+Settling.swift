import ChangeLog
import Registry
import Storage

extension Federation {
    /// Closes a household, a person or an account, by what the node sees.
    func close(at node: SimulatedNode) throws {
        let entity = ["household", "person", "account"][random.below(3)]
        try write(node, "\(entity) closed") { session in
            guard let record = try any(entity, session.view), try !session.isClosed(record)
            else { return [] }
            return [try session.closing(of: entity, record)]
        }
    }

    /// Opens a closed record again.
    func reopen(at node: SimulatedNode) throws {
        try write(node, "opened again") { session in
            let closed = try session.transaction.rows(
                "SELECT record, entity FROM life WHERE closed = 1 ORDER BY record")
            guard let row = random.pick(closed), let record = row.id(0),
                let entity = session.journal.dictionary.entity(row.int(1))
            else { return [] }
            return [try session.reopening(of: entity.name, record)]
        }
    }

    /// Settles one open conflict, or proposes how, where that takes two people.
    func settle(at node: SimulatedNode) throws {
        let open = try node.journal.read { try $0.openConflicts() }
        guard let conflict = random.pick(open) else { return }
        let choice: OpenConflict.Choice
        if conflict.group == Life.group {
            choice = random.chance(50) ? .close : .reopen
        } else if let claim = random.pick(conflict.claims), random.chance(70) {
            choice = .claim(claim.version)
        } else {
            choice = .standing
        }
        let clerk = Authorship(actor: "clerk of \(node.name)", reasonCode: "work")
        let event = try node.journal.write { session in
            do {
                do {
                    try session.settle(conflict.record, group: conflict.group, choice, by: clerk)
                    return "conflict settled"
                } catch SettleRefusal.needsSecondPerson {
                    try session.propose(conflict.record, group: conflict.group, choice, by: clerk)
                    return "resolution proposed"
                }
            } catch is JournalRefusal {
                // The record was closed in the meantime.
                return "conflict of a closed record"
            } catch is TransferRefusal {
                return "conflict about an answer that others give"
            }
        }
        count(event)
        note("\(event) \(node.name) \(conflict.record) \(conflict.group)")
        if event == "resolution proposed", random.chance(60) { try answerProposal(at: node) }
    }

    /// A second person answers one of the proposals that a node sees.
    func answerProposal(at node: SimulatedNode) throws {
        let open = try node.journal.read { view in
            try view.transaction.rows("SELECT id FROM proposal WHERE status = 'open' ORDER BY id")
                .compactMap { $0.id(0) }
        }
        guard let proposal = random.pick(open) else { return }
        try checkProposer(of: proposal, at: node)
        let accepts = random.chance(75)
        let second = Authorship(actor: "second of \(node.name)", reasonCode: "work")
        do {
            _ = try node.journal.write { session in
                accepts
                    ? try session.accept(proposal: proposal, by: second)
                    : try session.refuse(proposal: proposal, by: second)
            }
        } catch is TransferRefusal {
            return count("proposal about an answer that others give")
        }
        count(accepts ? "proposal accepted" : "proposal refused")
        note("proposal \(node.name) \(proposal) \(accepts)")
    }

    /// Whoever proposed tries to accept.
    private func checkProposer(of proposal: RecordID, at node: SimulatedNode) throws {
        let proposer = try node.journal.read { view in
            try view.record("proposal", proposal)?["proposed_by"]?.text ?? ""
        }
        do {
            _ = try node.journal.write { session in
                try session.accept(
                    proposal: proposal, by: Authorship(actor: proposer, reasonCode: "work"))
            }
        } catch SettleRefusal.samePerson {
            count("proposer refused")
            return
        }
        throw Objection(
            oracle: "two people settle what takes two", record: proposal,
            detail: "\(proposer) accepted the own proposal.")
    }

    /// Headquarters wants edits of a group to be merged otherwise.
    func changePolicy() throws {
        let groups = [
            ("household", "category"), ("household", "dwelling"), ("person", "contact"),
            ("membership", "membership"),
        ]
        let (entity, group) = groups[random.below(groups.count)]
        let policies: [MergePolicy] = [.latest, .review(people: 1), .review(people: 2)]
        let policy = policies[random.below(policies.count)]
        _ = try hub.journal.write { session in
            try session.setPolicy(
                policy, entity: entity, group: group,
                by: Authorship(actor: "headquarters", reasonCode: "policy"))
        }
        count("merge policy changed")
        note("policy \(entity) \(group) \(policy.name)")
    }

    /// How edits of a group are merged at the end.
    func policy(of entity: Entity, _ group: FieldGroup) -> MergePolicy {
        policies[GroupPlace(entity: entity.number, group: group.number)] ?? group.policy
    }
}
