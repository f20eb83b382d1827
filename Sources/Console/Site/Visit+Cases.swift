import Casework
import ChangeLog
import Registry

extension Visit {
    /// Duplicate cases and conflicts.
    func answerCases() throws -> WebAnswer {
        switch route {
        case .cases: return try caseQueue()
        case .caseDetail: return try caseDetail()
        case .decideCase: return try decide()
        case .decideGroup: return try decideGroup()
        case .undoCase: return try undo()
        case .takeCase: return try take()
        case .conflicts:
            let (files, count) = try journal.read {
                try Conflicts($0).list(offset: offset, limit: ConflictsPage.perPage)
            }
            try AccessLog(journal).note(actor, "conflicts", nil)
            return page(
                w(.navigationConflicts),
                ConflictsPage(context, files, count: count, offset: offset).html)
        default: return try conflict()
        }
    }

    private var filter: DuplicateQueue.Filter {
        DuplicateQueue.Filter(
            isOpen: query["show"] != "decided",
            isAcross: query["where"] == "across" ? true : query["where"] == "within" ? false : nil,
            owner: query["show"] == "mine" ? actor : nil)
    }

    private func caseQueue() throws -> WebAnswer {
        let (lines, count) = try journal.read { view in
            let queue = DuplicateQueue(view)
            return (try queue.list(filter, offset: offset), try queue.count(filter))
        }
        try AccessLog(journal).note(actor, "cases", nil)
        return page(
            w(.navigationCases), isFollowed: site.scan.current?.isRunning == true,
            CaseQueuePage(
                context, lines, count: count, offset: offset, show: query["show"],
                place: query["where"], scan: site.scan.current
            ).html)
    }

    private func caseDetail(problem text: String? = nil) throws -> WebAnswer {
        guard let id = record() else { return problem(404) }
        let found = try journal.read { view -> CasePage.Content? in
            guard let found = try DuplicateCases(view).find(id) else { return nil }
            // The other one may lie in another province, whose data does not come here.
            let families = FamilyReader(view)
            let earlier =
                try families.find(found.earlier.household)
                ?? FamilyFile(absent: found.earlier.household)
            let later =
                try families.find(found.later.household)
                ?? FamilyFile(absent: found.later.household)
            let queue = DuplicateQueue(view)
            let group = try DuplicateCases(view).group(of: found)
            var heads: [RecordID: PersonName] = [:]
            for party in group.registrations {
                heads[party.household] = try families.headName(of: party.household)
            }
            return CasePage.Content(
                found: found, earlier: earlier, later: later, owner: try queue.owner(of: id),
                next: try queue.next(after: id, DuplicateQueue.Filter()),
                group: group, heads: heads)
        }
        guard let found else { return problem(404) }
        for household in Set(
            [found.earlier.id, found.later.id] + found.group.registrations.map(\.household)
        ).sorted() {
            try AccessLog(journal).note(actor, "duplicate case", household)
        }
        return page(
            w(.duplicateCase), status: text == nil ? 200 : 422,
            CasePage(context, found, problem: text).html)
    }

    private func decide() throws -> WebAnswer {
        guard let id = record() else { return problem(404) }
        let isHere = try journal.read { view in
            guard let found = try DuplicateCases(view).find(id) else { return false }
            return !found.earlier.area.isEmpty && !found.later.area.isEmpty
        }
        guard isHere else {
            return go(Link(.caseDetail, id.description), refusing: w(.otherIsElsewhere))
        }
        let reason = String(form.trimmed("reason").prefix(1000))
        let isSame = form["decision"] == "same"
        if !isSame, reason.isEmpty { return try caseDetail(problem: w(.reasonNeeded)) }
        do {
            let next = try journal.write { session -> RecordID? in
                let found = try DuplicateCases(session.view).require(id.description)
                let keep = form["keep"] == "later" ? found.later : found.earlier
                try found.decide(
                    isSame ? .same(keep: keep.household) : .different(reason: reason), by: actor,
                    in: session)
                return try DuplicateQueue(session.view).next(
                    after: nil, DuplicateQueue.Filter())
            }
            site.forgetWorld()
            return go(
                next.map { Link(.caseDetail, $0.description) } ?? Link(.cases),
                saying: w(isSame ? .decidedSame : .decidedDifferent),
                undo: Link(.undoCase, id.description))
        } catch let refusal as DuplicateRefusal {
            return go(Link(.caseDetail, id.description), refusing: RefusalWords.text(refusal, w))
        }
    }

    /// Decides all cases that tie the registrations of a group together, at once.
    private func decideGroup() throws -> WebAnswer {
        guard let id = record() else { return problem(404) }
        let chosen = Set(form.all("household").compactMap { RecordID($0) })
        let reason = String(form.trimmed("reason").prefix(1000))
        let isSame = form["decision"] == "same"
        if !isSame, reason.isEmpty { return try caseDetail(problem: w(.reasonNeeded)) }
        do {
            let settled = try journal.write { session -> [RecordID]? in
                let found = try DuplicateCases(session.view).require(id.description)
                let group = try DuplicateCases(session.view).group(of: found)
                guard group.registrations.allSatisfy({ !$0.area.isEmpty }) else { return nil }
                guard isSame else {
                    return try group.decide(
                        .different(chosen, reason: reason), by: actor, in: session)
                }
                let keep = RecordID(form["keep"]) ?? group.registrations[0].household
                return try group.decide(
                    .same(
                        chosen.union([keep]), keep: keep,
                        othersDifferent: reason.isEmpty ? nil : reason),
                    by: actor, in: session)
            }
            guard let settled else {
                return go(Link(.caseDetail, id.description), refusing: w(.otherIsElsewhere))
            }
            site.forgetWorld()
            return go(
                Link(.caseDetail, id.description),
                saying: w(.groupDecided, count: settled.count),
                undo: settled.first.map { Link(.undoCase, $0.description) })
        } catch let refusal as DuplicateRefusal {
            return go(Link(.caseDetail, id.description), refusing: RefusalWords.text(refusal, w))
        }
    }

    private func undo() throws -> WebAnswer {
        guard let id = record() else { return problem(404) }
        do {
            try journal.write { session in
                try DuplicateCases(session.view).require(id.description)
                    .undo(by: author("duplicate-undo"), in: session)
            }
        } catch let refusal as DuplicateRefusal {
            return go(Link(.caseDetail, id.description), refusing: RefusalWords.text(refusal, w))
        }
        site.forgetWorld()
        return go(Link(.caseDetail, id.description), saying: w(.decisionUndone))
    }

    private func take() throws -> WebAnswer {
        guard let id = record() else { return problem(404) }
        try CaseAssignments(journal).assign(id, to: form["owner"] == "me" ? actor : nil)
        return go(Link(.caseDetail, id.description))
    }

    private func conflict() throws -> WebAnswer {
        guard let id = record(), values.count > 1, let group = Int(values[1]) else {
            return problem(404)
        }
        guard let file = try journal.read({ try Conflicts($0).find(id, group: group) }) else {
            return go(Link(.conflicts), saying: w(.conflictSettled))
        }
        guard route == .settleConflict else {
            try AccessLog(journal).note(actor, "conflict", file.household)
            return page(w(.conflict), ConflictPage(context, file).html)
        }
        return try settle(file)
    }

    private func settle(_ file: ConflictFile) throws -> WebAnswer {
        let author = author("conflict", form.trimmed("reason"))
        let isSettled: Bool
        do {
            if let id = RecordID(form["proposal"]) {
                _ = try journal.write { session in
                    if form["answer"] == "accept" {
                        try session.accept(proposal: id, by: author)
                    } else {
                        try session.refuse(proposal: id, by: author)
                    }
                }
                isSettled = true
            } else if file.isAboutClosing, ["close", "reopen"].contains(form["choice"]) {
                isSettled = try journal.write {
                    try file.settle(closing: form["choice"] == "close", by: author, in: $0)
                }
            } else if form["choice"] == "both", file.both != nil {
                isSettled = try journal.write {
                    try file.settleForBoth(by: author, in: $0)
                }
            } else if let index = Int(form["choice"]), file.values.indices ~= index {
                isSettled = try journal.write {
                    try file.settle(with: file.values[index], by: author, in: $0)
                }
            } else {
                return page(
                    w(.conflict), status: 422,
                    ConflictPage(context, file, problem: w(.chooseValue)).html)
            }
        } catch let refusal as SettleRefusal {
            return go(Link(.conflicts), refusing: RefusalWords.text(refusal, w))
        } catch let refusal as TransferRefusal {
            return go(Link(.conflicts), refusing: RefusalWords.text(refusal, w))
        }
        site.forgetWorld()
        return go(Link(.conflicts), saying: w(isSettled ? .conflictSettled : .changeProposed))
    }
}
