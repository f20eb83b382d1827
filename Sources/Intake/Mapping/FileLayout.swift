public import Registry

/// What the header of one file says under a mapping: its kind, and where each field stands.
public struct FileLayout: Sendable {
    /// What kind of rows the file has.
    public let kind: FileKind
    /// The column names as written.
    public let header: [String]
    /// The mapping under which the header was read.
    public let mapping: ImportMapping
    /// The day on which the import takes place; dates are compared with it.
    public let today: CivilDate

    /// The column of each field by its raw value, −1 where there is none.
    private let columns: [Int]

    init(
        kind: FileKind, header: [String], mapping: ImportMapping, today: CivilDate,
        columns found: [ImportField: Int]
    ) {
        self.kind = kind
        self.header = header
        self.mapping = mapping
        self.today = today
        var columns = Array(repeating: -1, count: ImportField.allCases.count + 1)
        for (field, column) in found { columns[field.rawValue] = column }
        self.columns = columns
    }

    /// The column of the field, counted from 0, or nil when the file has none.
    public func column(of field: ImportField) -> Int? {
        let column = columns[field.rawValue]
        return column < 0 ? nil : column
    }

    /// What the file calls the field.
    public func columnName(of field: ImportField) -> String {
        column(of: field).map { header[$0] } ?? field.name
    }

    /// The columns that no field of the mapping takes.
    public var ignoredColumns: [String] {
        header.indices.filter { !columns.contains($0) }.map { header[$0] }
    }

    /// The bytes of the row's values in a canonical form, for the digest of its source record: field
    /// number, length and value of each field that is not empty, in the order of the kind's fields.
    ///
    /// So the digest stays the same when columns change places, are added empty, are quoted or
    /// padded with spaces, or when the file is in another encoding.
    public func digestInput(_ row: CSVRow) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        for field in kind.fields {
            guard let column = column(of: field), column < row.count else { continue }
            let value = FieldBytes.trimmed(row[column])
            if value.isEmpty { continue }
            bytes.append(UInt8(field.rawValue))
            var length = value.count
            while length > 0x7F {
                bytes.append(UInt8(length & 0x7F | 0x80))
                length >>= 7
            }
            bytes.append(UInt8(length))
            bytes.append(contentsOf: value)
        }
        return bytes
    }
}

/// Bytes of one field.
enum FieldBytes {
    /// Without the spaces, tabs and line ends around it.
    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var slice = bytes
        while let first = slice.first, isSpace(first) { slice = slice.dropFirst() }
        while let last = slice.last, isSpace(last) { slice = slice.dropLast() }
        return slice
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
