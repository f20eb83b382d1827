/// Amounts beside each other, each with its label and number; a table stands behind it.
struct BarChart {
    private let rows: [(label: String, value: Int)]
    private let title: String
    private let context: PageContext

    init(_ title: String, _ rows: [(label: String, value: Int)], _ context: PageContext) {
        self.title = title
        self.rows = rows
        self.context = context
    }

    private let width = 480.0
    private let labels = 150.0

    var html: HTML {
        let rows = rows.prefix(12)
        let most = Double(rows.map(\.value).max() ?? 1)
        let scale = (width - labels - 70) / max(most, 1)
        let rightToLeft = context.language.isRightToLeft
        func px(_ x: Double) -> String { SVG.length(rightToLeft ? width - x : x) }
        let height = Double(rows.count) * 28 + 4
        return tag(
            "svg", .class("chart"),
            .at("viewBox", "0 0 \(SVG.length(width)) \(SVG.length(height))"),
            .at("role", "img"), .at("aria-label", title)
        ) {
            for (index, row) in rows.enumerated() {
                let top = Double(index) * 28 + 4
                let length = max(Double(row.value) * scale, 1)
                tag(
                    "text", .at("x", px(labels)), .at("y", SVG.length(top + 15)),
                    .at("text-anchor", "end"), text: row.label)
                tag(
                    "rect", .class("bar-accent"),
                    .at("x", SVG.length(rightToLeft ? width - labels - 8 - length : labels + 8)),
                    .at("y", SVG.length(top)), .at("width", SVG.length(length)),
                    .at("height", "20"), .at("rx", "2"))
                tag(
                    "text", .class("muted-text"), .at("x", px(labels + 14 + length)),
                    .at("y", SVG.length(top + 15)), text: context.w.number(row.value))
            }
        }
    }

    /// The same as a table, folded away under the chart.
    func table(_ what: String) -> HTML {
        let w = context.w
        return tag("details", .class("behind")) {
            tag("summary", text: w(.asTable))
            tag("table") {
                tag("thead") {
                    tag("tr") {
                        tag("th", .at("scope", "col"), text: what)
                        tag("th", .at("scope", "col"), .class("number"), text: w(.count))
                    }
                }
                tag("tbody") {
                    for row in rows {
                        tag("tr") {
                            tag("th", .at("scope", "row"), text: row.label)
                            tag("td", .class("number"), text: w.number(row.value))
                        }
                    }
                }
            }
        }
    }
}
