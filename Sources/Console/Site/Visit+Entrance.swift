import Casework
import ChangeLog
import Synchronization
import Trust

extension Visit {
    /// Signing in and out, the second factor, passwords, what a browser likes.
    func answerEntrance() throws -> WebAnswer {
        switch route {
        case .signInPage:
            return context.account == nil
                ? bare(w(.signIn), SignInPage(context, next: query["next"]).html) : go(start)
        case .signIn: return try signIn()
        case .secondFactorPage: return waiting { SecondFactorPage(context).html }
        case .secondFactor: return try secondFactor()
        case .setUpPage: return waiting { setUpPage(nil) }
        case .setUp: return try setUp()
        case .passwordPage: return page(w(.changePassword), PasswordPage(context).html)
        case .password: return try changePassword()
        case .preferences: return preferences()
        default:
            site.sessions.end(token)
            var answer = go(Link(.signInPage))
            answer.headers.append(
                (
                    "set-cookie",
                    CookieJar.ended(at: journal.identity.name, isSecure: request.isSecure)
                ))
            return answer
        }
    }

    private func signIn() throws -> WebAnswer {
        let desk = SignIn(journal)
        let name = form.trimmed("name")
        do {
            let account = try site.passwordChecks.withLock { _ in
                try desk.account(name, password: form["password"])
            }
            site.sessions.end(token)
            let new = site.sessions.begin(
                user: account.name, isComplete: !account.needsSecondFactor, now: context.now)
            var answer: WebAnswer
            if !account.needsSecondFactor {
                answer = afterSignIn(new)
            } else if account.hasSecondFactor {
                answer = go(Link(.secondFactorPage))
            } else {
                answer = go(Link(.setUpPage))
            }
            answer.headers.append(
                (
                    "set-cookie",
                    CookieJar.session(
                        new, of: journal.identity.name, isSecure: request.isSecure)
                ))
            return answer
        } catch let refusal as AccountRefusal {
            let text: String
            if case .locked(let until) = refusal {
                text = w(.accountLocked, w.time(until))
            } else {
                text = w(.wrongNameOrPassword)
            }
            return bare(
                w(.signIn), status: 401,
                SignInPage(context, name: name, reason: text, resume: resumed, next: form["next"])
                    .html)
        }
    }

    /// What was typed before a session ended, as it came through the sign-in page.
    private var resumed: (path: String, fields: [(name: String, value: String)])? {
        let path = form["resume"]
        guard !path.isEmpty else { return nil }
        let fields = form.pairs.filter { $0.name.hasPrefix("kept.") }
        return (path, fields.map { (String($0.name.dropFirst(5)), $0.value) })
    }

    /// Where to go: to the page that was asked for, if it is one of ours.
    private func afterSignIn(_ new: String) -> WebAnswer {
        if let resumed, ConsoleRoute.match("POST", resumed.path) != nil {
            let csrf = site.sessions.find(new, now: context.now)?.csrf ?? ""
            return bare(
                w(.typedIsKept), ResumePage(context: context, csrf: csrf, resume: resumed).html)
        }
        let next = form["next"]
        if let (route, values) = ConsoleRoute.match("GET", next), route != .signInPage {
            return go(Link(route, values: values))
        }
        return go(Link(.home))
    }

    /// For those whose password was right and whose second factor is missing.
    private func waiting(_ content: () -> HTML) -> WebAnswer {
        guard candidate != nil, context.account == nil else { return go(Link(.home)) }
        return bare(w(.secondFactor), content())
    }

    private func secondFactor() throws -> WebAnswer {
        guard let candidate, context.account == nil else { return go(Link(.home)) }
        do {
            try SignIn(journal).verify(code: digits("code"), of: candidate)
        } catch is AccountRefusal {
            return bare(
                w(.secondFactor), status: 401,
                SecondFactorPage(context, reason: w(.wrongCode)).html)
        }
        site.sessions.update(token) { $0.isComplete = true }
        return go(Link(.home))
    }

    private func setUpPage(_ reason: String?) -> HTML {
        var oneTime = OneTimePassword.make()
        if let known = context.session?.pendingSecret {
            oneTime = OneTimePassword(secret: known)
        } else {
            site.sessions.update(token) { $0.pendingSecret = oneTime.secret }
        }
        return SetUpPage(context, oneTime, name: candidate?.name ?? "", reason: reason).html
    }

    private func setUp() throws -> WebAnswer {
        guard let candidate, context.account == nil, !candidate.hasSecondFactor,
            let secret = context.session?.pendingSecret
        else { return go(Link(.home)) }
        do {
            try SignIn(journal).setUp(
                OneTimePassword(secret: secret), code: digits("code"), for: candidate)
        } catch is AccountRefusal {
            return bare(w(.secondFactor), status: 401, setUpPage(w(.wrongCode)))
        }
        site.sessions.update(token) {
            $0.isComplete = true
            $0.pendingSecret = nil
        }
        return go(Link(.home))
    }

    private func digits(_ field: String) -> String {
        SearchText.digits(form[field])
    }

    private func changePassword() throws -> WebAnswer {
        func refuse(_ phrase: Phrase) -> WebAnswer {
            page(w(.changePassword), status: 422, PasswordPage(context, reason: w(phrase)).html)
        }
        guard form["new"] == form["again"] else { return refuse(.passwordsDiffer) }
        do {
            try site.passwordChecks.withLock { _ in
                _ = try SignIn(journal).account(actor, password: form["old"])
                try journal.write { try AccountDesk($0).setPassword(form["new"], of: actor) }
            }
        } catch AccountRefusal.shortPassword {
            return refuse(.passwordShort)
        } catch is AccountRefusal {
            return refuse(.wrongNameOrPassword)
        }
        site.sessions.end(user: actor)
        return go(Link(.signInPage))
    }

    private func preferences() -> WebAnswer {
        var answer = go(Link(.home))
        if let (route, values) = ConsoleRoute.match("GET", form["back"]) {
            answer = go(Link(route, values: values))
        }
        let known: [(String, [String])] = [
            (CookieJar.language, Language.allCases.map(\.rawValue)),
            (CookieJar.theme, ["light", "dark", "machine"]),
            (CookieJar.digits, ["western", "arabic"]),
        ]
        for (name, values) in known where values.contains(form[name]) {
            answer.headers.append(
                (
                    "set-cookie",
                    CookieJar.choice(name, form[name], isSecure: request.isSecure)
                ))
        }
        return answer
    }
}
