/// How long answers were waited for, in milliseconds on the clock.
struct Waits: Encodable, Sendable {
    var count: Int
    var p50Milliseconds: Double
    var p99Milliseconds: Double
    var longestMilliseconds: Double

    /// - Parameter times: of each answer, in milliseconds.
    init(_ times: [Double]) {
        let sorted = times.sorted()
        func percentile(_ part: Double) -> Double {
            guard !sorted.isEmpty else { return 0 }
            return sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]
                .rounded(places: 3)
        }
        count = sorted.count
        p50Milliseconds = percentile(0.5)
        p99Milliseconds = percentile(0.99)
        longestMilliseconds = percentile(1)
    }

    var text: String {
        "p50 \(p50Milliseconds.text(places: 1)) ms, p99 \(p99Milliseconds.text(places: 1)) ms, "
            + "longest \(longestMilliseconds.text(places: 1)) ms"
    }
}
