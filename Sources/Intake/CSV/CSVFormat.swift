/// How a CSV file is written, and how long its rows may be.
public struct CSVFormat: Hashable, Sendable {
    /// The bytes of the characters.
    public enum Encoding: String, Hashable, Sendable, Codable {
        /// UTF-8, with or without a byte order mark.
        case utf8 = "utf-8"
        /// The code page of Arabic Windows.
        case windows1256 = "windows-1256"
    }

    /// The bytes of the characters; a UTF-8 byte order mark overrules Windows-1256.
    public var encoding: Encoding
    /// The ASCII character between two fields.
    public var separator: UInt8
    /// The longest field, in bytes of the file, quotes included.
    public var maximumFieldBytes: Int
    /// The longest row, in bytes of the file, line end included.
    public var maximumRowBytes: Int

    /// RFC 4180 in UTF-8 with commas, fields up to 64 KiB, rows up to 256 KiB, unless told otherwise.
    public init(
        encoding: Encoding = .utf8, separator: UInt8 = UInt8(ascii: ","),
        maximumFieldBytes: Int = 1 << 16, maximumRowBytes: Int = 1 << 18
    ) {
        precondition(
            separator < 0x80 && !CSVFormat.reserved.contains(separator),
            "the separator of a CSV file is an ASCII character other than quote and line end")
        precondition(
            (1...1 << 28).contains(maximumRowBytes) && maximumFieldBytes > 0,
            "rows and fields have a length of at least one byte, rows of at most 256 MiB")
        self.encoding = encoding
        self.separator = separator
        self.maximumFieldBytes = maximumFieldBytes
        self.maximumRowBytes = maximumRowBytes
    }

    private static let reserved = [0, 0x0A, 0x0D, 0x22] as [UInt8]
}

/// A place in a file between two rows, from which reading can go on.
public struct CSVPosition: Hashable, Sendable, Codable {
    /// Bytes of the file before the place.
    public var byteOffset: Int
    /// The line that begins there, counted from 1.
    public var line: Int

    /// The place after so many bytes, where that line begins.
    public init(byteOffset: Int, line: Int) {
        self.byteOffset = byteOffset
        self.line = line
    }
}

/// Why a file cannot be read on. What stood before it has been given out.
public enum CSVError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The operating system refused to open or read the file.
    case file(path: String, errno: Int32)
    /// The file is in UTF-16 or UTF-32, as its first bytes say.
    case wideEncoding
    /// A quote was opened in that line and never closed: all rows after it are unknown.
    case unclosedQuote(line: Int)

    public var description: String {
        switch self {
        case .file(let path, let errno):
            "\(path) cannot be read (error \(errno)); check that it exists and may be read"
        case .wideEncoding:
            "the file is in UTF-16; save it again as CSV in UTF-8"
        case .unclosedQuote(let line):
            "the quote that opens in line \(line) is never closed, so that nothing after it can be "
                + "read; close it, or cut the incomplete end, and import the file again"
        }
    }
}
