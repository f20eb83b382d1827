/// How often each pattern of agreement occurred.
struct PatternCounts: Sendable {
    private var keys: [UInt64] = Array(repeating: 0, count: 4096)
    private var counts: [UInt32] = Array(repeating: 0, count: 4096)
    private var used = 0

    /// Pattern 0, two rows with nothing in common to compare, is not counted.
    mutating func add(_ pattern: UInt64, _ count: UInt32 = 1) {
        if pattern == 0 { return }
        if used * 2 > keys.count { grow() }
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: Mixing.finish(pattern)) & mask
        while keys[slot] != pattern {
            if keys[slot] == 0 {
                keys[slot] = pattern
                used += 1
                break
            }
            slot = (slot + 1) & mask
        }
        counts[slot] += count
    }

    /// Adds what another has counted.
    mutating func add(_ other: PatternCounts) {
        for slot in other.keys.indices { add(other.keys[slot], other.counts[slot]) }
    }

    /// All patterns in ascending order.
    func sorted() -> [(pattern: UInt64, count: Double)] {
        keys.indices.filter { keys[$0] != 0 }.map { (keys[$0], Double(counts[$0])) }
            .sorted { $0.0 < $1.0 }
    }

    private mutating func grow() {
        let old = (keys, counts)
        keys = Array(repeating: 0, count: old.0.count * 4)
        counts = Array(repeating: 0, count: keys.count)
        used = 0
        for slot in old.0.indices { add(old.0[slot], old.1[slot]) }
    }
}
