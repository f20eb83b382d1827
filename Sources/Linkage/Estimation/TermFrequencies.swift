/// How common each value of a field is.
struct TermFrequencies: Sendable {
    /// By field, by token: -log2 of the value's share, rounded; empty for fields that do not use it.
    private(set) var bits: [[Float]]
    /// By field: the share of random pairs that agree exactly.
    private(set) var collision: [Double]
    /// By field: the share of rows where the value is there.
    private(set) var coverage: [Double]

    /// Frequencies that were counted over more rows than those of a frame.
    init(bits: [[Float]], collision: [Double], coverage: [Double]) {
        self.bits = bits
        self.collision = collision
        self.coverage = coverage
    }

    init(frame: Frame) {
        bits = []
        collision = []
        coverage = []
        for (field, specification) in frame.fields.enumerated() {
            guard specification.type.usesTermFrequency else {
                var known = 0
                for row in 0..<frame.count where frame.cell(row, field) != 0 { known += 1 }
                coverage.append(Double(known) / Double(max(1, frame.count)))
                collision.append(0)
                bits.append([])
                continue
            }
            let tokens = specification.type.isName ? frame.names.count : frame.codes.count
            var counts = [Int](repeating: 0, count: tokens)
            for row in 0..<frame.count { counts[Int(frame.cell(row, field))] += 1 }
            let known = Double(max(1, frame.count - counts[0]))
            counts[0] = 0
            let agreeing = counts.reduce(0.0) { $0 + Double($1) * Double(max(0, $1 - 1)) }
            coverage.append(known / Double(max(1, frame.count)))
            collision.append(agreeing / max(1, known * (known - 1)))
            // One of the two who share a value does not speak for how common it is.
            bits.append(
                counts.map { Self.bits(of: $0, among: known) })
        }
    }

    /// What agreement on a value weighs that so many of those who have one bear.
    static func bits(of count: Int, among known: Double) -> Float {
        let share = max((Double(count) - 0.5) / known, 1e-6)
        return count == 0 ? 0 : Float(Bits.rounded(-Bits.log2(min(1, share))))
    }
}
