import ChangeLog

extension ConsoleSite {
    /// A session of somebody whose identity was proved elsewhere; how a browser would hold it.
    ///
    /// - Returns: the cookie header and the token of forms.
    package func beginSession(of user: String) -> (cookie: String, csrf: String) {
        let token = sessions.begin(user: user, isComplete: true, now: now)
        return (
            "\(CookieJar.sessionName(journal.identity.name))=\(token)",
            sessions.find(token, now: now)?.csrf ?? ""
        )
    }
}
