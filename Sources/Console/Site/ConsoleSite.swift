import Casework
import ChangeLog
import Registry
import Synchronization
import Trust

/// The pages of a node as one function from requests to answers. It knows no sockets.
public final class ConsoleSite: Sendable {
    let host: ConsoleHost
    let sessions = SessionBook()
    /// The comparison of all registrations.
    let scan = LongWork()
    /// Files that are taken in.
    let importing = LongWork()
    /// A step of a payroll.
    let payrollWork = LongWork()
    /// One password is checked at a time: scrypt costs memory and a core, and a morning's fifty
    /// sign-ins must not keep those who work from their pages.
    let passwordChecks = Mutex<Void>(())
    private let remembered = Mutex<Remembered>(Remembered())

    /// What is read again only now and then.
    private struct Remembered {
        var status: NodeStatus?
        var statusAt: Int64 = 0
        /// Whether somebody counts now.
        var isCounting = false
        /// Grows when what was counted before no longer holds.
        var generation = 0
        var labels: Labels?
        var labelsAt: Int64 = 0
    }

    public init(_ host: ConsoleHost) {
        self.host = host
    }

    var journal: Journal { host.journal }

    /// Milliseconds since 1970.
    var now: Int64 { Int64(journal.clock.milliseconds) }

    /// Answers a request; every failure becomes a page that says what to do.
    public func answer(_ request: WebRequest) -> WebAnswer {
        var answer: WebAnswer
        do {
            answer = try respond(request)
        } catch {
            answer = failure(error, request)
        }
        answer.headers += Self.headers
        if request.isSecure {
            answer.headers.append(("strict-transport-security", "max-age=31536000"))
        }
        return answer
    }

    private func respond(_ request: WebRequest) throws -> WebAnswer {
        guard let (route, values) = ConsoleRoute.match(request.method, request.path) else {
            let visit = try visit(request, .home, [])
            return visit.problem(ConsoleRoute.knows(request.path) ? 405 : 404)
        }
        switch route {
        case .stylesheet: return Self.asset(PackageResources.console_css, "text/css")
        case .script: return Self.asset(PackageResources.console_js, "text/javascript")
        case .icon: return Self.asset(PackageResources.icon_svg, "image/svg+xml")
        case .statusDocument:
            return WebAnswer(
                type: "application/json", body: Array(try host.statusDocument().utf8))
        default: break
        }
        let visit = try visit(request, route, values)
        switch request.unread {
        case .tooLarge: return visit.problem(413)
        case .busy: return visit.problem(503)
        case nil: break
        }
        if let refusal = try visit.refusal() { return refusal }
        return try visit.answer()
    }

    /// Whether files may come with this request: asked before they are read, so that nobody fills
    /// the memory who may not send them.
    public func takesFiles(_ request: WebRequest) -> Bool {
        guard let (route, values) = ConsoleRoute.match(request.method, request.path),
            [.startImport, .takeBundle].contains(route),
            // Who cannot be told is not trusted.
            let visit = try? visit(request, route, values), case .holders(let right) = route.access
        else { return false }
        return visit.context.may(right)
    }

    private func visit(
        _ request: WebRequest, _ route: ConsoleRoute, _ values: [String]
    ) throws -> Visit {
        let cookies = CookieJar(request.cookie)
        let token = cookies[CookieJar.sessionName(journal.identity.name)]
        let now = now
        var session = token.isEmpty ? nil : sessions.find(token, now: now)
        let account = try session.flatMap { session in
            try journal.read {
                try StaffAccounts($0, node: journal.identity.name).find(session.user)
            }
        }
        // Whoever was disabled while signed in is out with the next page.
        if let found = account, found.isDisabled {
            sessions.end(user: found.name)
            session = nil
        }
        let isIn = session?.isComplete ?? false
        let language =
            Language(rawValue: cookies[CookieJar.language])
            ?? Language.preferred(request.acceptLanguage)
        let (status, labels) = try world(now)
        let context = PageContext(
            w: Wording(language, hasArabicDigits: cookies[CookieJar.digits] == "arabic"),
            route: route, path: request.path, session: session, account: isIn ? account : nil,
            rights: isIn ? Right.of(account?.roles ?? []) : [], status: status, labels: labels,
            theme: ["light", "dark"].contains(cookies[CookieJar.theme])
                ? cookies[CookieJar.theme] : "", now: now)
        return Visit(
            site: self, request: request, route: route, values: values, token: token,
            candidate: account, context: context, form: FormFields(request),
            query: FormFields(Array(request.query.utf8)))
    }

    /// How the node is, and how things are called. Counting takes a moment in a large registry: the
    /// one who comes when it is old gets the old one, and it is counted anew behind his back.
    private func world(_ now: Int64) throws -> (NodeStatus, Labels) {
        let (known, isDue) = remembered.withLock { world in
            let isDue = abs(now - world.statusAt) > Self.statusMilliseconds && !world.isCounting
            if isDue, world.status != nil { world.isCounting = true }
            return (world, isDue)
        }
        let status: NodeStatus
        if let old = known.status {
            status = old
            if isDue {
                host.runLong { [self] in
                    // What cannot be counted now is counted for the next page.
                    let counted = try? host.status()
                    remembered.withLock { world in
                        world.isCounting = false
                        guard world.generation == known.generation else { return }
                        if let counted { world.status = counted }
                        world.statusAt = self.now
                    }
                }
            }
        } else {
            status = try host.status()
            remembered.withLock { world in
                world.status = status
                world.statusAt = now
            }
        }
        var labels = known.labels
        if labels == nil || abs(now - known.labelsAt) > Self.labelMilliseconds {
            labels = try journal.read { try Labels($0) }
            remembered.withLock { world in
                world.labels = labels
                world.labelsAt = now
            }
        }
        guard let labels else { preconditionFailure("They were just read.") }
        return (status, labels)
    }

    private static let statusMilliseconds: Int64 = 3_000
    private static let labelMilliseconds: Int64 = 30_000

    /// After something that changes what every page says: the next page counts anew.
    func forgetWorld() {
        remembered.withLock { world in
            world.status = nil
            world.generation += 1
        }
    }

    /// After a family more: the bars of pages may be a few seconds behind.
    func worldGrew() {
        remembered.withLock { $0.statusAt = 0 }
    }

    private func failure(_ error: any Error, _ request: WebRequest) -> WebAnswer {
        // The page that tells of a failure needs little; where even that fails, a line must do.
        guard let visit = try? visit(request, .help, []) else {
            var answer = WebAnswer(status: 500, type: "text/plain; charset=utf-8")
            answer.body = Array("The registry cannot be read. Look at the node's messages.".utf8)
            return answer
        }
        return visit.problem(500, detail: "\(error)")
    }

    /// Nothing from elsewhere, nothing inline, nothing kept.
    private static let headers: [(name: String, value: String)] = [
        (
            "content-security-policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
                + "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        ),
        ("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"), ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ]

    private static func asset(_ bytes: [UInt8], _ type: String) -> WebAnswer {
        var answer = WebAnswer(type: "\(type); charset=utf-8", body: bytes)
        answer.headers.append(("cache-control", "max-age=86400"))
        return answer
    }

    /// Changes with the files, so that a browser never shows a page with an old style.
    static let assetVersion: String = {
        let digest = sha256(PackageResources.console_css + PackageResources.console_js)
        return String(digest.description.prefix(12))
    }()
}
