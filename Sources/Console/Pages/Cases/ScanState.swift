import Casework

/// How far the comparison of all registrations is, and the button that begins one.
struct ScanState {
    private let context: PageContext
    private let state: LongWork.State?

    init(_ context: PageContext, _ state: LongWork.State?) {
        self.context = context
        self.state = state
    }

    private var w: Wording { context.w }

    /// The part of the page that is asked for again while it runs.
    var html: HTML {
        if let state, state.isRunning {
            return WorkBar(context, state, title: w(.compareAll)).html
        }
        return tag("div", .class("head")) {
            tag("p", .class("small muted")) {
                if let state, let ended = state.ended {
                    let ago = HTML(w.ago(ended, now: context.now))
                    if let problem = state.problem {
                        w.html(.compareFailed, ago, isolated(problem))
                    } else {
                        w.html(.compareDone, ago, HTML(w.number(state.count)))
                    }
                } else {
                    w(.compareText)
                }
            }
            if context.may(.settleCases) {
                tag(
                    "form", .at("method", "post"), .action(Link(.startScan)), .class("actions")
                ) {
                    context.csrf
                    tag("button", text: w(.compareAll))
                }
            }
        }
    }

    /// The place on the page where it stands.
    var section: HTML {
        tag(
            "section", .id("scan"), .at("aria-live", "polite"),
            .at("data-follow", Link(.scanState).text)
        ) { html }
    }
}
