/// How many pairs of kin live in different households.
enum KinPairs {
    /// Counts the pairs that share all of lineage, family and mother, and takes off the matches
    /// that would. At least as many as each match brings along: whoever is registered again, alone or
    /// with the family, meets his siblings in the other household; and at least as many as matches,
    /// since grown sons live apart.
    static func estimate(
        frame: Frame, match: ProbabilityTable, matches: Double, siblings: Double
    ) -> Double {
        let least = matches * max(1, siblings)
        let fields =
            frame.fields(of: .lineageName) + frame.fields(of: .familyName)
            + frame.fields(of: .motherName)
        guard fields.count >= 2 else { return least }
        var sharing = 0.0
        forEachGroup(frame, sharing: fields) { group in
            // Rows of a household lie side by side.
            var within = 0.0
            var sameHousehold = 0.0
            for (last, row) in zip(group, group.dropFirst()) {
                sameHousehold =
                    frame.household[row] == frame.household[last] ? sameHousehold + 1 : 0
                within += sameHousehold
            }
            let size = Double(group.count)
            sharing += size * (size - 1) / 2 - within
        }
        var agreement = 1.0
        for field in fields {
            agreement *= EstimationSession.exactLevels(of: frame.fields[field].type)
                .reduce(0.0) { $0 + match[field, $1] }
        }
        return max(least, sharing / max(agreement, 0.05) - matches)
    }

    /// Calls `body` with the rows that have a value in all of these fields and share them, in groups
    /// of two and more; rows ascending.
    static func forEachGroup(
        _ frame: Frame, sharing fields: [Int], _ body: ([Int]) -> Void
    ) {
        var rows = KeyedRows()
        for row in 0..<frame.count {
            var hash: UInt64 = 1
            for field in fields where hash != 0 {
                let cell = frame.cell(row, field)
                hash = cell == 0 ? 0 : Mixing.combine(hash, UInt64(cell))
            }
            if hash != 0 { rows.append(key: BlockKeys.key(hash), row: row) }
        }
        rows.sort()
        var group: [Int] = []
        for run in rows.runs() {
            group.removeAll(keepingCapacity: true)
            for index in run { group.append(rows.row(index)) }
            body(group)
        }
    }
}
