extension DeskIndex {
    /// More than this many are not compared with one person: values that so many share tell little.
    public static let mostCompared = 4000

    /// Who of the index may be this person.
    ///
    /// - Parameters:
    ///   - values: one a field, as written; empty means missing.
    ///   - household: people of this household are left out: they are known to be others.
    ///   - leastProbability: less likely ones are left out.
    ///   - limit: how many are named at most.
    /// - Throws: `DeskError`.
    public func check(
        _ values: [String], notOf household: String? = nil, model: LinkageModel,
        leastProbability: Double = 0.2, limit: Int = 20, genericLimit: Int = 8
    ) throws(DeskError) -> DeskAnswer {
        guard model.fields.map(\.name) == fields.map(\.name),
            model.fields.map(\.type) == fields.map(\.type)
        else {
            throw .modelForOtherFields(
                expected: model.fields.map(\.name), found: fields.map(\.name))
        }
        var alone = Population(fields: fields)
        alone.append(id: "", household: nil, source: 0, values: values)
        let excluded = household.map { people.households.find(Array($0.utf8)) } ?? 0
        let (rows, isCut) = rowsLike(alone, notOf: excluded)
        guard !rows.isEmpty else { return DeskAnswer(candidates: [], compared: 0, isCut: false) }

        let small = SmallPopulation(of: rows, and: values, from: self, genericLimit: genericLimit)
        let frame = Frame(small.population)
        var comparator = Comparator(
            frame: frame, isEstablished: counts.isEstablished(names: small.names))
        let scorer = Scorer(
            frame: frame, model: model,
            frequencies: counts.frequencies(names: small.names, codes: small.codes),
            dependence: dependence.among(frame, names: small.names))
        var draft = 0
        for place in 0..<frame.count where Int(frame.originalRow[place]) == rows.count {
            draft = place
        }
        let least = Bits.odds(leastProbability)
        var candidates: [DeskCandidate] = []
        for place in 0..<frame.count where place != draft {
            let pattern = comparator.pattern(place, draft)
            let bits = scorer.score(pattern, place).bits
            if bits < least { continue }
            candidates.append(
                DeskCandidate(
                    row: rows[Int(frame.originalRow[place])], bits: bits,
                    fieldBits: scorer.fieldBits(pattern, place), levels: levels(pattern)))
        }
        candidates.sort { ($1.bits, $0.row) < ($0.bits, $1.row) }
        return DeskAnswer(
            candidates: Array(candidates.prefix(limit)), compared: rows.count, isCut: isCut)
    }

    private func levels(_ pattern: UInt64) -> [String] {
        fields.indices.map { field in
            let level = Int(pattern >> UInt64(4 * field) & 15)
            return level == 0 ? "" : Level.names(of: fields[field].type)[level - 1]
        }
    }

    /// Rows that share a key with the one row of `alone`, the most telling rules first.
    private func rowsLike(_ alone: Population, notOf household: UInt32) -> ([Int], isCut: Bool) {
        var found: [Int] = []
        var isKnown: Set<Int> = []
        var isCut = false
        let cells = alone.cells
        for (place, rule) in rules.enumerated() {
            let wanted = key(rule) { field in
                let cell = cells[alone.slots[field]]
                let type = fields[field].type
                guard cell != 0 else { return (0, 0) }
                if type.isName {
                    let name = Array(alone.names.sequence(cell))
                    return (people.names.find(name), skeleton(of: name))
                }
                if type.isCode {
                    return (people.codes.find(Array(alone.codes.sequence(cell))), 0)
                }
                return (cell, 0)
            }
            keys[place].forEach(wanted) { row in
                guard holds(row), household == 0 || people.householdOfRow[row] != household,
                    isKnown.insert(row).inserted
                else { return true }
                guard found.count < Self.mostCompared else {
                    isCut = true
                    return false
                }
                found.append(row)
                return true
            }
        }
        return (found, isCut)
    }

    /// Whether more than `limit` households share the code of an identifier or phone.
    func isGeneric(_ code: UInt32, _ field: Int, limit: Int) -> Bool {
        guard let place = rules.firstIndex(where: { $0.codeField == field }) else { return false }
        var households: Set<UInt32> = []
        var others = 0
        keys[place].forEach(key(rules[place]) { _ in (code, 0) }) { row in
            guard holds(row), cells(of: row).dropFirst(people.slots[field]).first == code else {
                return true
            }
            let household = people.householdOfRow[row]
            if household == 0 { others += 1 } else { households.insert(household) }
            return households.count + others <= limit
        }
        return households.count + others > limit
    }
}
