/// A value as stored and sent: integer, text, bytes, or nothing.
public enum FieldValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    /// A reference to a record.
    public static func reference(_ id: RecordID) -> FieldValue {
        .bytes(id.bytes)
    }

    /// The text, or nil when the value is something else.
    public var text: String? {
        if case .text(let value) = self { value } else { nil }
    }

    /// The integer, or nil when the value is something else.
    public var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The bytes, or nil when the value is something else.
    public var bytes: [UInt8]? {
        if case .bytes(let value) = self { value } else { nil }
    }

    /// The record that the value names, or nil when it names none.
    public var reference: RecordID? {
        if case .bytes(let value) = self { RecordID(bytes: value) } else { nil }
    }
}
