/// What keys do, and whom to ask.
struct HelpPage {
    private let context: PageContext

    init(_ context: PageContext) {
        self.context = context
    }

    var html: HTML {
        let w = context.w
        let keys: [(String, Phrase)] = [
            ("/", .keySearch), ("j  k", .keyRows), ("Enter", .keyOpen), ("d", .keyDifferent),
            ("s", .keySame), ("n", .keyNext), ("?", .keyHelp),
        ]
        return tag("section", .class("narrow")) {
            tag("h1", text: w(.help))
            tag("section", .class("card")) {
                tag("h2", text: w(.keys))
                tag("table", .class("plain-table")) {
                    tag("tbody") {
                        for (key, phrase) in keys {
                            tag("tr") {
                                tag("th", .at("scope", "row")) {
                                    tag("kbd", .at("dir", "ltr"), text: key)
                                }
                                tag("td", text: w(phrase))
                            }
                        }
                    }
                }
            }
            tag("section", .class("card")) {
                tag("h2", text: w(.helpOffline))
                tag("p", text: w(.helpOfflineText))
                tag("h2", text: w(.helpHolds))
                tag("p", text: w(.helpHoldsText))
            }
        }
    }
}
