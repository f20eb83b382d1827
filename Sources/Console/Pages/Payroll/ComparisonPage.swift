import Casework
import Payroll
import Registry

/// What differs from the month before, and why: what a reviewer looks at first.
struct ComparisonPage {
    private let context: PageContext
    private let summary: PayrollSummary
    private let comparison: PayrollComparison?
    private let why: (PayrollDifferences.Row) throws -> String
    /// The one list that is shown in parts; nil for the beginnings of all.
    private let list: PayrollDifferences.List?
    private let offset: Int

    /// How many rows of each list stand on the first page, and of one list on its own.
    static let beginning = 20
    static let perPage = 100

    init(
        _ context: PageContext, _ summary: PayrollSummary, _ comparison: PayrollComparison?,
        list: PayrollDifferences.List?, offset: Int,
        why: @escaping (PayrollDifferences.Row) throws -> String
    ) {
        self.context = context
        self.summary = summary
        self.comparison = comparison
        self.list = list
        self.offset = offset
        self.why = why
    }

    private var w: Wording { context.w }
    private var id: String { summary.id.description }

    /// - Throws: what reading the reasons throws.
    func html() throws -> HTML {
        var body = HTML.empty
        if let comparison {
            if let list {
                let rows = list.rows(of: comparison)
                body += try table(
                    list, Array(rows.dropFirst(offset).prefix(Self.perPage)), of: rows.count)
                body +=
                    Pager(context, offset: offset, perPage: Self.perPage, count: rows.count) {
                        link(list, [("from", "\($0)")])
                    }.html
            } else {
                body += tiles(comparison)
                for list in PayrollDifferences.List.allCases {
                    let rows = list.rows(of: comparison)
                    guard !rows.isEmpty else { continue }
                    body += try table(list, Array(rows.prefix(Self.beginning)), of: rows.count)
                }
            }
        } else {
            body = tag("div", .class("card empty")) { tag("p", text: w(.comparisonNone)) }
        }
        return tag("section") {
            tag("p", .class("crumbs")) {
                tag("a", .href(Link(.payroll, id)), text: w.cycle(summary.cycle))
                if list != nil {
                    HTML(" / ")
                    tag("a", .href(Link(.payrollComparison, id)), text: w(.comparison))
                }
            }
            tag("div", .class("head")) {
                tag("h1", text: list.map { w($0.phrase) } ?? w(.comparison))
                if comparison != nil {
                    tag("div", .class("actions")) {
                        tag(
                            "a", .class("button"),
                            .href(Link(.payrollComparison, id, query: [("as", "csv")])),
                            text: w(.exportCSV))
                    }
                }
            }
            body
        }
    }

    private func link(
        _ list: PayrollDifferences.List, _ query: [(String, String)] = []
    ) -> Link {
        Link(.payrollComparison, id, query: [("list", list.rawValue)] + query)
    }

    private func tiles(_ comparison: PayrollComparison) -> HTML {
        tag("div", .class("tiles")) {
            for list in PayrollDifferences.List.allCases {
                let count = list.rows(of: comparison).count
                Tile(w(list.phrase), w.number(count), link: count > 0 ? link(list) : nil).html
            }
            Tile(w(.unchangedInPayroll), w.number(comparison.unchangedCount)).html
        }
    }

    private func table(
        _ list: PayrollDifferences.List, _ rows: [PayrollDifferences.Row], of count: Int
    ) throws -> HTML {
        var body = HTML.empty
        for row in rows { body += self.row(row, try why(row)) }
        return tag("section", .class("card flush")) {
            if self.list == nil {
                tag("div", .class("card-head")) {
                    tag("h2", text: "\(w(list.phrase)) (\(w.number(count)))")
                    if count > rows.count {
                        tag("a", .class("end"), .href(link(list)), text: w(.showAll))
                    }
                }
            }
            tag("div", .class("scroll")) {
                tag("table") {
                    tag("thead") {
                        tag("tr") {
                            tag("th", .at("scope", "col"), text: w(.household))
                            tag("th", .at("scope", "col"), text: w(.area))
                            tag("th", .at("scope", "col"), .class("number"), text: w(.before))
                            tag("th", .at("scope", "col"), .class("number"), text: w(.after))
                            tag("th", .at("scope", "col"), text: w(.whyHeld))
                        }
                    }
                    tag("tbody") { body }
                }
            }
        }
    }

    private func row(_ row: PayrollDifferences.Row, _ why: String) -> HTML {
        guard let one = row.after ?? row.before else { return .empty }
        return tag("tr", .class("row-link")) {
            tag("th", .at("scope", "row")) {
                tag("a", .href(Link(.family, one.household.description))) {
                    isolated(one.payeeName)
                }
            }
            tag("td", text: context.area(one.area))
            tag("td", .class("number"), text: row.before.map { w.money($0.amount) } ?? "–")
            tag("td", .class("number"), text: row.after.map { w.money($0.amount) } ?? "–")
            tag("td", .class("small"), text: why)
        }
    }
}
