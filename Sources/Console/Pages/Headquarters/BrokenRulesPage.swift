import Casework
import Registry

/// Rows that together break a rule which no single write can keep: what, who, and where to go.
struct BrokenRulesPage {
    private let context: PageContext
    private let rules: [BrokenRule]
    private let count: Int
    private let offset: Int

    /// How many stand on one page.
    static let perPage = 50

    init(_ context: PageContext, _ rules: [BrokenRule], count: Int, offset: Int) {
        self.context = context
        self.rules = rules
        self.count = count
        self.offset = offset
    }

    private var w: Wording { context.w }

    var html: HTML {
        tag("section") {
            tag("p", .class("crumbs")) {
                tag("a", .href(Link(.overview)), text: w(.navigationOverview))
            }
            tag("h1", text: w(.brokenRules))
            tag("p", .class("muted"), text: w(.brokenRulesText))
            if rules.isEmpty {
                tag("div", .class("card empty")) {
                    tag("strong", text: w(.noBrokenRules))
                    tag("p", text: w(.noBrokenRulesText))
                }
            } else {
                tag("div", .class("card flush scroll")) { table }
                pages
            }
        }
    }

    private var table: HTML {
        tag("table") {
            tag("thead") {
                tag("tr") {
                    tag("th", .at("scope", "col"), text: w(.whatHappened))
                    tag("th", .at("scope", "col"), text: w(.household))
                    tag("th", .at("scope", "col"), text: w(.whatNext))
                }
            }
            tag("tbody") {
                for rule in rules {
                    tag("tr") {
                        tag("th", .at("scope", "row"), text: RuleWords.text(rule.invariant, w))
                        tag("td") {
                            tag("ul", .class("plain-list")) {
                                for party in rule.parties { tag("li") { self.party(party) } }
                            }
                        }
                        tag("td", .class("small"), text: RuleWords.remedy(rule.invariant, w))
                    }
                }
            }
        }
    }

    private func party(_ party: BrokenRule.Party) -> HTML {
        var pieces: [HTML] = []
        let number = code(
            party.householdNumber.isEmpty
                ? String(party.record.description.suffix(8)) : party.householdNumber)
        if let household = party.household, context.may(.readFamilies) {
            pieces.append(tag("a", .href(Link(.family, household.description))) { number })
        } else {
            pieces.append(number)
        }
        if let person = party.person, context.may(.readFamilies) {
            pieces.append(
                isolated(context.isOwn(party.area) ? person.full : Masking.name(person)))
        }
        if !party.area.isEmpty { pieces.append(HTML(context.area(party.area))) }
        var result = HTML.empty
        for (index, piece) in pieces.enumerated() {
            if index > 0 { result += HTML(" · ") }
            result += piece
        }
        return result
    }

    private var pages: HTML {
        tag("div", .class("actions")) {
            if offset > 0 {
                tag(
                    "a", .class("button back"),
                    .href(
                        Link(
                            .brokenRules,
                            query: [("from", "\(max(0, offset - Self.perPage))")])),
                    text: w(.previousPage))
            }
            if offset + rules.count < count {
                tag(
                    "a", .class("button"),
                    .href(Link(.brokenRules, query: [("from", "\(offset + Self.perPage)")])),
                    text: w(.nextPage))
            }
        }
    }
}

/// The rules over several rows in words.
enum RuleWords {
    /// What is broken.
    static func text(_ invariant: String, _ w: Wording) -> String {
        switch invariant {
        case "one open membership a person": w(.ruleMembership)
        case "one head a household": w(.ruleHead)
        case "one open enrolment a unit and programme": w(.ruleEnrolment)
        case "one account in use a household": w(.ruleAccount)
        case "one holder of a national ID": w(.ruleIdentifier)
        default: invariant
        }
    }

    /// What to do about it.
    static func remedy(_ invariant: String, _ w: Wording) -> String {
        switch invariant {
        case "one open membership a person": w(.remedyMembership)
        case "one head a household": w(.remedyHead)
        case "one open enrolment a unit and programme": w(.remedyEnrolment)
        case "one account in use a household": w(.remedyAccount)
        case "one holder of a national ID": w(.remedyIdentifier)
        default: ""
        }
    }
}
