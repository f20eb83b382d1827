/// One row of a CSV file: its fields as slices of one buffer, without a text per field.
///
/// A row stays valid after the next one was read. It shares the reader's buffer, so a row that is
/// kept makes the reader copy that buffer once: keep texts, not rows, where there are many.
public struct CSVRow: Sendable {
    /// The line in which the row begins, counted from 1; quoted fields may hold line ends.
    public let line: Int
    /// Where the row begins in the file.
    public let byteOffset: Int
    /// What is wrong with the row as a whole; its fields are then of little use.
    public let fault: Fault?

    let bytes: [UInt8]
    let fields: [CSVField]

    /// What is wrong with a row as a whole.
    public enum Fault: Hashable, Sendable, CustomStringConvertible {
        /// Fewer or more fields than the header has columns.
        case columns(Int, expected: Int)
        /// A byte that is no UTF-8, at this column, counted from 1.
        case notUTF8(column: Int)
        /// Windows-1256 was expected, and this column, counted from 1, is certainly UTF-8.
        case notWindows1256(column: Int)
        /// A zero byte in this column, counted from 1.
        case zeroByte(column: Int)
        /// Something after the closing quote of this column, counted from 1.
        case textAfterQuote(column: Int)
        /// The field is longer than this many bytes.
        case fieldTooLong(column: Int, maximumBytes: Int)
        /// The row is longer than this many bytes; its fields were left out.
        case rowTooLong(maximumBytes: Int)

        public var description: String {
            switch self {
            case .columns(let count, let expected):
                "has \(count) columns, the header has \(expected)"
            case .notUTF8(let column): "column \(column) is not UTF-8"
            case .notWindows1256(let column): "column \(column) is UTF-8 and not Windows-1256"
            case .zeroByte(let column): "column \(column) has a zero byte"
            case .textAfterQuote(let column): "column \(column) has text after its closing quote"
            case .fieldTooLong(let column, let maximum):
                "column \(column) is longer than \(maximum) bytes"
            case .rowTooLong(let maximum): "is longer than \(maximum) bytes"
            }
        }
    }

    /// How many fields the row has.
    public var count: Int { fields.count }

    /// The bytes of a field in UTF-8, without its quotes. The column is counted from 0.
    public subscript(column: Int) -> ArraySlice<UInt8> {
        bytes[fields[column].start..<fields[column].end]
    }

    /// The text of a field; bytes that are no UTF-8 come out as U+FFFD. Columns count from 0.
    public func text(_ column: Int) -> String {
        String(decoding: self[column], as: UTF8.self)
    }

    /// The texts of all fields.
    public var texts: [String] {
        fields.indices.map(text)
    }
}

/// Where a field lies in the buffer of its row.
struct CSVField: Sendable {
    var start: Int
    var end: Int
    /// Whether it holds doubled quotes, each of which means one.
    var hasDoubledQuotes: Bool
}
