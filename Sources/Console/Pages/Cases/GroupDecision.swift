import Casework
import Registry

/// One decision about all registrations that cases tie together: who of them is one family.
struct GroupDecision {
    private let context: PageContext
    private let content: CasePage.Content

    init(_ context: PageContext, _ content: CasePage.Content) {
        self.context = context
        self.content = content
    }

    private var w: Wording { context.w }
    private var group: DuplicateGroup { content.group }

    var html: HTML {
        // Whom a case links with the earliest one directly is one family, until somebody says else.
        let first = group.registrations[0].household
        let alike = group.alike(first)
        return tag(
            "form", .at("method", "post"),
            .action(Link(.decideGroup, content.found.id.description)),
            .class("card fields"), .id("group")
        ) {
            context.csrf
            tag("h2", text: w(.groupDecide))
            tag("p", .class("muted"), text: w(.groupDecideText))
            tag("div", .class("scroll")) {
                tag("table") {
                    tag("thead") {
                        tag("tr") {
                            for phrase in [
                                Phrase.groupOneFamily, .groupStays, .household, .area,
                                .registrationDay,
                            ] {
                                tag("th", .at("scope", "col"), text: w(phrase))
                            }
                        }
                    }
                    tag("tbody") {
                        for party in group.registrations {
                            row(
                                party, isAlike: alike.contains(party.household),
                                stays: party.household == first)
                        }
                    }
                }
            }
            Field(
                .name("reason"), w(.reason), hint: w(.groupReasonHint), place: "group"
            ).input("", [.at("maxlength", "400"), .at("dir", "auto")])
            tag("div", .class("actions")) {
                tag("button", .name("decision"), .value("different"), text: w(.groupDifferent))
                tag(
                    "button", .class("main"), .name("decision"), .value("same"),
                    text: w(.groupSame))
            }
        }
    }

    private func row(_ party: DuplicateCase.Party, isAlike: Bool, stays: Bool) -> HTML {
        let id = party.household.description
        let name = content.heads[party.household].map {
            context.isOwn(party.area) ? $0.full : Masking.name($0)
        }
        let label = name ?? party.number
        return tag("tr") {
            tag("td") {
                tag(
                    "input",
                    all: [
                        .type("checkbox"), .name("household"), .value(id),
                        .at("aria-label", "\(w(.groupOneFamily)): \(label)"),
                    ] + (isAlike ? [.flag("checked")] : []))
            }
            tag("td") {
                tag(
                    "input",
                    all: [
                        .type("radio"), .name("keep"), .value(id),
                        .at("aria-label", "\(w(.groupStays)): \(label)"),
                    ] + (stays ? [.flag("checked")] : []))
            }
            tag("th", .at("scope", "row")) {
                if let name { isolated(name) }
                tag("div", .class("small")) {
                    tag("a", .href(Link(.family, id))) { code(party.number) }
                }
            }
            tag("td", text: context.area(party.area))
            tag("td", text: w.date(party.registeredOn))
        }
    }
}
