internal import Registry

/// Takes the values out of one row, and gathers what is wrong with them.
///
/// The rules, field by field:
/// - What is empty is absent; only the required fields must not be.
/// - A number, code, date or check digit that cannot be right rejects the row: a row that lacks what
///   it claims to say would be worse in the registry than in the file of rejected rows.
/// - What is odd and may still be true is taken as written, with a doubt for an operator to see.
struct RowParser {
    let row: CSVRow
    let layout: FileLayout
    private(set) var problems: [RowProblem] = []
    private(set) var doubts: [RowProblem] = []

    private static let maximumTextBytes = 1000
    private static let maximumNumberBytes = 64

    init(_ row: CSVRow, _ layout: FileLayout) {
        self.row = row
        self.layout = layout
        if let fault = row.fault {
            problems.append(
                RowProblem(
                    line: row.line, field: Self.column(of: fault, layout), kind: .row,
                    reason: Self.reason(of: fault), remedy: Self.remedy(for: fault)))
        }
    }

    /// The value without spaces around it, or nil when it is empty or has no column.
    func bytes(_ field: ImportField) -> ArraySlice<UInt8>? {
        guard let column = layout.column(of: field), column < row.count else { return nil }
        let value = FieldBytes.trimmed(row[column])
        return value.isEmpty ? nil : value
    }

    /// The value as text.
    func string(_ field: ImportField) -> String? {
        bytes(field).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The number under which a registry knows a household or a person, with ASCII digits.
    mutating func number(_ field: ImportField) -> String {
        guard let text = string(field) else {
            reject(field, .number, "is empty", "every row needs its number; add it")
            return ""
        }
        guard text.utf8.count <= Self.maximumNumberBytes,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else {
            reject(
                field, .number, "has spaces in it or more than \(Self.maximumNumberBytes) bytes",
                "write the number as it was given out")
            return ""
        }
        return ArabicDigits.toASCII(text)
    }

    /// A name or an address as written.
    mutating func text(_ field: ImportField) -> String? {
        guard let bytes = bytes(field) else { return nil }
        if bytes.count > Self.maximumTextBytes {
            reject(
                field, .text, "is longer than \(Self.maximumTextBytes) bytes",
                "shorten it; a quote may be missing before it")
        } else if let first = bytes.first, [0x3D, 0x2B, 0x40].contains(first) {
            reject(
                field, .text, "begins with = + or @, as a formula of a spreadsheet does",
                "write the value itself")
        } else if bytes.contains(where: {
            $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) || $0 == 0x7F
        }) {
            reject(field, .text, "has control characters", "type it again")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    mutating func reject(
        _ field: ImportField, _ kind: RowProblem.Kind, _ reason: String, _ remedy: String
    ) {
        // A damaged row has one problem; what its fields hold is then mere consequence.
        if row.fault != nil { return }
        problems.append(problem(field, kind, reason, remedy))
    }

    mutating func doubt(
        _ field: ImportField, _ kind: RowProblem.Kind, _ reason: String, _ remedy: String
    ) {
        doubts.append(problem(field, kind, reason, remedy))
    }

    /// The draft that `make` gives, unless something was wrong.
    func result<Draft>(_ make: @autoclosure () -> Draft) -> Result<Draft, RowRejection> {
        problems.isEmpty ? .success(make()) : .failure(rejection)
    }

    /// Everything that was wrong; a header in the middle, as in files put together, is named so.
    var rejection: RowRejection {
        guard row.fault == nil, row.texts == layout.header else { return RowRejection(problems) }
        return RowRejection([
            RowProblem(
                line: row.line, field: "", kind: .row, reason: "repeats the header",
                remedy: "nothing is lost; remove it where files are put together")
        ])
    }

    private func problem(
        _ field: ImportField, _ kind: RowProblem.Kind, _ reason: String, _ remedy: String
    ) -> RowProblem {
        RowProblem(
            line: row.line, field: layout.columnName(of: field), kind: kind, reason: reason,
            remedy: remedy)
    }
}
