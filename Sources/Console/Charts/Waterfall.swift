/// How the bits of evidence of a pair add up, as a drawing: what speaks for one person to one
/// side, what speaks against it to the other.
struct WaterfallChart {
    private let steps: [(label: String, bits: Double)]
    private let total: String
    private let context: PageContext

    init(_ steps: [(label: String, bits: Double)], total: String, _ context: PageContext) {
        self.steps = steps
        self.total = total
        self.context = context
    }

    private let width = 500.0
    private let labels = 160.0
    private let row = 26.0

    var html: HTML {
        let sum = steps.reduce(0) { $0 + $1.bits }
        var running = 0.0
        var low = 0.0
        var high = 0.0
        for step in steps {
            running += step.bits
            low = min(low, running)
            high = max(high, running)
        }
        let span = max(high - low, 1)
        let scale = (width - labels - 70) / span
        func x(_ bits: Double) -> Double { labels + 10 + (bits - low) * scale }
        let height = Double(steps.count + 1) * row + 8
        var bars = HTML.empty
        running = 0
        for (index, step) in steps.enumerated() {
            let top = Double(index) * row + 4
            bars += bar(
                step.label, from: x(running), to: x(running + step.bits), bits: step.bits, top: top)
            running += step.bits
        }
        bars += tag(
            "line", .class("zero"), .at("x1", px(x(0))), .at("x2", px(x(0))), .at("y1", "0"),
            .at("y2", px(height)))
        bars += bar(
            total, from: x(0), to: x(sum), bits: sum, top: Double(steps.count) * row + 6,
            isTotal: true)
        return tag(
            "svg", .class("waterfall"),
            .at("viewBox", "0 0 \(SVG.length(width)) \(SVG.length(height))"), .at("role", "img"),
            .at("aria-label", context.w(.waterfallLabel, context.w.decimal(sum)))
        ) { bars }
    }

    /// Mirrored where the page is.
    private func px(_ x: Double) -> String {
        SVG.length(context.language.isRightToLeft ? width - x : x)
    }

    private func bar(
        _ label: String, from: Double, to: Double, bits: Double, top: Double, isTotal: Bool = false
    ) -> HTML {
        let start = min(from, to)
        let length = max(abs(to - from), 1)
        let left = context.language.isRightToLeft ? width - start - length : start
        let kind = isTotal ? "bar-accent" : bits >= 0 ? "bar-good" : "bar-bad"
        return HTML([
            tag(
                "text", .at("x", px(labels)), .at("y", SVG.length(top + 15)),
                .at("text-anchor", "end"), text: label),
            tag(
                "rect", .class(kind), .at("x", SVG.length(left)), .at("y", SVG.length(top + 2)),
                .at("width", SVG.length(length)), .at("height", "18"), .at("rx", "2")),
            tag(
                "text", .class("muted-text"), .at("x", px(start + length + 6)),
                .at("y", SVG.length(top + 15)),
                text: "\u{2066}" + (bits > 0 ? "+" : "") + context.w.decimal(bits) + "\u{2069}"),
        ])
    }
}
