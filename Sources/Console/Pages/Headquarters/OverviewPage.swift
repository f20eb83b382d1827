import Casework
import Registry

/// The morning page: how many, where, what waits, which nodes are behind.
struct OverviewPage {
    private let context: PageContext
    private let overview: Overview

    init(_ context: PageContext, _ overview: Overview) {
        self.context = context
        self.overview = overview
    }

    private var w: Wording { context.w }

    var html: HTML {
        let status = context.status
        return tag("section") {
            tag("div", .class("head")) {
                tag("div") {
                    tag("h1", text: w(.navigationOverview))
                    tag("p", .class("muted"), text: w.moment(context.now))
                }
            }
            tag("div", .class("tiles")) {
                Tile(w(.households), w.number(status.households)).html
                Tile(w(.persons), w.number(status.persons)).html
                Tile(
                    w(.openDuplicates), w.number(status.openDuplicates),
                    link: context.may(.readCases) ? Link(.cases) : nil,
                    note: w.html(
                        .decidedThisWeek, HTML(w.number(overview.duplicates.last?.decided ?? 0)))
                ).html
                Tile(
                    w(.openConflicts), w.number(status.openConflicts),
                    link: context.may(.readCases) ? Link(.conflicts) : nil
                ).html
                Tile(
                    w(.brokenRules), w.number(status.brokenRules), link: Link(.brokenRules)
                ).html
                Tile(
                    w(.heldEnrolments), w.number(overview.holds.reduce(0) { $0 + $1.count }),
                    link: context.may(.readPayroll) && status.role == "hub" ? Link(.payrolls) : nil,
                    note: HTML(overview.holdsCycle.isEmpty ? "" : w.cycle(overview.holdsCycle))
                ).html
            }
            if !status.peers.isEmpty { peers }
            tag("div", .class("columns")) {
                provinces
                categories
                registrations
                duplicates
                if !overview.holds.isEmpty { holds }
            }
        }
    }

    private var peers: HTML {
        tag("section", .class("card")) {
            tag("div", .class("card-head")) {
                tag("h2", text: w(.navigationNodes))
                tag("a", .class("end"), .href(Link(.nodes)), text: w(.allNodes))
            }
            tag("div", .class("provinces")) {
                for peer in context.status.peers where !peer.isRevoked {
                    let state = peer.link(now: context.now).tag
                    tag("a", .class("province \(state.kind)"), .href(Link(.node, peer.name))) {
                        tag("strong", text: context.area(peer.areas.first ?? peer.name))
                        tag("span", .class("small"), text: w(state.phrase))
                        tag(
                            "span", .class("small muted"),
                            text: peer.lastContact.map { w.ago($0, now: context.now) }
                                ?? w(.never))
                    }
                }
            }
        }
    }

    private func card(
        _ phrase: Phrase, _ table: String, @HTMLBuilder _ body: () -> HTML
    ) -> HTML {
        tag("section", .class("card")) {
            tag("div", .class("card-head")) {
                tag("h2", text: w(phrase))
                tag(
                    "a", .class("end small"), .href(Link(.overviewData, table)),
                    text: w(.exportCSV))
            }
            body()
        }
    }

    private var provinces: HTML {
        let chart = BarChart(
            w(.familiesByProvince),
            overview.provinces.sorted { $0.households > $1.households }.map {
                (context.area($0.code), $0.households)
            }, context)
        return card(.familiesByProvince, "provinces") {
            chart.html
            chart.table(w(.nodeProvince))
        }
    }

    private var categories: HTML {
        let chart = BarChart(
            w(.familiesByCategory),
            overview.categories.map {
                (
                    $0.code.isEmpty ? w(.notSaid) : context.label("household_category", $0.code),
                    $0.count
                )
            }, context)
        return card(.familiesByCategory, "categories") {
            chart.html
            chart.table(w(.category))
        }
    }

    private var registrations: HTML {
        let chart = WeekChart(
            w(.registrationsByWeek),
            overview.registrations.map { ($0.week, $0.count, nil) }, context)
        return card(.registrationsByWeek, "registrations") {
            chart.html
            chart.table(columns: w(.households))
        }
    }

    private var duplicates: HTML {
        let chart = WeekChart(
            w(.duplicatesByWeek),
            overview.duplicates.map { ($0.week, $0.opened, $0.decided) }, context)
        return card(.duplicatesByWeek, "duplicates") {
            chart.html
            tag("p", .class("small muted"), text: w(.duplicatesLegend))
            chart.table(columns: w(.opened), line: w(.decided))
        }
    }

    private var holds: HTML {
        let chart = BarChart(
            w(.holdsByReason),
            overview.holds.map { (context.label("hold_reason", $0.code), $0.count) }, context)
        return card(.holdsByReason, "holds") {
            chart.html
            chart.table(w(.reason))
        }
    }
}
