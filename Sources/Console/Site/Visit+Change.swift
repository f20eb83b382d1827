import Casework
import ChangeLog
import Registry

extension Visit {
    /// Changes of circumstances, and the proposals that they may be.
    func answerChange() throws -> WebAnswer {
        guard let file = try requireFamily() else {
            return record().map { go(Link(.family, $0.description)) } ?? problem(404)
        }
        if route == .answerProposal { return try answerProposal(file) }
        guard values.count > 1 else { return problem(404) }
        if values[1] == "choose" {
            return page(w(.reportChange), ChangeChoicePage(context, file).html)
        }
        guard let kind = CircumstanceChange.Kind(rawValue: values[1]) else { return problem(404) }
        guard route == .change else {
            let member = file.present.first { $0.person.description == query["member"] }
            return page(
                w(.reportChange),
                ChangePage(context, file, prefilled(kind, member), areas: leafAreas).html)
        }
        return try take(kind, file)
    }

    /// Every area in which a family can live: also those of others, for moves.
    private var leafAreas: [Labels.Area] {
        let parents = Set(context.labels.areas.map(\.parent))
        return context.labels.areas.filter { !parents.contains($0.code) }
    }

    private func prefilled(
        _ kind: CircumstanceChange.Kind, _ member: FamilyFile.Member?
    ) -> CircumstanceChange {
        var values: [String: String] = [:]
        if kind == .marriage { values["relationship"] = "spouse" }
        if let member {
            values["member"] = member.person.description
            if kind == .correction {
                values["givenName"] = member.name.given
                values["fatherName"] = member.name.father
                values["grandfatherName"] = member.name.grandfather
                values["familyName"] = member.name.family
                values["motherName"] = member.name.mother
                values["birthDate"] = member.birthDate
                values["phone"] = member.phone
            }
        }
        return CircumstanceChange(kind, values)
    }

    private func take(
        _ kind: CircumstanceChange.Kind, _ file: FamilyFile
    ) throws -> WebAnswer {
        var typed: [String: String] = [:]
        for field in kind.fields { typed[field] = form.trimmed(field) }
        let change = CircumstanceChange(kind, typed)
        let reason = String(form.trimmed("reason").prefix(1000))
        var problems = change.problems(
            in: file, areas: Set(leafAreas.map(\.code)), today: context.today)
        if kind == .correction, reason.isEmpty { problems["reason"] = .missing }
        guard problems.isEmpty else {
            return page(
                w(.reportChange), status: 422,
                ChangePage(
                    context, file, change, areas: leafAreas, reason: reason, problems
                ).html)
        }
        try journal.write { session in
            let desk = CircumstanceDesk(session)
            let author = author(kind.rawValue, reason)
            if kind.needsSecondPerson {
                try desk.propose(change, to: file, by: author)
            } else {
                try desk.apply(change, to: file, today: context.today, by: author)
            }
        }
        try AccessLog(journal).note(actor, "change: \(kind.rawValue)", file.id)
        return go(
            Link(.family, file.id.description),
            saying: w(kind.needsSecondPerson ? .changeProposed : .changeSaved))
    }

    private func answerProposal(_ file: FamilyFile) throws -> WebAnswer {
        let back = Link(.family, file.id.description)
        let id = record(1)
        let proposals = try journal.read { try Proposals($0).list(of: file.id) }
        guard let proposal = proposals.first(where: { $0.id == id }) else {
            return go(back, refusing: w(.proposalAnswered))
        }
        let isAccepted = form["answer"] == "accept"
        do {
            try journal.write { session in
                try CircumstanceDesk(session).answer(
                    proposal, accepted: isAccepted, file: file, today: context.today,
                    by: author(proposal.change.kind.rawValue, form.trimmed("reason")))
            }
        } catch ProposalRefusal.samePerson {
            return go(back, refusing: w(.proposalOwn))
        } catch ProposalRefusal.answeredAlready {
            return go(back, refusing: w(.proposalAnswered))
        }
        try AccessLog(journal).note(actor, "proposal answered", file.id)
        return go(back, saying: w(isAccepted ? .changeSaved : .proposalRejected))
    }
}
