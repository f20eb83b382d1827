import Registry

/// One file of an import: its rows, and the file of those that were refused.
final class ImportFile {
    let path: String
    let layout: FileLayout
    /// The size in bytes; nil when it is no regular file.
    let totalBytes: Int?
    /// Rows that were read.
    private(set) var rows = 0
    /// Rows that were refused.
    private(set) var rejectedCount = 0
    private var reader: CSVReader
    private var rejected: RejectedRows
    private var isOver = false

    /// Opens the file and reads its header.
    init(_ path: String, options: Importer.Options, today: CivilDate) throws {
        self.path = path
        reader = try CSVReader(path: path, format: options.mapping.format)
        totalBytes = reader.totalBytes
        layout = try options.mapping.layout(
            header: try reader.next(), file: path, today: today, kind: options.kind)
        rejected = try RejectedRows(path: RejectedRows.path(for: path), header: layout.header)
    }

    /// Bytes that were read.
    var doneBytes: Int { reader.position.byteOffset }

    /// Where the refused rows stand.
    var rejectedPath: String { rejected.path }

    /// The next row, or nil at the end. A quote that is never closed ends the file: what stood
    /// before it is kept, and the rest counts as one refused row.
    func next() throws -> CSVRow? {
        if isOver { return nil }
        do {
            if let row = try reader.next() {
                rows += 1
                return row
            }
        } catch CSVError.unclosedQuote(let line) {
            try reject(
                CSVRow(line: line, byteOffset: 0, fault: nil, bytes: [], fields: []),
                RowRejection([
                    RowProblem(
                        line: line, field: "", kind: .row,
                        reason: "and all after it are lost in a quote that is never closed",
                        remedy: "close it, or cut the incomplete end, and import the file again")
                ]))
        }
        isOver = true
        return nil
    }

    /// Puts a row into the file of refused rows.
    func reject(_ row: CSVRow, _ rejection: RowRejection) throws {
        rejectedCount += 1
        try rejected.append(row, rejection)
    }

    /// Brings the refused rows to the disk.
    func finish() throws {
        try rejected.flush()
    }
}

extension RowRejection {
    /// A rejection for one reason that a field has.
    init(
        _ row: CSVRow, _ layout: FileLayout, _ field: ImportField, _ kind: RowProblem.Kind,
        _ reason: String, _ remedy: String
    ) {
        self.init([
            RowProblem(
                line: row.line, field: layout.columnName(of: field), kind: kind, reason: reason,
                remedy: remedy)
        ])
    }
}
