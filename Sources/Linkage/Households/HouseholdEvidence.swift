/// What the families around two people say about whether the two are one.
///
/// Where two households are linked by one pair of members, all members are compared with all. If
/// the others show that the two households are one family registered twice, a pair that alone is
/// doubtful is likely; and a member who has a better partner is hardly the same as a second one.
struct HouseholdEvidence {
    /// A link at least this likely makes two households worth comparing.
    static let seedBits = 2.0
    private static let largestHousehold = 40

    let frame: Frame
    let scorer: Scorer
    /// Pairs below this are not kept,
    let floor: Double
    /// unless somebody asked for them.
    let wanted: Set<RowPair>

    /// The pairs scored anew where families are linked, with those found by the way.
    func apply(to pairs: [ScoredPair], comparator: inout Comparator) -> [ScoredPair] {
        guard frame.hasHouseholds else { return pairs }
        var order: [(families: UInt64, index: Int)] = []
        order.reserveCapacity(pairs.count)
        for (index, pair) in pairs.enumerated() {
            let a = frame.household[Int(pair.a)]
            let b = frame.household[Int(pair.b)]
            order.append((UInt64(min(a, b)) << 32 | UInt64(max(a, b)), index))
        }
        order.sort { ($0.families, $0.index) < ($1.families, $1.index) }
        var result: [ScoredPair] = []
        result.reserveCapacity(pairs.count)
        var families: [FamilyPair] = []
        var start = 0
        while start < order.count {
            var end = start
            var best = -Double.infinity
            while end < order.count, order[end].families == order[start].families {
                best = max(best, pairs[order[end].index].bits)
                end += 1
            }
            let first = members(Int(order[start].families >> 32))
            let second = members(Int(order[start].families & 0xFFFF_FFFF))
            if best > Self.seedBits, first.count * second.count > 1,
                max(first.count, second.count) <= Self.largestHousehold
            {
                families.append(
                    FamilyPair(
                        first: first, second: second, scorer: scorer, comparator: &comparator))
            } else {
                for index in start..<end { result.append(pairs[order[index].index]) }
            }
            start = end
        }
        let together = shareTogether(families)
        for family in families { append(family, together, to: &result) }
        return result
    }

    private func members(_ household: Int) -> Range<Int> {
        Int(frame.householdStart[household])..<Int(frame.householdStart[household + 1])
    }

    /// Of the linked families with two members and more, the share in which two and more are linked.
    private func shareTogether(_ families: [FamilyPair]) -> Double {
        var one = 4.0
        var more = 2.0
        for family in families where min(family.first.count, family.second.count) > 1 {
            let links = family.certainLinks
            if links > 0 { one += 1 }
            if links > 1 { more += 1 }
        }
        return more / one
    }

    private func append(_ family: FamilyPair, _ share: Double, to result: inout [ScoredPair]) {
        let together = family.probabilities(together: share)
        for i in 0..<family.first.count {
            for j in 0..<family.width {
                let slot = i * family.width + j
                let bits = settled(together, family, i, j)
                let a = family.first.lowerBound + i
                let b = family.second.lowerBound + j
                guard bits >= floor || wanted.contains(RowPair(min(a, b), max(a, b))) else {
                    continue
                }
                result.append(
                    ScoredPair(
                        a: UInt32(min(a, b)), b: UInt32(max(a, b)),
                        pattern: family.patterns[slot], bits: bits,
                        householdBits: bits - family.alone[slot]))
            }
        }
    }

    /// The bits of a pair after those who compete for its two people were heard.
    private func settled(_ together: [Double], _ family: FamilyPair, _ i: Int, _ j: Int) -> Double {
        let slot = i * family.width + j
        var rival = 0.0
        for other in 0..<family.width where other != j {
            rival = max(rival, together[i * family.width + other])
        }
        for other in 0..<family.first.count where other != i {
            rival = max(rival, together[other * family.width + j])
        }
        let own = together[slot]
        if rival > own { return Bits.rounded(Bits.odds(own * (1 - rival))) }
        let bits = Bits.odds(own)
        return Bits.rounded(own > 0.5 ? max(bits, min(60, family.alone[slot])) : bits)
    }
}
