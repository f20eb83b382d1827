import Casework
import ChangeLog
import Registry

/// The steps of a registration, in their order.
enum RegisterStep: String, CaseIterable {
    case household, members, account, check

    var next: RegisterStep? {
        switch self {
        case .household: .members
        case .members: .account
        case .account: .check
        case .check: nil
        }
    }

    var phrase: Phrase {
        switch self {
        case .household: .stepHousehold
        case .members: .stepMembers
        case .account: .stepAccount
        case .check: .stepCheck
        }
    }
}

extension Visit {
    /// Registering a family.
    func answerRegister() throws -> WebAnswer {
        let drafts = Drafts(journal)
        switch route {
        case .drafts:
            return page(
                w(.navigationRegister), DraftsPage(context, try drafts.list(of: actor)).html)
        case .newDraft:
            var family = FamilyDraft()
            family.programme = context.labels.programmeCodes.first ?? ""
            let own = ownAreas
            if own.count == 1 { family.area = own[0].code }
            let id = journal.newID()
            try drafts.save(family, id: id, of: actor)
            return go(step(.household, id))
        case .discardDraft:
            guard let id = record() else { return problem(404) }
            try drafts.discard(id, of: actor)
            return go(Link(.drafts), saying: w(.draftDiscarded))
        default: break
        }
        guard let id = record(), values.count > 1, let now = RegisterStep(rawValue: values[1]),
            let draft = try drafts.find(id, of: actor)
        else { return try alreadySaved() ?? problem(404) }
        switch route {
        case .draftStep: return try show(now, draft)
        case .checkDraft: return check(now, draft)
        default: return try save(now, draft)
        }
    }

    func step(_ step: RegisterStep, _ id: RecordID) -> Link {
        Link(.draftStep, id.description, step.rawValue)
    }

    /// The districts that somebody may register families in.
    var ownAreas: [Labels.Area] {
        let parents = Set(context.labels.areas.map(\.parent))
        return context.labels.areas.filter { area in
            !parents.contains(area.code) && context.isOwn(area.code)
        }
    }

    private var check: FamilyCheck { FamilyCheck(today: context.today) }

    /// A form that was sent twice leads to the family that the first one made.
    private func alreadySaved() throws -> WebAnswer? {
        guard let id = record(),
            try journal.read({ try FamilyReader($0).area(of: id) }) != nil
        else { return nil }
        return go(Link(.familyReceipt, id.description))
    }

    // MARK: Showing

    private func show(
        _ now: RegisterStep, _ draft: StoredDraft, status: Int = 200,
        problems: [String: FamilyProblem] = [:], typed: FamilyDraft.Member? = nil
    ) throws -> WebAnswer {
        let content: HTML
        switch now {
        case .household:
            content = HouseholdStep(context, draft, areas: ownAreas, problems).html
        case .members:
            let index = Int(query["member"]) ?? Int(form["member"])
            content = MembersStep(context, draft, editing: index, typed, problems).html
        case .account: content = AccountStep(context, draft, problems).html
        case .check:
            let hints = try hints(draft.family)
            content =
                CheckStep(
                    context, draft, hints, check.all(draft.family),
                    elsewhere: elsewhere(draft, asksAgain: route == .draftStep),
                    reasonIsMissing: problems["differentBecause"] != nil
                ).html
        }
        return page(w(now.phrase), status: status, content)
    }

    /// Who of the family may be registered already; what lies outside the own area is masked.
    private func hints(_ family: FamilyDraft) throws -> [DuplicateHint] {
        let own = context.account?.areas ?? []
        return try DuplicateHints(site.host.duplicates).find(
            family, for: own.isEmpty ? context.status.areas : own, by: actor)
    }

    /// Who of the family may be registered in another province, by the node above; nil where
    /// nothing is above. It is asked when the step is shown, and not again for the same people.
    private func elsewhere(_ draft: StoredDraft, asksAgain: Bool) -> ElsewhereOutcome? {
        guard let ask = site.host.askElsewhere else { return nil }
        let question = ElsewhereQuestion(actor: actor, draft.family)
        guard !question.people.isEmpty else { return nil }
        if let known = context.session?.asked[draft.id], known.people == question.people,
            !asksAgain || known.outcome != .unreachable
        {
            return known.outcome
        }
        let outcome = ask(question)
        site.sessions.update(token) { session in
            if session.asked.count > 20 { session.asked.removeAll() }
            session.asked[draft.id] = (question.people, outcome)
        }
        remember(outcome)
        return outcome
    }

    // MARK: Taking answers

    private func save(_ now: RegisterStep, _ draft: StoredDraft) throws -> WebAnswer {
        var family = draft.family
        let drafts = Drafts(journal)
        func keep() throws { try drafts.save(family, id: draft.id, of: actor) }
        func again(
            _ problems: [String: FamilyProblem], _ typed: FamilyDraft.Member? = nil
        ) throws -> WebAnswer {
            var shown = draft
            shown.family = family
            return try show(now, shown, status: 422, problems: problems, typed: typed)
        }
        switch now {
        case .household:
            takeHousehold(&family)
            try keep()
            let problems = check.household(family).filter { !$0.value.isDoubt }
            return problems.isEmpty ? go(step(.members, draft.id)) : try again(problems)
        case .members:
            if let index = Int(form["remove"]), family.members.indices ~= index {
                family.members.remove(at: index)
                try keep()
                return go(step(.members, draft.id))
            }
            let member = typedMember
            let isEmpty = [
                member.givenName, member.birthDate, member.nationalID, member.sex,
            ].allSatisfy(\.isEmpty)
            let goesOn = form["act"] == "continue"
            if goesOn, isEmpty, !family.members.isEmpty { return go(step(.account, draft.id)) }
            let index = Int(form["member"]) ?? family.members.count
            let problems = check.member(member, at: index, of: family).filter {
                !$0.value.isDoubt
            }
            guard problems.isEmpty else { return try again(problems, member) }
            if family.members.indices ~= index {
                family.members[index] = member
            } else if family.members.count < 60 {
                family.members.append(member)
            }
            try keep()
            return go(goesOn ? step(.account, draft.id) : step(.members, draft.id))
        case .account:
            family.iban = form.trimmed("iban")
            family.hasNoAccount = form["hasNoAccount"] == "yes"
            try keep()
            let problems = check.account(family)
            return problems.isEmpty ? go(step(.check, draft.id)) : try again(problems)
        case .check:
            family.differentBecause = String(form.trimmed("differentBecause").prefix(1000))
            return try register(draft, family, again)
        }
    }

    private func register(
        _ draft: StoredDraft, _ family: FamilyDraft,
        _ showAgain: ([String: FamilyProblem], FamilyDraft.Member?) throws -> WebAnswer
    ) throws -> WebAnswer {
        func again(_ problems: [String: FamilyProblem]) throws -> WebAnswer {
            try Drafts(journal).save(family, id: draft.id, of: actor)
            return try showAgain(problems, nil)
        }
        let blocking = check.all(family).filter { !$0.problem.isDoubt }
        guard blocking.isEmpty else { return try again([:]) }
        guard context.isOwn(family.area) else { return problem(403) }
        let hints = try hints(family)
        var looksRegistered = !hints.isEmpty
        if case .answered(let findings) = elsewhere(draft, asksAgain: false), !findings.isEmpty {
            looksRegistered = true
        }
        guard !looksRegistered || !family.differentBecause.isEmpty else {
            return try again(["differentBecause": .missing])
        }
        _ = try journal.write { session in
            try FamilyRegistration(session).save(
                family, id: draft.id, today: context.today,
                by: author("registration", family.differentBecause))
        }
        try AccessLog(journal).note(actor, "register", draft.id)
        site.worldGrew()
        return go(Link(.familyReceipt, draft.id.description))
    }

    private func takeHousehold(_ family: inout FamilyDraft) {
        let area = form["area"]
        family.area = ownAreas.contains { $0.code == area } ? area : ""
        family.address = form.trimmed("address")
        family.category = form["category"]
        family.dwelling = form["dwelling"]
        family.rooms = form.trimmed("rooms")
        family.monthlyIncome = form.trimmed("monthlyIncome")
        let programme = form["programme"]
        family.programme = context.labels.programmeCodes.contains(programme) ? programme : ""
    }

    private var typedMember: FamilyDraft.Member {
        var member = FamilyDraft.Member()
        member.relationship = form["relationship"]
        member.givenName = form.trimmed("givenName")
        member.fatherName = form.trimmed("fatherName")
        member.grandfatherName = form.trimmed("grandfatherName")
        member.familyName = form.trimmed("familyName")
        member.motherName = form.trimmed("motherName")
        member.sex = form["sex"]
        member.birthDate = form.trimmed("birthDate")
        member.nationalID = form.trimmed("nationalID")
        member.phone = form.trimmed("phone")
        member.maritalStatus = form["maritalStatus"]
        member.disability = form["disability"]
        return member
    }

    // MARK: Checking as one types

    private func check(_ now: RegisterStep, _ draft: StoredDraft) -> WebAnswer {
        var family = draft.family
        let problems: [String: FamilyProblem]
        switch now {
        case .household:
            takeHousehold(&family)
            problems = check.household(family)
        case .members:
            let index = Int(form["member"]) ?? family.members.count
            problems = check.member(typedMember, at: index, of: family)
        case .account:
            family.iban = form.trimmed("iban")
            family.hasNoAccount = form["hasNoAccount"] == "yes"
            problems = check.account(family)
        case .check: problems = [:]
        }
        // Only what was typed is objected to; what is still empty is no mistake yet.
        let shown = problems.filter { $0.value != .missing && $0.value != .accountOrNone }
        let pairs = shown.sorted { $0.key < $1.key }.map {
            "\"\($0.key)\":\(JSONQuote.text(ProblemWords.text($0.value, w)))"
        }
        var answer = WebAnswer(
            type: "application/json", body: Array("{\(pairs.joined(separator: ","))}".utf8))
        answer.headers.append(("cache-control", "no-store"))
        return answer
    }
}

/// A string in JSON.
enum JSONQuote {
    static func text(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            default:
                if scalar.value < 0x20 {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
