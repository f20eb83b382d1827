import Glibc

/// The file `FILE.rejected.csv` beside an imported file: each row that was refused with its line,
/// the field and the reason, then the row as it was.
///
/// It has the original columns, so once repaired it can be imported as it is. It is created with
/// the first rejected row; an import without one removes what an earlier import has left.
public struct RejectedRows: ~Copyable {
    /// Where the file lies.
    public let path: String
    /// How many rows were written, without those before a resumption.
    public private(set) var count = 0
    /// How long the file is, in bytes: what to remember in order to go on later.
    public private(set) var byteCount: Int

    private let header: [String]
    private var writer = CSVWriter(guardsFormulas: true)
    private var descriptor: Int32 = -1

    /// Why the file cannot be written.
    public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// The file.
        public let path: String
        /// The operating system's reason.
        public let errno: Int32

        public var description: String {
            "\(path) cannot be written (error \(errno)); make room and check the folder's rights"
        }
    }

    /// The path for the rejected rows of that file: `persons.csv` gives `persons.rejected.csv`.
    public static func path(for file: String) -> String {
        (file.lowercased().hasSuffix(".csv") ? String(file.dropLast(4)) : file) + ".rejected.csv"
    }

    /// A file for rejected rows.
    ///
    /// - Parameters:
    ///   - path: where it lies; `path(for:)` says where users look for it.
    ///   - header: the column names of the file that is imported.
    ///   - byteCount: 0 for an import from the start; otherwise how long the rejected file was at
    ///     the place from which the import goes on, since what was written after it comes again.
    public init(
        path: String, header: [String], resumingAt byteCount: Int = 0
    ) throws(Problem) {
        self.path = path
        self.header = header
        self.byteCount = byteCount
        if byteCount > 0 {
            try open()
            return
        }
        // Asked for first, since a folder that nobody may write to refuses even to forget nothing.
        if unsafe access(path, F_OK) == 0, unsafe unlink(path) != 0 {
            throw Problem(path: path, errno: errno)
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Adds a row that gave no draft; `flush` brings it to the file.
    public mutating func append(_ row: CSVRow, _ rejection: RowRejection) throws(Problem) {
        if byteCount == 0, count == 0 {
            writer.append(["line", "field", "reason"] + header)
        }
        writer.append([String(rejection.line), rejection.fields, rejection.reason] + row.texts)
        count += 1
        if writer.bytes.count >= 1 << 16 { try flush() }
    }

    /// Writes what was added so far. Called before `byteCount` is remembered, and at the end.
    public mutating func flush() throws(Problem) {
        guard !writer.bytes.isEmpty else { return }
        if descriptor < 0 { try open() }
        let bytes = writer.take()
        var done = 0
        while done < bytes.count {
            let descriptor = descriptor
            let written = unsafe bytes.withUnsafeBytes { bytes in
                unsafe write(
                    descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
            }
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else { throw Problem(path: path, errno: errno) }
            done += written
        }
        byteCount += bytes.count
    }

    private mutating func open() throws(Problem) {
        // Rows hold personal data: only the user who imports may read them.
        descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, ftruncate(descriptor, off_t(byteCount)) == 0,
            lseek(descriptor, 0, SEEK_END) >= 0
        else { throw Problem(path: path, errno: errno) }
    }
}
