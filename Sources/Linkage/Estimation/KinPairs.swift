/// How many pairs of kin live in different households.
enum KinPairs {
    /// Counts the pairs that share all of lineage, family and mother, and takes off the matches
    /// that would; at least as many as matches, since each double registration brings kin along and
    /// grown sons live apart.
    static func estimate(frame: Frame, match: ProbabilityTable, matches: Double) -> Double {
        let fields =
            frame.fields(of: .lineageName) + frame.fields(of: .familyName)
            + frame.fields(of: .motherName)
        guard fields.count >= 2 else { return matches }
        var keys: [(key: UInt64, household: UInt32)] = []
        for row in 0..<frame.count {
            var key: UInt64 = 0
            var isComplete = true
            for field in fields {
                let cell = frame.cell(row, field)
                if cell == 0 { isComplete = false }
                key = Mixing.combine(key, UInt64(cell))
            }
            if isComplete { keys.append((key, frame.household[row])) }
        }
        keys.sort { ($0.key, $0.household) < ($1.key, $1.household) }
        var sharing = 0.0
        var start = 0
        while start < keys.count {
            var end = start
            var within = 0.0
            var sameHousehold = 0.0
            while end < keys.count, keys[end].key == keys[start].key {
                sameHousehold =
                    end > start && keys[end].household == keys[end - 1].household
                    ? sameHousehold + 1 : 0
                within += sameHousehold
                end += 1
            }
            let size = Double(end - start)
            sharing += size * (size - 1) / 2 - within
            start = end
        }
        var agreement = 1.0
        for field in fields {
            agreement *= EstimationSession.exactLevels(of: frame.fields[field].type)
                .reduce(0.0) { $0 + match[field, $1] }
        }
        return max(matches, sharing / max(agreement, 0.05) - matches)
    }
}
