/// A population in an order that depends on its content alone, ready to be compared.
///
/// Whatever is counted, sampled or summed runs over this order, so the order in which rows were
/// read cannot change a result. Members of a household lie side by side.
struct Frame: Sendable {
    let fields: [FieldSpecification]
    let slots: [Int]
    let stride: Int
    /// Rows in canonical order, `stride` cells each; 0 is missing.
    var cells: [UInt32]
    /// Household of each row, numbered along the order; a row without one is a household of its own.
    let household: [UInt32]
    /// First row of each household, and the number of rows at the end.
    let householdStart: [UInt32]
    /// Whether any household has more than one member.
    let hasHouseholds: Bool
    let source: [UInt32]
    /// The row of the population that stands at each place.
    let originalRow: [UInt32]
    let names: TokenTexts
    let codes: TokenTexts
    /// Consonant skeleton of each name token.
    let skeletons: [UInt32]

    var count: Int { household.count }

    init(_ population: Population) {
        fields = population.fields
        slots = population.slots
        stride = population.stride
        let order = Self.canonicalOrder(population)
        var cells = [UInt32]()
        cells.reserveCapacity(population.cells.count)
        var household = [UInt32]()
        var starts = [UInt32]()
        var previous: (household: UInt32, source: UInt32) = (0, 0)
        for (place, row) in order.enumerated() {
            let first = Int(row) * population.stride
            for cell in first..<(first + population.stride) { cells.append(population.cells[cell]) }
            let current = (
                household: population.householdOfRow[Int(row)],
                source: population.sourceOfRow[Int(row)]
            )
            if starts.isEmpty || current.household == 0 || current != previous {
                starts.append(UInt32(place))
            }
            previous = current
            household.append(UInt32(starts.count - 1))
        }
        hasHouseholds = starts.count < order.count
        starts.append(UInt32(order.count))
        self.cells = cells
        self.household = household
        householdStart = starts
        source = order.map { population.sourceOfRow[Int($0)] }
        originalRow = order
        names = TokenTexts(population.names)
        codes = TokenTexts(population.codes)
        var skeletons = Interner<UInt16>()
        self.skeletons = (0...population.names.highest).map {
            skeletons.intern(ConsonantSkeleton.make(Array(population.names.sequence(UInt32($0)))))
        }
    }

    /// Rows by household, then by what they say; rows that say the same may change places.
    private static func canonicalOrder(_ population: Population) -> [UInt32] {
        let rows = rowHashes(population)
        let households = population.households.contentHashes()
        // A source is known by its content too, since its number depends on the order of files.
        var tags: [UInt32: UInt64] = [:]
        for (row, source) in population.sourceOfRow.enumerated() {
            tags[source] = min(tags[source] ?? .max, rows[row])
        }
        var keys: [(household: UInt64, row: UInt64, index: UInt32)] = []
        keys.reserveCapacity(population.count)
        for row in 0..<population.count {
            let household = population.householdOfRow[row]
            let source = population.sourceOfRow[row]
            let key =
                household == 0
                ? rows[row]
                : Mixing.combine(households[Int(household)], tags[source] ?? 0)
            keys.append((key, rows[row], UInt32(row)))
        }
        keys.sort { ($0.household, $0.row, $0.index) < ($1.household, $1.row, $1.index) }
        return keys.map(\.index)
    }

    /// A hash of what each row says.
    private static func rowHashes(_ population: Population) -> [UInt64] {
        let names = population.names.contentHashes()
        let codes = population.codes.contentHashes()
        return (0..<population.count).map { row in
            var hash: UInt64 = 17
            for unit in population.ids[row].utf8 { hash = (hash ^ UInt64(unit)) &* 0x100_0000_01b3 }
            for (field, specification) in population.fields.enumerated() {
                for offset in 0..<specification.type.width {
                    let cell = population.cells[
                        row * population.stride + population.slots[field] + offset]
                    let value =
                        specification.type.isName
                        ? names[Int(cell)]
                        : specification.type.isCode ? codes[Int(cell)] : UInt64(cell)
                    hash = Mixing.combine(hash, value)
                }
            }
            return hash
        }
    }

    /// The first cell of a field in a row.
    func cell(_ row: Int, _ field: Int) -> UInt32 { cells[row * stride + slots[field]] }

    /// The fields of a type.
    func fields(of types: FieldType...) -> [Int] {
        fields.indices.filter { types.contains(fields[$0].type) }
    }
}

/// The texts of all tokens, without the tables that interning needs.
struct TokenTexts: Sendable {
    let units: [UInt16]
    let ends: [UInt32]

    init<Unit>(_ interner: Interner<Unit>) {
        units = interner.storage.map { UInt16($0) }
        ends = (0...interner.highest).map { UInt32(interner.range(of: UInt32($0)).upperBound) }
    }

    var count: Int { ends.count }

    func range(_ token: UInt32) -> Range<Int> {
        token == 0 ? 0..<0 : Int(ends[Int(token) - 1])..<Int(ends[Int(token)])
    }
}
