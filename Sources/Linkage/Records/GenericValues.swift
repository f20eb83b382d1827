/// A value that so many households share that it identifies nobody, such as a village's one phone.
public struct GenericValue: Sendable, Codable, Equatable {
    /// The column.
    public let field: String
    /// The normalised value.
    public let value: String
    /// How many households bear it (records, where no households are known).
    public let households: Int
}

extension Frame {
    /// Blanks identifiers and phones that more than `limit` households share, and reports them.
    mutating func blankGenericValues(limit: Int) -> [GenericValue] {
        var generic: [GenericValue] = []
        for field in fields(of: .identifier, .phone) {
            var bearers = [Int32](repeating: 0, count: codes.count)
            var lastHousehold = [UInt32](repeating: .max, count: codes.count)
            for row in 0..<count {
                let value = Int(cell(row, field))
                if value == 0 || lastHousehold[value] == household[row] { continue }
                lastHousehold[value] = household[row]
                bearers[value] += 1
            }
            for value in 1..<max(1, codes.count) where bearers[value] > limit {
                let text = String(decoding: codes.units[codes.range(UInt32(value))], as: UTF16.self)
                generic.append(
                    GenericValue(
                        field: fields[field].name, value: text, households: Int(bearers[value])))
            }
            for row in 0..<count where bearers[Int(cell(row, field))] > limit {
                cells[row * stride + slots[field]] = 0
            }
        }
        return generic.sorted { ($0.field, $0.value) < ($1.field, $1.value) }
    }

    /// Marks dates without a day, and days of the year that are written where the day is unknown:
    /// those that turn up at least four times as often as chance has it.
    mutating func markPlaceholderDates() {
        for field in fields(of: .birthDate) {
            var counts = [Int](repeating: 0, count: 512)
            for row in 0..<count where cell(row, field) != 0 {
                counts[Int(cell(row, field) & 511)] += 1
            }
            let dated = counts.indices.reduce(0) { $0 + ($1 & 31 == 0 ? 0 : counts[$1]) }
            let isPlaceholder = counts.indices.map { day in
                day & 31 == 0 || counts[day] >= 8 && counts[day] * 365 > dated * 4
            }
            for row in 0..<count {
                let value = cell(row, field)
                if value != 0, isPlaceholder[Int(value & 511)] {
                    cells[row * stride + slots[field]] = value | Comparator.placeholderMark
                }
            }
        }
    }
}
