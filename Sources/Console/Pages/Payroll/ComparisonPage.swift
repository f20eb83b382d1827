import Casework
import Payroll
import Registry

/// What differs from the month before: what a reviewer looks at first.
struct ComparisonPage {
    private let context: PageContext
    private let summary: PayrollSummary
    private let comparison: PayrollComparison?

    init(_ context: PageContext, _ summary: PayrollSummary, _ comparison: PayrollComparison?) {
        self.context = context
        self.summary = summary
        self.comparison = comparison
    }

    private var w: Wording { context.w }

    var html: HTML {
        tag("section") {
            tag("p", .class("crumbs")) {
                tag(
                    "a", .href(Link(.payroll, summary.id.description)),
                    text: w.cycle(summary.cycle))
            }
            tag("h1", text: w(.comparison))
            if let comparison {
                tag("div", .class("tiles")) {
                    Tile(w(.newInPayroll), w.number(comparison.new.count)).html
                    Tile(w(.endedInPayroll), w.number(comparison.ended.count)).html
                    Tile(w(.changedInPayroll), w.number(comparison.changedAmounts.count)).html
                    Tile(w(.unchangedInPayroll), w.number(comparison.unchangedCount)).html
                }
                list(.newInPayroll, comparison.new.map { (nil, $0) })
                list(.endedInPayroll, comparison.ended.map { ($0, nil) })
                list(
                    .changedInPayroll, comparison.changedAmounts.map { ($0.before, $0.after) })
            } else {
                tag("div", .class("card empty")) { tag("p", text: w(.comparisonNone)) }
            }
        }
    }

    private func list(_ phrase: Phrase, _ rows: [(Entitlement?, Entitlement?)]) -> HTML {
        guard !rows.isEmpty else { return .empty }
        return tag("section", .class("card flush scroll")) {
            tag("h2", text: "\(w(phrase)) (\(w.number(rows.count)))")
            tag("table") {
                tag("thead") {
                    tag("tr") {
                        tag("th", .at("scope", "col"), text: w(.household))
                        tag("th", .at("scope", "col"), text: w(.area))
                        tag("th", .at("scope", "col"), .class("number"), text: w(.before))
                        tag("th", .at("scope", "col"), .class("number"), text: w(.after))
                    }
                }
                tag("tbody") {
                    for (before, after) in rows.prefix(100) { row(before, after) }
                }
            }
        }
    }

    private func row(_ before: Entitlement?, _ after: Entitlement?) -> HTML {
        guard let one = after ?? before else { return .empty }
        return tag("tr", .class("row-link")) {
            tag("th", .at("scope", "row")) {
                tag("a", .href(Link(.family, one.household.description))) {
                    isolated(one.payeeName)
                }
            }
            tag("td", text: context.area(one.area))
            tag("td", .class("number"), text: before.map { w.money($0.amount) } ?? "–")
            tag("td", .class("number"), text: after.map { w.money($0.amount) } ?? "–")
        }
    }
}
