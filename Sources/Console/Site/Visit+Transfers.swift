import Casework
import ChangeLog
import Registry

extension Visit {
    /// Families that live in another area now: asked for by who gains them, answered by who
    /// serves them.
    func answerTransfers() throws -> WebAnswer {
        switch route {
        case .transfers:
            let all = try journal.read { try Transfers($0).list() }
            try AccessLog(journal).note(actor, "transfers", nil)
            return page(w(.navigationTransfers), TransfersPage(context, all).html)
        case .foreignFamily: return try foreignFamily()
        case .askTransfer: return try askTransfer()
        case .searchElsewhere: return searchElsewhere()
        default: return try answerTransfer()
        }
    }

    // MARK: Asking

    /// Who of other provinces may be meant by what was searched for last.
    private func searchElsewhere() -> WebAnswer {
        let text = context.session?.query ?? ""
        guard let ask = site.host.askElsewhere,
            let question = ElsewhereQuestion(actor: actor, search: text)
        else { return go(Link(.desk), refusing: w(.elsewhereTooLittle)) }
        let outcome = ask(question)
        remember(outcome)
        return page(
            w(.elsewhereSearch),
            tag("section") {
                tag("p", .class("crumbs")) {
                    tag("a", .href(Link(.desk)), text: w(.navigationSearch))
                }
                tag("h1", text: w(.elsewhereSearch))
                ElsewhereSection(context, names: [text], outcome).html
            })
    }

    /// Keeps what was told of families elsewhere for the pages that ask for them.
    func remember(_ outcome: ElsewhereOutcome) {
        guard case .answered(let findings) = outcome else { return }
        site.sessions.update(token) { session in
            if session.foreign.count > 200 { session.foreign.removeAll() }
            for found in findings {
                if let id = found.householdID { session.foreign[id] = found }
            }
        }
    }

    /// A family of which this node knows only what headquarters told, or that there is one.
    private func foreignFamily(problems: [String: String] = [:]) throws -> WebAnswer {
        guard let id = record() else { return problem(404) }
        let (isHere, open) = try journal.read { view in
            (
                try FamilyReader(view).area(of: id) != nil,
                try Transfers(view).list(of: id).first(where: \.isOpen)
            )
        }
        if isHere { return go(Link(.family, id.description)) }
        try AccessLog(journal).note(actor, "elsewhere", id)
        return page(
            w(.elsewhereTitle), status: problems.isEmpty ? 200 : 422,
            ForeignFamilyPage(
                context, id, known: context.session?.foreign[id], open: open, areas: ownAreas,
                typed: (form["from"], form["to"], form.trimmed("reason")), problems: problems
            ).html)
    }

    private func askTransfer() throws -> WebAnswer {
        guard let id = record() else { return problem(404) }
        let reason = String(form.trimmed("reason").prefix(1000))
        var problems: [String: String] = [:]
        let provinces = context.labels.areas.filter { $0.kind == "province" }.map(\.code)
        if !provinces.contains(form["from"]) { problems["from"] = w(.problemMissing) }
        if !ownAreas.contains(where: { $0.code == form["to"] }) {
            problems["to"] = w(.problemMissing)
        }
        if reason.isEmpty { problems["reason"] = w(.problemMissing) }
        guard problems.isEmpty else { return try foreignFamily(problems: problems) }
        do {
            let isAsked = try journal.write { session -> Bool in
                let known = try Transfers(session.view).list(of: id)
                guard !known.contains(where: \.isOpen) else { return false }
                try session.askTransfer(
                    of: id, from: form["from"], to: form["to"], by: author("transfer", reason))
                return true
            }
            guard isAsked else { return go(Link(.transfers), refusing: w(.transferAskedAlready)) }
        } catch let refusal as TransferRefusal {
            return go(Link(.transfers), refusing: RefusalWords.text(refusal, w))
        }
        try AccessLog(journal).note(actor, "transfer asked", id)
        site.forgetWorld()
        return go(Link(.transfers), saying: w(.transferIsAsked))
    }

    // MARK: Answering

    private func answerTransfer() throws -> WebAnswer {
        guard let id = record(), let found = try journal.read({ try Transfers($0).find(id) })
        else { return problem(404) }
        guard context.isOwn(found.from) else { return problem(403) }
        let reason = String(form.trimmed("reason").prefix(1000))
        let isGranted = form["answer"] == "grant"
        guard isGranted || form["answer"] == "refuse" else { return go(Link(.transfers)) }
        if !isGranted, reason.isEmpty {
            return go(Link(.transfers), refusing: w(.transferReasonNeeded))
        }
        do {
            _ = try journal.write { session in
                let author = author("transfer", reason)
                return isGranted
                    ? try session.grantTransfer(id, by: author)
                    : try session.refuseTransfer(id, by: author)
            }
        } catch let refusal as TransferRefusal {
            return go(Link(.transfers), refusing: RefusalWords.text(refusal, w))
        }
        try AccessLog(journal).note(
            actor, isGranted ? "transfer granted" : "transfer refused", found.household)
        site.forgetWorld()
        return go(Link(.transfers), saying: w(isGranted ? .transferIsGranted : .transferIsRefused))
    }
}
