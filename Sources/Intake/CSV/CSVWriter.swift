/// Writes rows as CSV into a buffer: UTF-8, quotes only where RFC 4180 needs them, so that the same
/// rows give the same bytes.
public struct CSVWriter: Sendable {
    /// What ends a row.
    public enum LineEnd: String, Hashable, Sendable {
        case lf = "\n"
        case crlf = "\r\n"
    }

    /// What has been written and not yet been taken away.
    public private(set) var bytes: [UInt8] = []

    private let separator: UInt8
    private let lineEnd: [UInt8]
    private let guardsFormulas: Bool

    /// A writer with nothing written.
    ///
    /// - Parameter guardsFormulas: whether a cell that a spreadsheet would compute (it begins with
    ///   `=`, `+`, `-` or `@` and is no number) gets an apostrophe before it, for files that people
    ///   open.
    public init(
        separator: UInt8 = UInt8(ascii: ","), lineEnd: LineEnd = .lf, guardsFormulas: Bool = false
    ) {
        self.separator = separator
        self.lineEnd = Array(lineEnd.rawValue.utf8)
        self.guardsFormulas = guardsFormulas
    }

    /// Appends a row of these fields.
    public mutating func append(_ fields: some Sequence<String>) {
        var isFirst = true
        for field in fields {
            if !isFirst { bytes.append(separator) }
            append(field: field.utf8)
            isFirst = false
        }
        bytes.append(contentsOf: lineEnd)
    }

    /// Takes what has been written, so that a long file needs little memory.
    public mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func append(field: String.UTF8View) {
        let needsGuard = guardsFormulas && Self.isFormula(field)
        let needsQuotes =
            field.contains {
                $0 == separator || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
                    || $0 == UInt8(ascii: "\r")
            } || field.first == UInt8(ascii: " ") || field.last == UInt8(ascii: " ")
        if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
        if needsGuard { bytes.append(UInt8(ascii: "'")) }
        for byte in field {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
    }

    /// Whether a spreadsheet would take the cell for a formula; `-5` and `+964 770…` are numbers.
    private static func isFormula(_ field: String.UTF8View) -> Bool {
        guard let first = field.first else { return false }
        switch first {
        case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0D: return true
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            return !field.dropFirst().allSatisfy {
                (0x30...0x39).contains($0) || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ".")
            }
        default: return false
        }
    }
}
