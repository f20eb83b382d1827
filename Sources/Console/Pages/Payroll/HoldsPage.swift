import Casework
import Payroll
import Registry

/// Who is held in a payroll, and why.
struct HoldsPage {
    private let context: PageContext
    private let summary: PayrollSummary
    private let lines: [HeldLine]
    private let reason: String
    private let offset: Int

    /// How many stand on one page.
    static let perPage = 100

    /// - Parameter lines: those of one reason, where one is chosen.
    init(
        _ context: PageContext, _ summary: PayrollSummary, _ lines: [HeldLine], reason: String,
        offset: Int
    ) {
        self.context = context
        self.summary = summary
        self.lines = lines
        self.reason = reason
        self.offset = offset
    }

    var html: HTML {
        let w = context.w
        let id = summary.id.description
        return tag("section") {
            tag("p", .class("crumbs")) {
                tag("a", .href(Link(.payroll, id)), text: w.cycle(summary.cycle))
            }
            tag("div", .class("head")) {
                tag("h1", text: w(.holdsOf))
                tag("div", .class("actions")) {
                    tag(
                        "a", .class("button"), .href(link([("as", "csv")])),
                        text: w(.exportCSV))
                }
            }
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
                        for line in lines.dropFirst(offset).prefix(Self.perPage) { row(line) }
                    }
                }
            }
            Pager(context, offset: offset, perPage: Self.perPage, count: lines.count) { from in
                link([("from", "\(from)")])
            }.html
        }
    }

    private func link(_ query: [(String, String)]) -> Link {
        Link(
            .payrollHolds, summary.id.description,
            query: (reason.isEmpty ? [] : [("reason", reason)]) + query)
    }

    private func row(_ line: HeldLine) -> HTML {
        tag("tr", .class("row-link")) {
            tag("th", .at("scope", "row")) {
                tag("a", .href(Link(.family, line.household.description))) {
                    code(line.householdNumber)
                }
            }
            tag("td", text: context.area(line.area))
            tag("td") {
                for code in line.reasons {
                    tag("span", .class("tag look"), text: context.label("hold_reason", code))
                    HTML(" ")
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
