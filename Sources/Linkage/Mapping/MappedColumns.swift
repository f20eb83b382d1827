/// A mapping applied to one file's header: where each value stands in a row.
public struct MappedColumns: Sendable, Equatable {
    /// The column of the record's id, if there is one.
    public let id: Int?
    /// The column of the household, if there is one.
    public let household: Int?
    /// The columns of each field: one, or year, month and day (-1 where there is none).
    public let fields: [[Int]]

    /// Finds the mapping's columns in a header; blanks around names and a byte order mark are
    /// ignored.
    public init(
        _ mapping: LinkageMapping, header: [String]
    ) throws(LinkageMapping.MappingError) {
        let names = header.map(Self.trimmed)
        func place(_ column: String) throws(LinkageMapping.MappingError) -> Int {
            guard let index = names.firstIndex(of: Self.trimmed(column)) else {
                throw .missingColumn(column, header: names)
            }
            return index
        }
        var id: Int?
        if let column = mapping.id { id = try place(column) }
        var household: Int?
        if let column = mapping.household { household = try place(column) }
        var fields: [[Int]] = []
        var titles: Set<String> = []
        for field in mapping.fields {
            if !titles.insert(field.title).inserted { throw .doubleName(field.title) }
            if let column = field.column {
                fields.append([try place(column)])
            } else if let parts = field.columns {
                var places = [try place(parts.year), -1, -1]
                if let month = parts.month { places[1] = try place(month) }
                if let day = parts.day { places[2] = try place(day) }
                fields.append(places)
            } else {
                throw .fieldWithoutColumn(field.type)
            }
        }
        self.id = id
        self.household = household
        self.fields = fields
    }

    /// The values of a row for `Population.append`, dates in parts put together.
    ///
    /// - Parameter cell: the text of a column of the row, empty where the row is too short.
    public func values(_ cell: (Int) -> String) -> [String] {
        fields.map { places in
            guard places.count == 3 else { return cell(places[0]) }
            var parts: [String] = []
            for place in places {
                let part = place < 0 ? "" : Self.trimmed(cell(place))
                if part.isEmpty { break }
                parts.append(part)
            }
            return parts.joined(separator: "-")
        }
    }

    private static func trimmed(_ text: String) -> String {
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, first == " " || first == "\t" || first == "\u{FEFF}" {
            scalars.removeFirst()
        }
        while let last = scalars.last, last == " " || last == "\t" || last == "\r" {
            scalars.removeLast()
        }
        return String(scalars)
    }
}
