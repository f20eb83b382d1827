/// Groups pairs into people.
enum Clusters {
    /// Joins the pairs, likeliest first. Two groups with members of one household stay apart,
    /// whatever links them: those are known to be different people.
    ///
    /// - Returns: groups of two and more places.
    static func make(_ pairs: [ScoredPair], frame: Frame) -> [[Int]] {
        var parent: [UInt32: UInt32] = [:]
        var members: [UInt32: [UInt32]] = [:]
        func root(_ place: UInt32) -> UInt32 {
            var place = place
            while let next = parent[place], next != place { place = next }
            return place
        }
        for pair in pairs.sorted(by: ScoredPair.likelierFirst) {
            let a = root(pair.a)
            let b = root(pair.b)
            if a == b { continue }
            let left = members[a] ?? [a]
            let right = members[b] ?? [b]
            let households = Set(left.map { frame.household[Int($0)] })
            if right.contains(where: { households.contains(frame.household[Int($0)]) }) { continue }
            let (low, high) = (min(a, b), max(a, b))
            parent[high] = low
            parent[low] = low
            members[high] = nil
            members[low] = left + right
        }
        return members.values.map { group in
            group.map { Int(frame.originalRow[Int($0)]) }.sorted()
        }.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
    }

    /// Keeps of competing pairs the likeliest, so that nobody has two partners.
    static func oneToOne(_ pairs: [ScoredPair]) -> [ScoredPair] {
        var taken: Set<UInt32> = []
        return pairs.sorted(by: ScoredPair.likelierFirst).filter { pair in
            if taken.contains(pair.a) || taken.contains(pair.b) { return false }
            taken.insert(pair.a)
            taken.insert(pair.b)
            return true
        }
    }
}
