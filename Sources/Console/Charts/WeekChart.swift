import Registry

/// Weeks as columns, the oldest at the beginning of the line; a second series as a line over them.
struct WeekChart {
    private let title: String
    private let weeks: [(week: CivilDate, columns: Int, line: Int?)]
    private let context: PageContext

    init(
        _ title: String, _ weeks: [(week: CivilDate, columns: Int, line: Int?)],
        _ context: PageContext
    ) {
        self.title = title
        self.weeks = weeks
        self.context = context
    }

    private let width = 480.0
    private let height = 170.0
    private let bottom = 140.0

    var html: HTML {
        let most = Double(weeks.map { max($0.columns, $0.line ?? 0) }.max() ?? 1)
        let step = (width - 20) / Double(max(weeks.count, 1))
        let rightToLeft = context.language.isRightToLeft
        func x(_ index: Int) -> Double {
            let middle = 10 + (Double(index) + 0.5) * step
            return rightToLeft ? width - middle : middle
        }
        func y(_ value: Int) -> Double { bottom - Double(value) / max(most, 1) * 112 }
        let line = weeks.enumerated().compactMap { index, week in
            week.line.map { "\(SVG.length(x(index))),\(SVG.length(y($0)))" }
        }
        return tag(
            "svg", .class("chart"),
            .at("viewBox", "0 0 \(SVG.length(width)) \(SVG.length(height))"),
            .at("role", "img"), .at("aria-label", title)
        ) {
            tag(
                "line", .class("axis"), .at("x1", "10"), .at("x2", SVG.length(width - 10)),
                .at("y1", SVG.length(bottom)), .at("y2", SVG.length(bottom)))
            for (index, week) in weeks.enumerated() {
                tag(
                    "rect", .class(line.isEmpty ? "bar-accent" : "bar-quiet"),
                    .at("x", SVG.length(x(index) - step * 0.32)),
                    .at("y", SVG.length(y(week.columns))),
                    .at("width", SVG.length(step * 0.64)),
                    .at("height", SVG.length(bottom - y(week.columns))), .at("rx", "2"))
                if week.columns > 0 {
                    tag(
                        "text", .class("muted-text"), .at("x", SVG.length(x(index))),
                        .at("y", SVG.length(y(week.columns) - 5)), .at("text-anchor", "middle"),
                        text: context.w.number(week.columns))
                }
                if index.isMultiple(of: 3) || index == weeks.count - 1 {
                    tag(
                        "text", .class("muted-text"), .at("x", SVG.length(x(index))),
                        .at("y", SVG.length(bottom + 20)), .at("text-anchor", "middle"),
                        text: context.w.localised("\(week.week.day)/\(week.week.month)"))
                }
            }
            if !line.isEmpty {
                tag(
                    "polyline", .class("line-accent"), .at("points", line.joined(separator: " ")))
            }
        }
    }

    /// The same as a table, folded away under the chart.
    func table(columns: String, line: String? = nil) -> HTML {
        let w = context.w
        return tag("details", .class("behind")) {
            tag("summary", text: w(.asTable))
            tag("table") {
                tag("thead") {
                    tag("tr") {
                        tag("th", .at("scope", "col"), text: w(.weekFrom))
                        tag("th", .at("scope", "col"), .class("number"), text: columns)
                        if let line {
                            tag("th", .at("scope", "col"), .class("number"), text: line)
                        }
                    }
                }
                tag("tbody") {
                    for week in weeks {
                        tag("tr") {
                            tag("th", .at("scope", "row"), text: w.date(week.week))
                            tag("td", .class("number"), text: w.number(week.columns))
                            if line != nil {
                                tag("td", .class("number"), text: w.number(week.line ?? 0))
                            }
                        }
                    }
                }
            }
        }
    }
}
