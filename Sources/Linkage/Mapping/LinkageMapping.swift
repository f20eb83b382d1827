/// Which columns of a list of people are compared, and how: the content of a mapping file.
public struct LinkageMapping: Sendable, Codable, Equatable {
    /// The three columns of a date that is written in parts.
    public struct DateColumns: Sendable, Codable, Equatable {
        public var year: String
        public var month: String?
        public var day: String?

        public init(year: String, month: String? = nil, day: String? = nil) {
            self.year = year
            self.month = month
            self.day = day
        }
    }

    /// One compared field: of one `column`, or a date of several `columns`.
    public struct Field: Sendable, Codable, Equatable {
        public var column: String?
        public var columns: DateColumns?
        public var type: FieldType
        /// How a date is written, such as `dd/MM/yyyy`.
        public var format: String?
        /// The field's name in results; the column's name if nil.
        public var name: String?

        public init(
            column: String? = nil, columns: DateColumns? = nil, type: FieldType,
            format: String? = nil, name: String? = nil
        ) {
            self.column = column
            self.columns = columns
            self.type = type
            self.format = format
            self.name = name
        }

        /// What results call the field.
        public var title: String { name ?? column ?? type.rawValue }
    }

    /// The column of the record's id; nil for the number of the row.
    public var id: String?
    /// The column that members of one household share; they are known to be different people.
    public var household: String?
    public var fields: [Field]
    /// Blocking rules instead of those chosen from the data.
    public var blocking: [[String]]?

    public init(
        id: String?, household: String? = nil, fields: [Field], blocking: [[String]]? = nil
    ) {
        self.id = id
        self.household = household
        self.fields = fields
        self.blocking = blocking
    }

    /// One entry under `fields`: a field, or the column of the household.
    private struct Entry: Decodable {
        let field: Field?
        let household: String?

        private enum Key: CodingKey { case type, column }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            let isHousehold = try container.decode(String.self, forKey: .type) == "household"
            household = isHousehold ? try container.decode(String.self, forKey: .column) : nil
            field = isHousehold ? nil : try Field(from: decoder)
        }
    }

    /// Reads a mapping; the household may stand by itself or among the fields, as a type.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let entries = try container.decode([Entry].self, forKey: .fields)
        let named = try container.decodeIfPresent(String.self, forKey: .household)
        let households = Set(entries.compactMap(\.household) + [named].compactMap { $0 })
        guard households.count <= 1 else {
            throw DecodingError.dataCorruptedError(
                forKey: .household, in: container,
                debugDescription: "two columns are called the household: "
                    + households.sorted().joined(separator: ", ") + ".")
        }
        id = try container.decodeIfPresent(String.self, forKey: .id)
        household = households.first
        fields = entries.compactMap(\.field)
        blocking = try container.decodeIfPresent([[String]].self, forKey: .blocking)
    }

    /// The fields of a population that this mapping fills.
    public var specifications: [FieldSpecification] {
        fields.map { field in
            FieldSpecification(
                name: field.title, type: field.type,
                format: field.columns == nil ? field.format : nil)
        }
    }

    /// Why a mapping does not fit a file.
    public enum MappingError: Error, Equatable, CustomStringConvertible {
        /// The file has no such column.
        case missingColumn(String, header: [String])
        /// A field has neither `column` nor `columns`.
        case fieldWithoutColumn(FieldType)
        /// Two fields would have the same name in results.
        case doubleName(String)

        public var description: String {
            switch self {
            case .missingColumn(let column, let header):
                "No column “\(column)”; the file has \(header.joined(separator: ", "))."
            case .fieldWithoutColumn(let type):
                "A field of type \(type.rawValue) names no column: write column or columns."
            case .doubleName(let name):
                "Two fields are called “\(name)”: give one of them a name of its own."
            }
        }
    }
}
