import Casework
import ChangeLog
import Registry
import Trust

/// One request with everything that is known about who sent it.
struct Visit {
    let site: ConsoleSite
    let request: WebRequest
    let route: ConsoleRoute
    let values: [String]
    let token: String
    /// The account of the session, also while the second factor is missing.
    let candidate: StaffAccount?
    let context: PageContext
    let form: FormFields
    let query: FormFields

    var w: Wording { context.w }
    var journal: Journal { site.journal }
    /// Who is signed in; pages that ask for it are for staff only.
    var actor: String { context.account?.name ?? "" }

    /// Where the part of a list begins that is asked for.
    var offset: Int { max(0, Int(query["from"]) ?? 0) }

    /// A value of the path as a record id.
    func record(_ index: Int = 0) -> RecordID? {
        values.indices ~= index ? RecordID(values[index]) : nil
    }

    // MARK: Who may

    /// Why the visit ends here, or nil when it may go on.
    func refusal() throws -> WebAnswer? {
        let isIn = context.account != nil
        switch route.access {
        case .everybody: break
        case .staff: if !isIn { return signInAgain() }
        case .holders(let right):
            if !isIn { return signInAgain() }
            if !context.may(right) { return problem(403) }
        }
        guard route.method == .post else { return nil }
        guard ["", "same-origin", "none"].contains(request.fetchSite) else { return problem(400) }
        // Before there is a session there is nothing that another site could misuse.
        if let session = context.session {
            guard Self.isEqual(form["csrf"], session.csrf) else { return problem(400) }
        }
        return nil
    }

    /// Whether two texts are the same, in a time that does not tell where they differ.
    private static func isEqual(_ left: String, _ right: String) -> Bool {
        sha256(Array(left.utf8)) == sha256(Array(right.utf8))
    }

    // MARK: Answers

    func page(
        _ title: String, status: Int = 200, isFollowed: Bool = false, _ content: HTML
    ) -> WebAnswer {
        if context.session?.notice != nil { site.sessions.update(token) { $0.notice = nil } }
        let layout = PageLayout(context, title: title, isFollowed: isFollowed)
        return document(layout.html(content), status: status)
    }

    /// A page without bars: receipts, sign-in.
    func bare(_ title: String, status: Int = 200, _ content: HTML) -> WebAnswer {
        document(PageLayout(context, title: title).bare(content), status: status)
    }

    func document(_ html: HTML, status: Int = 200) -> WebAnswer {
        var answer = WebAnswer(status: status, body: Array(HTML.document(html).utf8))
        answer.headers.append(("cache-control", "no-store"))
        return answer
    }

    /// Goes to another page after something was done.
    func go(_ link: Link) -> WebAnswer {
        var answer = WebAnswer(status: 303)
        answer.headers += [("location", link.text), ("cache-control", "no-store")]
        return answer
    }

    /// Goes to another page, which begins with a sentence.
    func go(_ link: Link, saying text: String, undo: Link? = nil) -> WebAnswer {
        site.sessions.update(token) {
            $0.notice = Session.Notice(isGood: true, text: text, undo: undo)
        }
        return go(link)
    }

    /// Goes to another page, which begins with what was refused.
    func go(_ link: Link, refusing text: String) -> WebAnswer {
        site.sessions.update(token) {
            $0.notice = Session.Notice(isGood: false, text: text, undo: nil)
        }
        return go(link)
    }

    func file(_ bytes: [UInt8], name: String, type: String) -> WebAnswer {
        var answer = WebAnswer(type: type, body: bytes)
        let plain = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
        answer.headers += [
            ("content-disposition", "attachment; filename=\"\(plain)\""),
            ("cache-control", "no-store"),
        ]
        return answer
    }

    /// An error page: what happened and what to do.
    func problem(_ status: Int, detail: String = "") -> WebAnswer {
        let (title, text): (Phrase, Phrase) =
            switch status {
            case 403: (.problemForbidden, .problemForbiddenText)
            case 404: (.problemNotFound, .problemNotFoundText)
            case 405, 400: (.problemStale, .problemStaleText)
            case 409: (.problemRefused, .problemRefusedText)
            case 413: (.problemTooLarge, .problemTooLargeText)
            case 503: (.problemBusy, .problemBusyText)
            default: (.problemFailed, .problemFailedText)
            }
        let content = tag("section", .class("problem")) {
            tag("p", .class("problem-mark"), .at("aria-hidden", "true"), text: "\(status)")
            tag("h1", text: w(title))
            tag("p", text: w(text))
            if !detail.isEmpty {
                tag("p", .class("detail"), .at("dir", "auto"), text: detail)
            }
            tag("p") { tag("a", .class("button"), .href(Link(.home)), text: w(.backToStart)) }
        }
        return context.account == nil
            ? bare(w(title), status: status, content) : page(w(title), status: status, content)
    }

    /// Asks to sign in; what was typed goes along and is offered again afterwards.
    func signInAgain() -> WebAnswer {
        if route == .home || route.method == .get {
            return go(Link(.signInPage, query: route == .home ? [] : [("next", request.path)]))
        }
        let typed = form.pairs.filter { !["csrf", "password", "code"].contains($0.name) }
        return bare(
            w(.signIn), status: 401,
            SignInPage(context, reason: w(.sessionEnded), resume: (request.path, typed)).html)
    }
}
