/// The evidence for one pair as a picture: a line a part, each bar beginning where the one before
/// it ended, and a line for the sum.
struct WaterfallSVG {
    /// The whole SVG document.
    let text: String

    private static let barLeft = 560.0
    private static let barWidth = 360.0
    private static let lineHeight = 30.0
    private static let top = 64.0

    init(_ document: ExplanationDocument) {
        var sums = [0.0]
        for part in document.parts { sums.append((sums.last ?? 0) + part.bits) }
        let low = min(0, sums.min() ?? 0)
        let scale = Self.barWidth / max(1, (sums.max() ?? 0) - low)
        func x(_ bits: Double) -> Double { Self.barLeft + (bits - low) * scale }
        let height = Self.top + Self.lineHeight * Double(document.parts.count + 1) + 16
        var lines = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 \(Self.figure(height))" \
            font-family="sans-serif" font-size="13" role="img">
            """,
            "<title>\(Self.escaped("\(document.idA) – \(document.idB)"))</title>",
            "<rect width=\"1000\" height=\"\(Self.figure(height))\" fill=\"#ffffff\"/>",
            Self.label(16, 26, "\(document.idA) – \(document.idB)", "font-size=\"16\""),
            Self.label(16, 46, document.verdict, "fill=\"#555555\""),
        ]
        for (index, part) in document.parts.enumerated() {
            let y = Self.top + Self.lineHeight * Double(index)
            let from = min(sums[index], sums[index + 1])
            let to = max(sums[index], sums[index + 1])
            lines += Self.part(part, y, x(from), max(1, x(to) - x(from)))
        }
        let y = Self.top + Self.lineHeight * Double(document.parts.count)
        let sum = sums.last ?? 0
        lines.append(Self.label(16, y + 18, "=", "font-weight=\"bold\""))
        lines.append(Self.bar(x(min(0, sum)), y, max(1, abs(sum) * scale), "#555555"))
        lines.append(
            Self.label(992, y + 18, Self.signed(sum), "text-anchor=\"end\" font-weight=\"bold\""))
        let zero = Self.figure(x(0))
        lines.append(
            """
            <line x1="\(zero)" y1="\(Self.figure(Self.top))" x2="\(zero)" \
            y2="\(Self.figure(height - 16))" stroke="#999999" stroke-dasharray="3 3"/>
            """)
        text = (lines + ["</svg>", ""]).joined(separator: "\n")
    }

    private static func part(
        _ part: ExplanationDocument.Part, _ y: Double, _ left: Double, _ width: Double
    ) -> [String] {
        var lines = [label(16, y + 18, part.name, "")]
        if let level = part.level {
            let values = [part.valueA, part.valueB].map { ($0 ?? "").isEmpty ? "–" : $0 ?? "" }
            lines.append(label(150, y + 12, values.joined(separator: "  |  "), ""))
            lines.append(label(150, y + 26, level, "font-size=\"11\" fill=\"#555555\""))
        }
        lines.append(bar(left, y, width, part.bits < 0 ? "#b5482f" : "#2f6f4f"))
        lines.append(label(992, y + 18, signed(part.bits), "text-anchor=\"end\""))
        return lines
    }

    private static func bar(_ x: Double, _ y: Double, _ width: Double, _ fill: String) -> String {
        """
        <rect x="\(figure(x))" y="\(figure(y + 5))" width="\(figure(width))" height="18" \
        fill="\(fill)"/>
        """
    }

    private static func label(
        _ x: Double, _ y: Double, _ text: String, _ attributes: String
    ) -> String {
        // Names run from right to left; the place is that of their left end all the same.
        """
        <text x="\(figure(x))" y="\(figure(y))" unicode-bidi="plaintext" \(attributes)>\
        \(escaped(text))</text>
        """
    }

    private static func figure(_ number: Double) -> String { number.text(places: 1) }

    private static func signed(_ bits: Double) -> String {
        (bits >= 0 ? "+" : "") + bits.text(places: 1)
    }

    /// By scalar, so that a combining mark behind a sign cannot hide it.
    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            // Control characters have no place in XML.
            case let scalar where scalar.value < 0x20: result.append(" ")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
