import Casework
import Payroll
import Registry

/// Who is held in a payroll, and why.
struct HoldsPage {
    private let context: PageContext
    private let summary: PayrollSummary
    private let lines: [HeldLine]
    private let reason: String

    init(
        _ context: PageContext, _ summary: PayrollSummary, _ lines: [HeldLine], reason: String
    ) {
        self.context = context
        self.summary = summary
        self.lines = reason.isEmpty ? lines : lines.filter { $0.reasons.first == reason }
        self.reason = reason
    }

    /// More than a page holds is in the export.
    private static let most = 300

    var html: HTML {
        let w = context.w
        let id = summary.id.description
        return tag("section") {
            tag("p", .class("crumbs")) {
                tag("a", .href(Link(.payroll, id)), text: w.cycle(summary.cycle))
            }
            tag("h1", text: w(.holdsOf))
            tag("div", .class("chips")) {
                chip(w(.allHolds), "")
                for (code, count) in summary.heldByReason {
                    chip("\(context.label("hold_reason", code)) (\(w.number(count)))", code)
                }
            }
            tag("div", .class("card flush scroll")) {
                tag("table") {
                    tag("thead") {
                        tag("tr") {
                            for phrase in [Phrase.household, .area, .whyHeld] {
                                tag("th", .at("scope", "col"), text: w(phrase))
                            }
                        }
                    }
                    tag("tbody") {
                        for line in lines.prefix(Self.most) {
                            tag("tr", .class("row-link")) {
                                tag("th", .at("scope", "row")) {
                                    tag("a", .href(Link(.family, line.household.description))) {
                                        code(line.householdNumber)
                                    }
                                }
                                tag("td", text: context.area(line.area))
                                tag("td") {
                                    for code in line.reasons {
                                        tag(
                                            "span", .class("tag look"),
                                            text: context.label("hold_reason", code))
                                        HTML(" ")
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private func chip(_ text: String, _ code: String) -> HTML {
        var attributes: [Attribute] = [
            .href(
                Link(
                    .payrollHolds, summary.id.description,
                    query: code.isEmpty ? [] : [("reason", code)]))
        ]
        if code == reason { attributes.append(.at("aria-current", "true")) }
        return tag("a", all: attributes) { HTML(text) }
    }
}
