import Casework
import ChangeLog
import Registry

extension Visit {
    /// Searching, and opening a family.
    func answerDesk() throws -> WebAnswer {
        switch route {
        case .desk: return try desk()
        case .search:
            site.sessions.update(token) { $0.query = String(form["q"].prefix(200)) }
            // What is typed stays out of addresses: it names people.
            return go(Link(.desk))
        case .liveSearch:
            let text = String(form["q"].prefix(200))
            site.sessions.update(token) { $0.query = text }
            return fragment(SearchResults(context, text, try find(text)).html)
        case .familyPurpose: return try givePurpose()
        case .addNote: return try addNote()
        default: return try openFamily()
        }
    }

    func fragment(_ html: HTML) -> WebAnswer {
        var answer = WebAnswer(body: Array(html.markup.utf8))
        answer.headers.append(("cache-control", "no-store"))
        return answer
    }

    private func desk() throws -> WebAnswer {
        let text = context.session?.query ?? ""
        return page(
            w(.navigationSearch),
            SearchPage(context, text, text.isEmpty ? nil : try find(text)).html)
    }

    private func find(_ text: String) throws -> PeopleSearch.Outcome {
        try PeopleIndex(journal).followIfNear()
        // One line a minute says that somebody looks for people: a line a letter would say no more,
        // and what was typed names people.
        if context.now - (context.session?.searchNoted ?? 0) >= 60_000 {
            try AccessLog(journal).note(actor, "search", nil)
            site.sessions.update(token) { $0.searchNoted = context.now }
        }
        return try journal.read { try PeopleSearch($0).find(text) }
    }

    // MARK: One family

    private func openFamily() throws -> WebAnswer {
        guard let id = record() else { return problem(404) }
        guard let file = try journal.read({ try FamilyReader($0).find(id) }) else {
            return problem(404)
        }
        let purpose = context.session?.purposes[id]
        if !context.isOwn(file.area), purpose == nil {
            return page(w(.whatFor), PurposePage(context, id, area: file.area).html)
        }
        let act =
            switch route {
            case .familyHistory: "history"
            case .familySheet: "print"
            case .familyReceipt: "receipt"
            default: "open"
            }
        try AccessLog(journal).note(actor, purpose.map { "\(act): \($0)" } ?? act, id)
        switch route {
        case .familyHistory:
            let events = try journal.read { try FamilyHistory($0).events(of: id) }
            return page(
                w(.history),
                HistoryPage(
                    context, file, events, offset: offset
                ).html)
        case .familySheet: return bare(w(.familySheet), FamilySheet(context, file).html)
        case .familyReceipt:
            return bare(w(.receipt), ReceiptPage(context, file, query["paper"]).html)
        default:
            let (proposals, transfers) = try journal.read { view in
                (try Proposals(view).list(of: id), try Transfers(view).list(of: id))
            }
            // The window's title says no name: it may stand in the browser's history.
            return page(w(.household), FamilyPage(context, file, proposals, transfers).html)
        }
    }

    private func givePurpose() throws -> WebAnswer {
        guard let id = record() else { return problem(404) }
        let choice = form.trimmed("purpose")
        let words = form.trimmed("words")
        guard !choice.isEmpty, choice != "other" || !words.isEmpty else {
            let area = try journal.read { try FamilyReader($0).area(of: id) }
            return page(
                w(.whatFor), status: 422,
                PurposePage(context, id, area: area ?? "", problem: w(.sayWhatFor)).html)
        }
        let purpose = String((choice == "other" ? words : choice).prefix(200))
        site.sessions.update(token) { $0.purposes[id] = purpose }
        return go(Link(.family, id.description))
    }

    /// The family of the path, when it lies in the own area or was opened for a purpose.
    func requireFamily() throws -> FamilyFile? {
        guard let id = record(),
            let file = try journal.read({ try FamilyReader($0).find(id) })
        else { return nil }
        let mayOpen = context.isOwn(file.area) || context.session?.purposes[id] != nil
        return mayOpen ? file : nil
    }

    private func addNote() throws -> WebAnswer {
        guard let file = try requireFamily() else { return problem(403) }
        let text = String(form.trimmed("text").prefix(4000))
        let back = Link(.family, file.id.description)
        guard !text.isEmpty else { return go(back.at("notes")) }
        try journal.write { session in
            let note = try session.creation(
                of: "note", ["household": .reference(file.id), "text": .text(text)])
            try session.append([note], by: author("note"))
        }
        try AccessLog(journal).note(actor, "note", file.id)
        return go(back, saying: w(.noteSaved))
    }
}
