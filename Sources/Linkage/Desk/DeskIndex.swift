/// Everybody of a registry, kept so that one new person is compared with all who are like him in
/// milliseconds, and so that people come, change and go one by one.
///
/// It compares and scores with the engine's own parts and with figures counted over all its people,
/// so an answer has the bits that a linkage of the whole registry with this model would give, less
/// the evidence of households, which one person alone does not bring. How names go together is
/// counted when the index is made.
public struct DeskIndex: Sendable {
    /// All who ever came; their rows are never used again.
    private(set) var people: Population
    private var isHere: [Bool] = []
    /// How many are here.
    public private(set) var count = 0
    private(set) var counts: DeskCounts
    let rules: [DeskRule]
    private(set) var keys: [DeskKeys]
    /// How names go together among all people, as of the last count.
    private(set) var dependence: NameDependence
    private var skeletons = Interner<UInt16>()
    private var skeletonOfName: [UInt32] = [0]

    /// The compared columns.
    public var fields: [FieldSpecification] { people.fields }

    /// Rows of people who have gone; many of them are a reason to make the index again.
    public var goneCount: Int { people.count - count }

    /// An index of a population; its rows keep their numbers.
    public init(_ population: Population) {
        people = population
        counts = DeskCounts(fields: population.fields, slots: population.slots)
        rules = DeskRule.rules(for: population.fields)
        keys = rules.map { _ in DeskKeys() }
        dependence = NameDependence(fields: population.fields.count)
        for row in 0..<population.count { enter(row) }
        settle()
        recountNames()
    }

    /// Counts anew how names go together, among the people who are here: seconds for a nation. One
    /// who comes changes that little, so it is not followed person by person.
    public mutating func recountNames() {
        var frame = Frame(people)
        for place in 0..<frame.count where !isHere[Int(frame.originalRow[place])] {
            for cell in (place * frame.stride)..<((place + 1) * frame.stride) {
                frame.cells[cell] = 0
            }
        }
        dependence = NameDependence(frame: frame, frequencies: TermFrequencies(frame: frame))
    }

    /// Adds a person and says the number of the row.
    ///
    /// - Parameters:
    ///   - household: the household's id; people of one household are never compared.
    ///   - bytes: the values in UTF-8, `values` their stretches, one a field.
    public mutating func add(
        bytes: [UInt8], household: Range<Int>?, values: [Range<Int>]
    ) -> Int {
        people.append(id: "", source: 0, bytes: bytes, household: household, values: values)
        enter(people.count - 1)
        if keys.contains(where: \.isUnsettled) { settle() }
        return people.count - 1
    }

    /// Adds a person given as texts, and says the number of the row.
    public mutating func add(
        household: String?, values: some Sequence<some StringProtocol>
    ) -> Int {
        people.append(id: "", household: household, source: 0, values: values)
        enter(people.count - 1)
        if keys.contains(where: \.isUnsettled) { settle() }
        return people.count - 1
    }

    /// Takes a person away. A row that is not here is passed over.
    public mutating func remove(_ row: Int) {
        guard isHere[row] else { return }
        isHere[row] = false
        count -= 1
        counts.count(cells(of: row), by: -1)
    }

    /// Whether the person of a row is here.
    func holds(_ row: Int) -> Bool { isHere[row] }

    /// The cells of a row.
    func cells(of row: Int) -> ArraySlice<UInt32> {
        people.cells[(row * people.stride)..<((row + 1) * people.stride)]
    }

    private mutating func enter(_ row: Int) {
        isHere.append(true)
        count += 1
        while skeletonOfName.count <= people.names.highest {
            let name = Array(people.names.sequence(UInt32(skeletonOfName.count)))
            skeletonOfName.append(skeletons.intern(ConsonantSkeleton.make(name)))
        }
        let cells = cells(of: row)
        counts.count(cells, by: 1)
        for (place, rule) in rules.enumerated() {
            keys[place].add(
                key(rule) { field in
                    let cell = cells[cells.startIndex + people.slots[field]]
                    return (cell, skeletonOfName(fields[field].type.isName ? cell : 0))
                }, row: row)
        }
    }

    private func skeletonOfName(_ name: UInt32) -> UInt32 { skeletonOfName[Int(name)] }

    private mutating func settle() {
        for place in keys.indices { keys[place].settle() }
    }

    /// The number here of the skeleton of a name that may be unknown; 0 where nobody has it.
    func skeleton(of name: [UInt16]) -> UInt32 { skeletons.find(ConsonantSkeleton.make(name)) }

    /// The key of a row under a rule; 0 where a part is missing.
    ///
    /// - Parameter value: of a field, its cell and the number of its skeleton.
    func key(_ rule: DeskRule, _ value: (Int) -> (cell: UInt32, skeleton: UInt32)) -> UInt32 {
        var key: UInt64 = 1
        for atom in rule.atoms {
            let part: UInt32
            switch atom {
            case .whole(let field):
                let cell = value(field).cell
                let isDayless = fields[field].type == .birthDate && cell & 31 == 0
                part = isDayless ? 0 : cell
            case .skeleton(let field): part = value(field).skeleton
            case .year(let field):
                let cell = value(field).cell
                part = fields[field].type == .birthDate ? cell >> 9 : cell
            }
            if part == 0 { return 0 }
            key = Mixing.combine(key, UInt64(part))
        }
        return UInt32(truncatingIfNeeded: key) | 1
    }
}
