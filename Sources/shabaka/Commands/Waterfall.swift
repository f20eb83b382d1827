/// Bits of evidence as a waterfall in the terminal: each bar begins where the one before it ended.
struct Waterfall {
    /// One line a field, beginning with the odds before anything was compared.
    let lines: [String]
    private static let width = 44.0

    /// - Parameter parts: what each field adds to the bits.
    init(_ parts: [(name: String, bits: Double)]) {
        let ordered = parts.filter { $0.name == "prior" } + parts.filter { $0.name != "prior" }
        var sums = [0.0]
        for part in ordered { sums.append((sums.last ?? 0) + part.bits) }
        let low = sums.min() ?? 0
        let scale = Self.width / max(1, (sums.max() ?? 0) - low)
        let widest = ordered.map(\.name.count).max() ?? 0
        func column(_ bits: Double) -> Int { Int(((bits - low) * scale).rounded()) }
        lines = ordered.enumerated().map { index, part in
            let from = column(min(sums[index], sums[index + 1]))
            let to = column(max(sums[index], sums[index + 1]))
            let mark = part.bits < 0 ? "░" : "█"
            let bar = to > from ? String(repeating: mark, count: to - from) : "│"
            let name = part.name + String(repeating: " ", count: widest - part.name.count)
            let sign = part.bits >= 0 ? "+" : ""
            let bits = sign + part.bits.text(places: 1)
            let indent = String(repeating: " ", count: max(0, 6 - bits.count)) + bits
            return "  \(name) \(indent)  " + String(repeating: " ", count: from) + bar
        }
    }
}
