/// Gives every distinct sequence of units a number, 1 for the first; 0 is the empty sequence.
struct Interner<Unit: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private var units: [Unit] = []
    /// The sequence `t` takes `units[ends[t - 1]..<ends[t]]`.
    private var ends: [UInt32] = [0]
    private var slots: [UInt32] = Array(repeating: 0, count: 1024)

    /// The highest number given.
    var highest: Int { ends.count - 1 }

    /// The number of the sequence in `range` of `source`.
    mutating func intern(_ source: [Unit], _ range: Range<Int>) -> UInt32 {
        if range.isEmpty { return 0 }
        if ends.count * 2 > slots.count { grow() }
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: Self.hash(source, range)) & mask
        while slots[slot] != 0 {
            if equals(slots[slot], source, range) { return slots[slot] }
            slot = (slot + 1) & mask
        }
        units.append(contentsOf: source[range])
        ends.append(UInt32(units.count))
        slots[slot] = UInt32(ends.count - 1)
        return slots[slot]
    }

    mutating func intern(_ source: [Unit]) -> UInt32 { intern(source, source.indices) }

    /// The number that the sequence has already; 0 where it has none.
    func find(_ source: [Unit]) -> UInt32 {
        if source.isEmpty { return 0 }
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: Self.hash(source, source.indices)) & mask
        while slots[slot] != 0 {
            if equals(slots[slot], source, source.indices) { return slots[slot] }
            slot = (slot + 1) & mask
        }
        return 0
    }

    /// The units of a number that was given.
    func range(of token: UInt32) -> Range<Int> {
        token == 0 ? 0..<0 : Int(ends[Int(token) - 1])..<Int(ends[Int(token)])
    }

    func sequence(_ token: UInt32) -> ArraySlice<Unit> { units[range(of: token)] }

    /// All units one after the other, with `range(of:)` as the key.
    var storage: [Unit] { units }

    /// A hash of each sequence that does not depend on the order of interning.
    func contentHashes() -> [UInt64] {
        (0..<ends.count).map { Self.hash(units, range(of: UInt32($0))) }
    }

    private func equals(_ token: UInt32, _ source: [Unit], _ range: Range<Int>) -> Bool {
        let own = self.range(of: token)
        guard own.count == range.count else { return false }
        var offset = 0
        while offset < range.count {
            if units[own.lowerBound + offset] != source[range.lowerBound + offset] { return false }
            offset += 1
        }
        return true
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 4)
        let mask = slots.count - 1
        for token in 1..<UInt32(ends.count) {
            var slot = Int(truncatingIfNeeded: Self.hash(units, range(of: token))) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = token
        }
    }

    /// A hash of the units, eight bytes at a time.
    static func hash(_ source: [Unit], _ range: Range<Int>) -> UInt64 {
        var hash = UInt64(0xcbf2_9ce4_8422_2325) ^ UInt64(range.count)
        var word: UInt64 = 0
        var filled = 0
        for index in range {
            word = word << UInt64(Unit.bitWidth) | UInt64(source[index])
            filled += Unit.bitWidth
            if filled == 64 {
                hash = (hash ^ word) &* 0x9fb2_1c65_1e98_df25
                hash ^= hash >> 32
                word = 0
                filled = 0
            }
        }
        return Mixing.finish((hash ^ word) &* 0x9fb2_1c65_1e98_df25)
    }
}

/// Mixing of 64-bit values, the same on every machine and in every run.
enum Mixing {
    static func finish(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ (value >> 33)) &* 0xff51_afd7_ed55_8ccd
        value = (value ^ (value >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return value ^ (value >> 33)
    }

    static func combine(_ seed: UInt64, _ value: UInt64) -> UInt64 {
        finish(seed ^ (value &+ 0x9e37_79b9_7f4a_7c15 &+ (seed << 6) &+ (seed >> 2)))
    }
}

/// A small generator of random numbers with a fixed seed (SplitMix64).
struct FixedGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
