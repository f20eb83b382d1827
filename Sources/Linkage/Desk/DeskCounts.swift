/// How common values are among the people of a desk, kept up to date person by person: what an
/// engine's frame counts over all rows.
struct DeskCounts: Sendable {
    /// People.
    private(set) var rows = 0
    /// By field with term frequencies, by token.
    private var bearers: [[Int32]]
    /// Rows that have a value, by field.
    private var known: [Int]
    /// Pairs of rows that agree, times two, by field.
    private var agreeing: [Int]
    /// By name token, over all fields whose names count for one another.
    private var established: [Int32] = []
    /// By field of a date, by month and day.
    private var days: [[Int]]

    private let fields: [FieldSpecification]
    private let slots: [Int]

    init(fields: [FieldSpecification], slots: [Int]) {
        self.fields = fields
        self.slots = slots
        bearers = fields.map { _ in [] }
        known = fields.map { _ in 0 }
        agreeing = known
        days = fields.map { $0.type == .birthDate ? Array(repeating: 0, count: 512) : [] }
    }

    /// Counts a row in (`by` 1) or out (`by` −1).
    mutating func count(_ cells: ArraySlice<UInt32>, by sign: Int) {
        rows += sign
        for (field, specification) in fields.enumerated() {
            let cell = cells[cells.startIndex + slots[field]]
            if cell == 0 { continue }
            known[field] += sign
            if specification.type == .birthDate { days[field][Int(cell & 511)] += sign }
            if NameShapes.established.contains(specification.type) {
                Self.reach(cell, &established)
                established[Int(cell)] += Int32(sign)
            }
            guard specification.type.usesTermFrequency else { continue }
            Self.reach(cell, &bearers[field])
            let before = Int(bearers[field][Int(cell)])
            bearers[field][Int(cell)] += Int32(sign)
            agreeing[field] += sign > 0 ? 2 * before : -2 * (before - 1)
        }
    }

    private static func reach(_ token: UInt32, _ counts: inout [Int32]) {
        if counts.count <= Int(token) {
            counts.append(
                contentsOf: repeatElement(
                    0, count: Int(token) + 1 - counts.count + counts.count / 2))
        }
    }

    private static func at(_ token: UInt32, _ counts: [Int32]) -> Int {
        Int(token) < counts.count ? Int(counts[Int(token)]) : 0
    }

    /// The frequencies of the tokens of a small frame.
    ///
    /// - Parameters:
    ///   - names: by its name tokens, the token here; 0 for one that nobody bears.
    ///   - codes: the same for codes.
    func frequencies(names: [UInt32], codes: [UInt32]) -> TermFrequencies {
        var bits: [[Float]] = []
        var collision: [Double] = []
        var coverage: [Double] = []
        for (field, specification) in fields.enumerated() {
            let having = Double(max(1, known[field]))
            coverage.append(having / Double(max(1, rows)))
            guard specification.type.usesTermFrequency else {
                collision.append(0)
                bits.append([])
                continue
            }
            collision.append(Double(agreeing[field]) / max(1, having * (having - 1)))
            bits.append(
                (specification.type.isName ? names : codes).map {
                    TermFrequencies.bits(of: Self.at($0, bearers[field]), among: having)
                })
        }
        return TermFrequencies(bits: bits, collision: collision, coverage: coverage)
    }

    /// Which of the tokens of a small frame many people bear.
    func isEstablished(names: [UInt32]) -> [Bool] {
        let least = Int(NameShapes.least(among: rows))
        return names.map { Self.at($0, established) >= least }
    }

    /// Whether the day of a date is one that is written where the day is not known.
    func isPlaceholder(_ date: UInt32, _ field: Int) -> Bool {
        let day = Int(date & 511)
        if day & 31 == 0 { return true }
        let dated = days[field].indices.reduce(0) { $0 + ($1 & 31 == 0 ? 0 : days[field][$1]) }
        return days[field][day] >= 8 && days[field][day] * 365 > dated * 4
    }
}
