import Casework
import Registry

/// The first page of a desk: one box.
struct SearchPage {
    private let context: PageContext
    private let text: String
    private let outcome: PeopleSearch.Outcome?

    init(_ context: PageContext, _ text: String, _ outcome: PeopleSearch.Outcome?) {
        self.context = context
        self.text = text
        self.outcome = outcome
    }

    var html: HTML {
        let w = context.w
        return tag("section", .class("desk-start")) {
            tag("h1", text: w(.searchTitle))
            tag(
                "form", .at("method", "post"), .action(Link(.search)), .class("search"),
                .at("role", "search"), .at("data-live", Link(.liveSearch).text)
            ) {
                context.csrf
                tag("div", .class("search-box")) {
                    tag("label", .class("visually-hidden"), .at("for", "q"), text: w(.searchTitle))
                    tag(
                        "input", .id("q"), .name("q"), .type("search"), .value(text),
                        .at("dir", "auto"), .at("autocomplete", "off"),
                        .at("spellcheck", "false"), .at("placeholder", w(.searchHint)),
                        .flag("autofocus"))
                    tag("button", .class("main"), text: w(.searchButton))
                }
            }
            tag("div", .id("results"), .at("aria-live", "polite")) {
                if let outcome {
                    SearchResults(context, text, outcome).html
                } else {
                    tag("p", .class("muted result-count"), text: w(.searchHelp))
                }
            }
        }
    }
}

/// Who was found, the best first.
struct SearchResults {
    private let context: PageContext
    private let text: String
    private let outcome: PeopleSearch.Outcome

    init(_ context: PageContext, _ text: String, _ outcome: PeopleSearch.Outcome) {
        self.context = context
        self.text = text
        self.outcome = outcome
    }

    var html: HTML {
        HTML([here, elsewhere])
    }

    /// The way to those whom other provinces serve.
    private var elsewhere: HTML {
        guard context.status.upstream != nil, context.may(.writeFamilies), !text.isEmpty else {
            return .empty
        }
        return tag(
            "form", .at("method", "post"), .action(Link(.searchElsewhere)), .class("actions")
        ) {
            context.csrf
            tag("button", text: context.w(.elsewhereSearch))
        }
    }

    private var here: HTML {
        let w = context.w
        guard !outcome.hits.isEmpty else {
            return tag("div", .class("card empty")) {
                tag("strong", text: w(text.isEmpty ? .searchHelp : .nobodyFound))
                if !text.isEmpty {
                    tag("p", text: w(.nobodyFoundText))
                    if context.may(.writeFamilies) {
                        tag("p") {
                            tag(
                                "a", .class("button"), .href(Link(.drafts)),
                                text: w(.navigationRegister))
                        }
                    }
                }
            }
        }
        return HTML([
            tag("p", .class("result-count")) {
                HTML(w(.found, count: outcome.hits.count))
                if outcome.hasMore { HTML(" · " + w(.foundMore)) }
            },
            tag("div", .class("card flush scroll")) {
                tag("table") {
                    tag("thead") {
                        tag("tr") {
                            for phrase in [
                                Phrase.name, .born, .nationalID, .phone, .household,
                            ] {
                                tag("th", .at("scope", "col"), text: w(phrase))
                            }
                        }
                    }
                    tag("tbody") {
                        for hit in outcome.hits { row(hit) }
                    }
                }
            },
        ])
    }

    private func row(_ hit: PeopleSearch.Hit) -> HTML {
        let w = context.w
        let isOwn = context.isOwn(hit.area)
        return tag("tr", .class("row-link")) {
            tag("th", .at("scope", "row")) {
                tag("a", .class("hit-name"), .href(Link(.family, hit.household.description))) {
                    isolated(isOwn ? hit.name.full : Masking.name(hit.name))
                }
                tag("div", .class("small muted")) {
                    HTML(context.label("relationship", hit.relationship))
                    if hit.isDeceased {
                        HTML(" ")
                        tag("span", .class("tag"), text: context.label("vital_status", "deceased"))
                    }
                    if hit.isMerged {
                        HTML(" ")
                        tag("span", .class("tag look"), text: w(.registeredTwice))
                    }
                }
            }
            tag("td", .class("nowrap"), text: isOwn ? w.date(hit.birthDate) : Masking.dots)
            tag("td") { code(isOwn ? hit.nationalID : Masking.number(hit.nationalID)) }
            tag("td") { code(isOwn ? PhoneText.shown(hit.phone) : Masking.number(hit.phone)) }
            tag("td") {
                code(hit.caseNumber.isEmpty ? hit.householdNumber : hit.caseNumber)
                // A column of its own would be too narrow on a tablet.
                tag("div", .class("small muted"), text: context.area(hit.area))
            }
        }
    }
}
