public import Registry

/// The value of one field, by its number; fields that this version of the dictionary does not know
/// are carried along.
public struct NumberedValue: Hashable, Sendable {
    public let field: Int
    public let value: FieldValue

    public init(_ field: Int, _ value: FieldValue) {
        self.field = field
        self.value = value
    }

    func write(_ number: Int, to writer: inout WireWriter) {
        writer.message(number) { inner in
            inner.number(1, UInt64(field))
            switch value {
            case .null: break
            case .integer(let integer): inner.signed(2, integer)
            case .text(let text): inner.presentText(3, text)
            case .bytes(let bytes): inner.presentData(4, bytes)
            }
        }
    }

    init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var number = 0
        var value = FieldValue.null
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .number(let found)): number = Int(truncatingIfNeeded: found)
            case (2, .number(let found)): value = .integer(found.zigzag)
            case (3, .data(let range)): value = .text(try reader.text(range))
            case (4, .data(let range)): value = .bytes(reader.data(range))
            default: break
            }
        }
        guard number > 0, number < 1 << 20 else { throw .missing("field number") }
        self.init(number, value)
    }
}

/// The values of a group as one comparable thing: sorted by field, without nulls.
public struct GroupValue: Hashable, Sendable {
    public let values: [NumberedValue]

    public init(_ values: [NumberedValue]) {
        // Nearly all are written in order and leave out what is empty.
        var isOrdered = true
        var last = Int.min
        for value in values {
            if value.value == .null || value.field < last { isOrdered = false }
            last = value.field
        }
        self.values =
            isOrdered
            ? values
            : values.filter { $0.value != .null }.sorted { $0.field < $1.field }
    }

    /// Of values that are in the order of their fields, without nulls.
    init(ordered values: [NumberedValue]) {
        self.values = values
    }

    /// The value of one field; null when it has none.
    public subscript(field: Int) -> FieldValue {
        values.first { $0.field == field }?.value ?? .null
    }

    /// The bytes kept in the table of heads.
    public var bytes: [UInt8] {
        var writer = WireWriter(capacity: 24 * values.count)
        for value in values { value.write(1, to: &writer) }
        return writer.bytes
    }

    public init(bytes: [UInt8]) throws(WireReader.Malformed) {
        var reader = WireReader(bytes)
        var values: [NumberedValue] = []
        while let (field, content) = try reader.next() {
            if field == 1, case .data(let range) = content {
                values.append(try NumberedValue(reader.message(range)))
            }
        }
        self.init(values)
    }
}
