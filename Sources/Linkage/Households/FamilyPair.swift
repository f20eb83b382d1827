/// Two households that one pair of members links, with all members compared with all.
struct FamilyPair {
    let first: Range<Int>
    let second: Range<Int>
    /// By member of the first, then member of the second.
    private(set) var patterns: [UInt64] = []
    /// The bits of each pair by itself.
    private(set) var alone: [Double] = []
    /// The weight of each pair among the members of one family, without any prior.
    private(set) var withinFamily: [Double] = []
    /// For each member of the first household the likeliest of the second, one to one; -1 for none.
    private(set) var partner: [Int] = []

    var width: Int { second.count }

    init(first: Range<Int>, second: Range<Int>, scorer: Scorer, comparator: inout Comparator) {
        self.first = first
        self.second = second
        for a in first {
            for b in second {
                let pattern = comparator.pattern(min(a, b), max(a, b))
                let score = scorer.score(pattern, min(a, b))
                patterns.append(pattern)
                alone.append(score.bits)
                // Two different members are kin in the male line, or as strange as a wife's brother.
                let asStrangers = score.chance - scorer.model.priorBits
                withinFamily.append(
                    scorer.model.hasKin
                        ? Scorer.either(score.kin + 0.75, asStrangers + 1.3) : asStrangers)
            }
        }
        partner = partners()
    }

    private func partners() -> [Int] {
        let order = alone.indices.filter { alone[$0] > -6 }
            .map { (weight: alone[$0] + 0.5 * withinFamily[$0], slot: $0) }
            .sorted { ($1.weight, $0.slot) < ($0.weight, $1.slot) }
        var partner = [Int](repeating: -1, count: first.count)
        var isTaken = [Bool](repeating: false, count: width)
        for (_, slot) in order where partner[slot / width] < 0 && !isTaken[slot % width] {
            partner[slot / width] = slot % width
            isTaken[slot % width] = true
        }
        return partner
    }

    /// How many members are linked by themselves with at least 0.9.
    var certainLinks: Int {
        partner.indices.count { partner[$0] >= 0 && alone[$0 * width + partner[$0]] > 3.17 }
    }

    /// How likely it is that exactly one, and that two or more, of the others are linked.
    private func otherLinks(leavingOut i: Int, _ j: Int) -> (one: Double, more: Double) {
        var none = 1.0
        var one = 0.0
        for other in partner.indices where other != i && partner[other] >= 0 && partner[other] != j
        {
            let linked = Bits.probability(alone[other * width + partner[other]])
            one = one * (1 - linked) + none * linked
            none *= 1 - linked
        }
        return (one, max(0, 1 - none - one))
    }

    /// The probability of each pair, given how likely the others make it that the families are one.
    ///
    /// - Parameter together: the share of families of which a second member is linked too, given
    ///   that one is.
    func probabilities(together: Double) -> [Double] {
        let share = Bits.log2(0.8 / Double(max(first.count, width)))
        var result: [Double] = []
        result.reserveCapacity(alone.count)
        for i in 0..<first.count {
            for j in 0..<width {
                // Leaving out both people: a pair must not vouch for itself.
                let others = otherLinks(leavingOut: i, j)
                let same = together * others.one + 0.98 * others.more
                let slot = i * width + j
                result.append(
                    same * Bits.probability(share + withinFamily[slot])
                        + (1 - same) * Bits.probability(alone[slot]))
            }
        }
        return result
    }
}
