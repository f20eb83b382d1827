/// How far long work is. The part of the page that holds it is asked for again while it runs; a
/// browser without scripts loads the page again.
struct WorkBar {
    private let context: PageContext
    private let state: LongWork.State
    private let title: String

    init(_ context: PageContext, _ state: LongWork.State, title: String) {
        self.context = context
        self.state = state
        self.title = title
    }

    var html: HTML {
        let percent = Int(state.share * 100)
        return tag("div", .class("progress"), .flag("data-running")) {
            tag("p") {
                tag("strong", text: title)
                HTML(" ")
                if state.share > 0 { HTML(context.w.percent(percent, of: 100) + " ") }
                tag("span", .class("muted")) { isolated(state.by) }
            }
            // Without a value it says that nobody knows how long it takes.
            tag(
                "progress",
                all: [.at("max", "100"), .at("aria-label", title)]
                    + (state.share > 0 ? [.value("\(percent)")] : []))
            tag("p", .class("small muted"), text: context.w(.workGoesOn))
        }
    }

    /// The place on a page where long work stands.
    static func section(_ follow: Link, @HTMLBuilder _ content: () -> HTML) -> HTML {
        tag("section", .at("aria-live", "polite"), .at("data-follow", follow.text)) { content() }
    }
}
