import Glibc

/// Reads a CSV file row by row in constant memory, by RFC 4180.
///
/// Lines end with CRLF, LF or CR; empty lines are passed over. A row that is wrong as a whole comes
/// out with a `fault` and reading goes on; only what makes the rest unreadable is thrown. The first
/// row given out sets how many columns the others must have.
public struct CSVReader: ~Copyable, Sendable {
    /// How the file is written.
    public let format: CSVFormat
    /// The size of the file in bytes, or nil when it is not a regular file. For a progress bar.
    public let totalBytes: Int?
    /// Where the next row begins: what to remember in order to go on later.
    public private(set) var position = CSVPosition(byteOffset: 0, line: 1)
    /// How many columns each row must have; nil until the first row was read.
    public private(set) var columns: Int?

    private let source: CSVSource
    private var scanner: CSVScanner
    private var buffer: [UInt8] = []
    /// Where in the buffer the next row begins.
    private var start = 0
    private var isAtEnd = false
    private var findings = CSVScanner.Findings()
    private var decoded: [UInt8] = []
    private var decodedFields: [CSVField] = []

    private static let chunkBytes = 1 << 17

    /// Reads the file at that path; throws `CSVError.file`.
    public init(path: String, format: CSVFormat = CSVFormat()) throws(CSVError) {
        self.init(source: try CSVSource(path: path), format: format)
    }

    /// Reads from an open file descriptor, which stays open and the caller's.
    public init(fileDescriptor: Int32, format: CSVFormat = CSVFormat()) {
        self.init(source: CSVSource(borrowing: fileDescriptor), format: format)
    }

    private init(source: CSVSource, format: CSVFormat) {
        self.source = source
        self.format = format
        totalBytes = source.size
        scanner = CSVScanner(separator: format.separator, isUTF8: format.encoding == .utf8)
    }

    /// The next row, or nil at the end of the file; throws `CSVError`.
    public mutating func next() throws(CSVError) -> CSVRow? {
        if position.byteOffset == 0 { try passByteOrderMark() }
        while true {
            if isAtEnd, start == buffer.count { return nil }
            findings.clear()
            let outcome = scanner.scan(
                buffer, from: start, isLast: isAtEnd, into: &findings)
            switch outcome {
            case .row(let end):
                if let row = take(to: end) { return row }
            case .needsMore(let openQuote):
                if let openQuote, isAtEnd {
                    throw .unclosedQuote(line: position.line + openQuote)
                }
                if buffer.count - start > format.maximumRowBytes { return try skipRow() }
                try refill()
            }
        }
    }

    /// Goes on from a place that `position` gave before, in the same file; the header must have
    /// been read, so that the number of columns is known. Throws `CSVError.file` on a pipe.
    public mutating func resume(at place: CSVPosition) throws(CSVError) {
        try source.seek(to: place.byteOffset)
        buffer.removeAll(keepingCapacity: true)
        start = 0
        isAtEnd = false
        position = place
    }

    /// The row from `start` to `end`, or nil when it is an empty line.
    private mutating func take(to end: Int) -> CSVRow? {
        let length = end - start
        let begin = position
        defer {
            start = end
            position.byteOffset += length
            position.line += findings.lines
        }
        if findings.fields.count == 1, findings.fields[0].end == findings.fields[0].start,
            length <= 2, buffer[start] != UInt8(ascii: "\"")
        {
            return nil
        }
        let fault = fault(length: length)
        if columns == nil { columns = findings.fields.count }
        let isPlain =
            !findings.hasDoubledQuotes && (scanner.isUTF8 || !findings.hasHighBytes)
        if !isPlain { decode() }
        return CSVRow(
            line: begin.line, byteOffset: begin.byteOffset, fault: fault,
            bytes: isPlain ? buffer : decoded, fields: isPlain ? findings.fields : decodedFields)
    }

    private func fault(length: Int) -> CSVRow.Fault? {
        if length > format.maximumRowBytes {
            return .rowTooLong(maximumBytes: format.maximumRowBytes)
        }
        if length > format.maximumFieldBytes,
            let column = findings.fields.firstIndex(where: {
                $0.end - $0.start > format.maximumFieldBytes
            })
        {
            return .fieldTooLong(column: column + 1, maximumBytes: format.maximumFieldBytes)
        }
        if findings.hasZeroBytes {
            let column = findings.fields.firstIndex { buffer[$0.start..<$0.end].contains(0) }
            return .zeroByte(column: (column ?? 0) + 1)
        }
        if let column = findings.otherEncoding {
            return scanner.isUTF8 ? .notUTF8(column: column) : .notWindows1256(column: column)
        }
        if let column = findings.textAfterQuote { return .textAfterQuote(column: column) }
        if let columns, findings.fields.count != columns {
            return .columns(findings.fields.count, expected: columns)
        }
        return nil
    }

    /// The fields of the row in UTF-8 and with single quotes, in a buffer of their own.
    private mutating func decode() {
        decoded.removeAll(keepingCapacity: true)
        decodedFields.removeAll(keepingCapacity: true)
        for field in findings.fields {
            let begin = decoded.count
            var from = field.start
            while from < field.end {
                var to = field.end
                if field.hasDoubledQuotes,
                    let quote = buffer[from..<field.end].firstIndex(of: UInt8(ascii: "\""))
                {
                    to = quote + 1
                }
                if !scanner.isUTF8 {
                    Windows1256.append(buffer[from..<to], into: &decoded)
                } else {
                    decoded.append(contentsOf: buffer[from..<to])
                }
                from = to == field.end ? to : to + 1
            }
            decodedFields.append(
                CSVField(start: begin, end: decoded.count, hasDoubledQuotes: false))
        }
    }

    /// Passes over a row that is too long, however long it is, in constant memory.
    private mutating func skipRow() throws(CSVError) -> CSVRow {
        let begin = position
        var skip = CSVSkip(separator: format.separator)
        while true {
            if let end = skip.end(of: buffer.span, from: start) {
                position.byteOffset += end - start
                position.line += skip.lines
                start = end
                break
            }
            position.byteOffset += buffer.count - start
            start = buffer.count
            guard !isAtEnd else {
                if let opened = skip.unclosedQuote {
                    throw .unclosedQuote(line: begin.line + opened)
                }
                position.line += skip.lines
                break
            }
            try refill()
        }
        return CSVRow(
            line: begin.line, byteOffset: begin.byteOffset,
            fault: .rowTooLong(maximumBytes: format.maximumRowBytes), bytes: [], fields: [])
    }

    private mutating func refill() throws(CSVError) {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        isAtEnd = try source.read(atMost: max(Self.chunkBytes, buffer.count), into: &buffer) == 0
    }

    private mutating func passByteOrderMark() throws(CSVError) {
        while buffer.count < 4, !isAtEnd { try refill() }
        if buffer.starts(with: [0xFF, 0xFE]) || buffer.starts(with: [0xFE, 0xFF])
            || buffer.starts(with: [0, 0, 0xFE, 0xFF])
        {
            throw .wideEncoding
        }
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) {
            scanner = CSVScanner(separator: format.separator, isUTF8: true)
            start = 3
            position.byteOffset = 3
        }
    }
}
