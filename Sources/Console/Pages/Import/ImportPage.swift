/// Taking files of households and persons in: which, how far, and what came of it.
struct ImportPage {
    private let context: PageContext
    private let state: LongWork.State?
    private let problem: String

    init(_ context: PageContext, _ state: LongWork.State?, problem: String = "") {
        self.context = context
        self.state = state
        self.problem = problem
    }

    private var w: Wording { context.w }

    var html: HTML {
        tag("section", .class("narrow")) {
            tag("h1", text: w(.navigationImport))
            tag("p", .class("muted"), text: w(.importText))
            WorkBar.section(Link(.importState)) { ImportState(context, state).html }
            if state?.isRunning != true { form }
        }
    }

    private var form: HTML {
        tag(
            "form", .at("method", "post"), .at("enctype", "multipart/form-data"),
            .action(Link(.startImport)), .class("card fields")
        ) {
            context.csrf
            Field(
                .name("files"), w(.importFiles), hint: w(.importHint), problem: problem
            ).file(accepting: ".csv,text/csv", isMany: true, w)
            tag("div", .class("actions")) {
                tag("button", .class("main"), text: w(.importStart))
            }
        }
    }
}

/// How an import stands.
struct ImportState {
    private let context: PageContext
    private let state: LongWork.State?

    init(_ context: PageContext, _ state: LongWork.State?) {
        self.context = context
        self.state = state
    }

    private var w: Wording { context.w }

    /// The part of the page that is asked for again while it runs.
    var html: HTML {
        guard let state else { return .empty }
        if state.isRunning { return WorkBar(context, state, title: w(.importRuns)).html }
        if let problem = state.problem {
            return tag("div", .class("notice bad")) {
                Icon.warning.html
                tag("span") { w.html(.importFailed, isolated(problem)) }
            }
        }
        guard let result = state.imported, let ended = state.ended else { return .empty }
        return tag("section", .class("card")) {
            tag("h2", text: w(.importDone))
            tag("p", .class("small muted")) {
                HTML(w.ago(ended, now: context.now) + " · ")
                isolated(state.by)
            }
            tag("div", .class("tiles")) {
                Tile(w(.households), w.number(result.households)).html
                Tile(w(.persons), w.number(result.persons)).html
                Tile(w(.importNew), w.number(result.new)).html
                Tile(w(.importChanged), w.number(result.changed)).html
                Tile(w(.importRejected), w.number(result.rejected)).html
            }
            if result.outside > 0 {
                tag("p", text: w(.importOutside, w.number(result.outside)))
            }
            if result.rejected > 0 {
                tag("p", text: w(.importRejectedText))
                tag("ul") {
                    for name in result.rejectedFiles {
                        tag("li") {
                            tag("a", .href(Link(.importRejected, name))) { code(name) }
                        }
                    }
                }
            }
        }
    }
}
