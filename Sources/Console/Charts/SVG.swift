/// Drawings within a page: everything that is drawn is an element with attributes, never a style.
enum SVG {
    /// A QR code with its quiet zone.
    static func qr(_ code: QRCode, label: String) -> HTML {
        let side = code.size + 8
        var path = ""
        for y in 0..<code.size {
            for x in 0..<code.size where code[x, y] { path += "M\(x + 4) \(y + 4)h1v1h-1z" }
        }
        return tag(
            "svg", .class("qr"), .at("viewBox", "0 0 \(side) \(side)"), .at("role", "img"),
            .at("aria-label", label), .at("shape-rendering", "crispEdges")
        ) {
            tag("rect", .at("width", "\(side)"), .at("height", "\(side)"), .at("fill", "#fff"))
            tag("path", .at("d", path), .at("fill", "#000"))
        }
    }

    /// A length with at most two decimals.
    static func length(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let sign = hundredths < 0 ? "-" : ""
        let rest = hundredths.magnitude % 100
        return "\(sign)\(hundredths.magnitude / 100)"
            + (rest == 0 ? "" : ".\(rest < 10 ? "0" : "")\(rest)")
    }
}
