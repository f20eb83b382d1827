import Casework

/// The frame of every page: where one is, who one is, how the world is.
struct PageLayout {
    private let context: PageContext
    private let title: String
    private let isFollowed: Bool

    /// - Parameter isFollowed: whether the page tells of work that goes on: a browser without
    ///   scripts then loads it again by itself.
    init(_ context: PageContext, title: String, isFollowed: Bool = false) {
        self.context = context
        self.title = title
        self.isFollowed = isFollowed
    }

    private var w: Wording { context.w }

    /// A page with bars.
    func html(_ content: HTML) -> HTML {
        document("app") {
            tag("a", .class("skip"), .href(Link(fragment: "main")), text: w(.skipToContent))
            topBar
            tag("div", .class("frame")) {
                navigation
                tag("main", .id("main"), .at("tabindex", "-1")) {
                    notice
                    banners
                    content
                }
            }
        }
    }

    /// A page without bars.
    func bare(_ content: HTML) -> HTML {
        document("bare") { tag("main", .id("main")) { content } }
    }

    private func document(_ kind: String, @HTMLBuilder _ body: () -> HTML) -> HTML {
        var root: [Attribute] = [
            .at("lang", w.language.rawValue), .at("dir", w.language.direction),
        ]
        if !context.theme.isEmpty { root.append(.at("data-theme", context.theme)) }
        return tag("html", all: root) {
            tag("head") {
                tag("meta", .at("charset", "utf-8"))
                tag(
                    "meta", .name("viewport"), .at("content", "width=device-width, initial-scale=1")
                )
                tag("meta", .name("color-scheme"), .at("content", "light dark"))
                if isFollowed {
                    tag("noscript") {
                        tag("meta", .at("http-equiv", "refresh"), .at("content", "5"))
                    }
                }
                tag("title", text: "\(title) – \(w(.product))")
                tag("link", .at("rel", "icon"), .href(Link(.icon)))
                tag(
                    "link", .at("rel", "stylesheet"),
                    .href(Link(.stylesheet, query: [("v", ConsoleSite.assetVersion)])))
                tag(
                    "script",
                    .at("src", Link(.script, query: [("v", ConsoleSite.assetVersion)]).text),
                    .flag("defer"))
            }
            tag("body", .class(kind)) { body() }
        }
    }

    // MARK: Top bar

    private var topBar: HTML {
        tag("header", .class("top")) {
            tag("a", .class("brand"), .href(Link(.home))) {
                Icon.net.html
                tag("span", .class("brand-name"), text: w(.product))
                code(context.status.name, "node-name")
            }
            tag("div", .class("world")) {
                if let link { link }
                tag("span", .class("who")) {
                    Icon.people.html
                    isolated(context.account?.name ?? "")
                    tag("span", .class("muted"), text: roles)
                }
                preferences
                tag("form", .at("method", "post"), .action(Link(.signOut)), .class("inline")) {
                    context.csrf
                    tag("button", .class("plain"), text: w(.signOut))
                }
            }
        }
    }

    private var roles: String {
        (context.account?.roles ?? []).sorted { $0.rawValue < $1.rawValue }
            .map { w($0.phrase) }.joined(separator: w(.listSeparator) + " ")
    }

    /// How the link to the upstream is: a word and a shape, nothing that asks for anything.
    private var link: HTML? {
        guard let upstream = context.status.upstream else { return nil }
        let state: (String, HTML)
        if let contact = upstream.lastContact, upstream.isAnswering != false,
            context.now - contact < 15 * 60_000
        {
            state =
                upstream.backlog == 0
                ? ("in-step", HTML(w(.linkInStep)))
                : ("behind", w.html(.linkBehind, count: upstream.backlog))
        } else if let contact = upstream.lastContact {
            let ago = w.ago(contact, now: context.now)
            state = (
                "offline",
                upstream.backlog == 0
                    ? w.html(.linkOffline, HTML(ago))
                    : w.html(.linkOfflineWaiting, HTML(ago), HTML(w.number(upstream.backlog)))
            )
        } else {
            state = ("offline", HTML(w(.linkNever)))
        }
        return tag("a", .class("link-state \(state.0)"), .href(Link(.statusPage))) {
            tag("span", .class("dot"), .at("aria-hidden", "true"))
            state.1
        }
    }

    private var preferences: HTML {
        tag("details", .class("menu")) {
            tag("summary") { tag("span", text: w.language.ownName) }
            tag(
                "form", .at("method", "post"), .action(Link(.preferences)), .class("menu-body")
            ) {
                context.csrf
                tag("input", .type("hidden"), .name("back"), .value(back))
                tag("p", .class("menu-title"), text: w(.language))
                for language in Language.allCases {
                    tag(
                        "button", .name("language"), .value(language.rawValue),
                        .at("lang", language.rawValue), text: language.ownName)
                }
                tag("p", .class("menu-title"), text: w(.appearance))
                tag("button", .name("theme"), .value("light"), text: w(.themeLight))
                tag("button", .name("theme"), .value("dark"), text: w(.themeDark))
                tag("button", .name("theme"), .value("machine"), text: w(.themeMachine))
                if w.language != .english {
                    tag("p", .class("menu-title"), text: w(.digits))
                    tag("button", .name("digits"), .value("western"), text: "0123456789")
                    tag("button", .name("digits"), .value("arabic"), text: "٠١٢٣٤٥٦٧٨٩")
                }
                tag("p", .class("menu-title")) {
                    tag("a", .href(Link(.passwordPage)), text: w(.changePassword))
                }
            }
        }
    }

    /// The page to come back to: only pages that can be asked for again.
    private var back: String { context.path }

    // MARK: Navigation

    private var navigation: HTML {
        tag("nav", .class("side"), .at("aria-label", w(.navigation))) {
            tag("ul") {
                if context.may(.readFamilies) {
                    item(
                        .desk, .search, .navigationSearch,
                        [.search, .family, .familyHistory, .changePage, .change])
                }
                if context.may(.writeFamilies) {
                    item(.drafts, .family, .navigationRegister, [.draftStep, .saveDraft])
                }
                if context.may(.writeFamilies) || context.may(.readCases) {
                    item(
                        .transfers, .forward, .navigationTransfers,
                        [.foreignFamily, .askTransfer], count: context.status.openTransfers)
                }
                if context.may(.importFiles) {
                    item(.importPage, .file, .navigationImport, [.startImport])
                }
                if context.may(.readCases) {
                    item(
                        .cases, .twins, .navigationCases, [.caseDetail],
                        count: context.status.openDuplicates)
                    item(
                        .conflicts, .conflict, .navigationConflicts, [.conflictDetail],
                        count: context.status.openConflicts)
                }
                if context.may(.readNetwork) {
                    item(.overview, .chart, .navigationOverview, [.overviewData, .brokenRules])
                    item(.nodes, .net, .navigationNodes, [.node, .setAside, .giveToken])
                }
                if context.may(.readPayroll), context.status.role == "hub" {
                    item(
                        .payrolls, .coins, .navigationPayroll,
                        [.payroll, .payrollHolds, .payrollComparison, .payrollFile])
                }
                if context.may(.manageAccounts) {
                    item(.users, .people, .navigationUsers, [.user])
                }
                if context.may(.readAudit) { item(.audit, .eye, .navigationAudit, []) }
                if context.may(.readConfiguration) {
                    item(.configuration, .lock, .configuration, [])
                }
            }
            tag("ul", .class("side-end")) {
                item(.statusPage, .pulse, .navigationStatus, [.bundles, .makeBundle, .takeBundle])
                item(.help, .help, .help, [])
            }
        }
    }

    private func item(
        _ route: ConsoleRoute, _ icon: Icon, _ phrase: Phrase, _ others: [ConsoleRoute],
        count: Int = 0
    ) -> HTML {
        let isHere = context.route == route || others.contains(context.route)
        var attributes: [Attribute] = [.href(Link(route))]
        if isHere { attributes.append(.at("aria-current", "page")) }
        return tag("li") {
            tag("a", all: attributes) {
                icon.html
                tag("span", .class("nav-word"), text: w(phrase))
                if count > 0 { tag("span", .class("count"), text: w.number(count)) }
            }
        }
    }

    // MARK: What is to be said

    private var notice: HTML {
        guard let notice = context.session?.notice else { return .empty }
        return tag(
            "div", .class(notice.isGood ? "notice good" : "notice bad"),
            .at("role", notice.isGood ? "status" : "alert")
        ) {
            (notice.isGood ? Icon.check : Icon.warning).html
            tag("span", .at("dir", "auto"), text: notice.text)
            if let undo = notice.undo {
                tag("form", .at("method", "post"), .action(undo), .class("inline")) {
                    context.csrf
                    tag("button", .class("plain"), text: w(.undo))
                }
            }
        }
    }

    private var banners: HTML {
        HTML(
            [
                context.status.certificateDays.flatMap { days in
                    days < 30 ? banner(w(.bannerCertificate, count: days)) : nil
                },
                context.status.freeDiskBytes.flatMap { bytes in
                    bytes < 1 << 30 ? banner(w(.bannerDisk, w.number(bytes >> 20))) : nil
                },
                context.status.upstream?.clockOffsetMilliseconds.flatMap { offset in
                    abs(offset) > 120_000
                        ? banner(w(.bannerClock, count: Int(abs(offset) / 60_000))) : nil
                },
            ].compactMap { $0 })
    }

    private func banner(_ text: String) -> HTML {
        tag("div", .class("notice look"), .at("role", "status")) {
            Icon.warning.html
            tag("span", text: text)
        }
    }
}
