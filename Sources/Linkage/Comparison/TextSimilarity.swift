/// Likeness of two short texts.
enum TextSimilarity {
    /// Whether one insertion, deletion, substitution or swap of neighbours makes the texts equal.
    static func isWithinOneEdit(_ units: Span<UInt16>, _ a: Range<Int>, _ b: Range<Int>) -> Bool {
        if a.count > b.count { return isWithinOneEdit(units, b, a) }
        guard b.count - a.count <= 1 else { return false }
        var left = 0
        while left < a.count, units[a.lowerBound + left] == units[b.lowerBound + left] { left += 1 }
        var right = 0
        while right < a.count - left,
            units[a.upperBound - 1 - right] == units[b.upperBound - 1 - right]
        {
            right += 1
        }
        let rest = a.count - left - right
        if a.count < b.count { return rest == 0 }
        if rest <= 1 { return true }
        return rest == 2
            && units[a.lowerBound + left] == units[b.lowerBound + left + 1]
            && units[a.lowerBound + left + 1] == units[b.lowerBound + left]
    }

    /// The number of places in which two texts of equal length differ, or nil for other lengths.
    static func differingPlaces(_ units: Span<UInt16>, _ a: Range<Int>, _ b: Range<Int>) -> Int? {
        guard a.count == b.count else { return nil }
        var differing = 0
        for offset in 0..<a.count
        where units[a.lowerBound + offset] != units[b.lowerBound + offset] { differing += 1 }
        return differing
    }

    /// Jaro–Winkler similarity, 0 to 1 (Winkler 1990); texts are read to 64 units.
    static func jaroWinkler(_ units: Span<UInt16>, _ a: Range<Int>, _ b: Range<Int>) -> Double {
        let n = min(a.count, 64)
        let m = min(b.count, 64)
        guard n > 0, m > 0 else { return 0 }
        let window = max(0, max(n, m) / 2 - 1)
        var matchedA: UInt64 = 0
        var matchedB: UInt64 = 0
        var common = 0
        for i in 0..<n {
            let unit = units[a.lowerBound + i]
            var j = max(0, i - window)
            let end = min(m, i + window + 1)
            while j < end {
                if matchedB >> UInt64(j) & 1 == 0, units[b.lowerBound + j] == unit {
                    matchedA |= 1 << UInt64(i)
                    matchedB |= 1 << UInt64(j)
                    common += 1
                    break
                }
                j += 1
            }
        }
        guard common > 0 else { return 0 }
        var transposed = 0
        var j = 0
        for i in 0..<n where matchedA >> UInt64(i) & 1 == 1 {
            while matchedB >> UInt64(j) & 1 == 0 { j += 1 }
            if units[a.lowerBound + i] != units[b.lowerBound + j] { transposed += 1 }
            j += 1
        }
        let c = Double(common)
        let jaro = (c / Double(n) + c / Double(m) + (c - Double(transposed) / 2) / c) / 3
        var prefix = 0
        while prefix < min(n, m, 4), units[a.lowerBound + prefix] == units[b.lowerBound + prefix] {
            prefix += 1
        }
        return jaro + Double(prefix) * 0.1 * (1 - jaro)
    }
}
