/// Draws numbers by weight in constant time (the alias method of Walker, 1977, as Vose, 1991, built
/// its tables).
struct WeightedChoice: Sendable {
    private var values: [UInt16] = []
    /// Chance of keeping the own value, as a part of 2³².
    private var keeps: [UInt32] = []
    private var aliases: [UInt16] = []

    /// A choice among these values. Weights above 0, of which at least one is given.
    init(_ entries: [(value: UInt16, weight: Double)]) {
        precondition(!entries.isEmpty && entries.count <= Int(UInt16.max), "a choice has values")
        let total = entries.reduce(0) { $0 + $1.weight }
        let share = Double(entries.count) / total
        var rest = entries.map { $0.weight * share }
        values = entries.map(\.value)
        keeps = Array(repeating: .max, count: entries.count)
        aliases = entries.indices.map { UInt16($0) }
        var small = rest.indices.filter { rest[$0] < 1 }
        var large = rest.indices.filter { rest[$0] >= 1 }
        while let less = small.popLast(), let more = large.last {
            keeps[less] = UInt32(rest[less] * 4_294_967_295)
            aliases[less] = UInt16(more)
            rest[more] -= 1 - rest[less]
            if rest[more] < 1 {
                large.removeLast()
                small.append(more)
            }
        }
    }

    /// One of the values.
    func draw(_ random: inout SplitMix64) -> UInt16 {
        let word = random.next()
        let place = Int(((word >> 32) &* UInt64(values.count)) >> 32)
        return UInt32(truncatingIfNeeded: word) <= keeps[place]
            ? values[place] : values[Int(aliases[place])]
    }
}

extension SplitMix64 {
    /// A number from 0 up to, but not including, `bound`, without a division.
    mutating func under(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Whether something happens whose chance is so many in ten thousand.
    mutating func happens(_ inTenThousand: Int) -> Bool {
        under(10_000) < inTenThousand
    }
}
