import GRDB
import GRDBSQLite
public import Registry

/// A prepared statement; parameters and columns are bound and read without boxing, since import and
/// merge run through it millions of times.
@safe public final class Statement {
    private let owner: GRDB.Statement
    private let handle: OpaquePointer
    private let connection: OpaquePointer
    /// Whether somebody stands on one of its rows: then it cannot run again.
    var isBeingRead = false

    @unsafe init(owner: GRDB.Statement, handle: OpaquePointer, connection: OpaquePointer) {
        self.owner = owner
        unsafe self.handle = handle
        unsafe self.connection = connection
        reset()
    }

    /// Ends the current run; the parameters keep their values.
    public func reset() {
        unsafe sqlite3_reset(handle)
    }

    /// Takes back what was bound to the parameters: they are null again.
    public func clear() {
        unsafe sqlite3_clear_bindings(handle)
    }

    /// Binds the parameters from `$1` on.
    public func bind(_ values: [FieldValue]) {
        for (offset, value) in values.enumerated() {
            bind(offset + 1, value)
        }
    }

    /// Binds parameter `$index`.
    public func bind(_ index: Int, _ value: FieldValue) {
        switch value {
        case .null: bindNull(index)
        case .integer(let number): bind(index, number)
        case .text(let text): bind(index, text)
        case .bytes(let bytes): bind(index, bytes)
        }
    }

    public func bindNull(_ index: Int) {
        unsafe sqlite3_bind_null(handle, Int32(index))
    }

    public func bind(_ index: Int, _ value: Int64) {
        unsafe sqlite3_bind_int64(handle, Int32(index), value)
    }

    public func bind(_ index: Int, _ value: String) {
        var value = value
        value.withUTF8 { utf8 in
            unsafe utf8.withMemoryRebound(to: CChar.self) { characters in
                _ = unsafe sqlite3_bind_text(
                    handle, Int32(index), characters.baseAddress ?? Self.empty,
                    Int32(characters.count), Self.transient)
            }
        }
    }

    public func bind(_ index: Int, _ value: [UInt8]) {
        unsafe value.withUnsafeBytes { unsafe bind(index, $0) }
    }

    public func bind(_ index: Int, _ value: ArraySlice<UInt8>) {
        unsafe value.withUnsafeBytes { unsafe bind(index, $0) }
    }

    /// Binds bytes that are copied during the call.
    @unsafe public func bind(_ index: Int, _ bytes: UnsafeRawBufferPointer) {
        _ = unsafe sqlite3_bind_blob(
            handle, Int32(index), bytes.baseAddress ?? UnsafeRawPointer(Self.empty),
            Int32(bytes.count), Self.transient)
    }

    public func bind(_ index: Int, _ value: RecordID) {
        var words = (value.high.bigEndian, value.low.bigEndian)
        unsafe withUnsafeBytes(of: &words) { unsafe bind(index, $0) }
    }

    /// Runs a statement that returns no rows, or ignores those it returns.
    public func run() throws {
        defer { reset() }
        while try step() {}
    }

    /// Goes to the next row; false when there is none.
    public func step() throws -> Bool {
        let code = unsafe sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            reset()
            return false
        default:
            let extended = Int(unsafe sqlite3_extended_errcode(connection))
            let message = unsafe String(cString: sqlite3_errmsg(connection))
            reset()
            throw StoreError(code: Int(code) & 0xFF, extended: extended, message: message)
        }
    }

    public func integer(_ column: Int) -> Int64 {
        unsafe sqlite3_column_int64(handle, Int32(column))
    }

    public func isNull(_ column: Int) -> Bool {
        unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
    }

    public func text(_ column: Int) -> String {
        guard let start = unsafe sqlite3_column_text(handle, Int32(column)) else { return "" }
        let count = Int(unsafe sqlite3_column_bytes(handle, Int32(column)))
        return unsafe String(
            decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    public func bytes(_ column: Int) -> [UInt8] {
        guard let start = unsafe sqlite3_column_blob(handle, Int32(column)) else { return [] }
        let count = Int(unsafe sqlite3_column_bytes(handle, Int32(column)))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    public func id(_ column: Int) -> RecordID? {
        guard let start = unsafe sqlite3_column_blob(handle, Int32(column)),
            unsafe sqlite3_column_bytes(handle, Int32(column)) == 16
        else { return nil }
        let high = unsafe start.loadUnaligned(as: UInt64.self)
        let low = unsafe start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        return RecordID(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
    }

    /// The value in a column, in whichever of the three forms it has.
    public func value(_ column: Int) -> FieldValue {
        switch unsafe sqlite3_column_type(handle, Int32(column)) {
        case SQLITE_INTEGER: .integer(integer(column))
        case SQLITE_TEXT: .text(text(column))
        case SQLITE_BLOB: .bytes(bytes(column))
        default: .null
        }
    }

    /// How many columns each row has.
    public var columnCount: Int {
        Int(unsafe sqlite3_column_count(handle))
    }

    /// The whole current row.
    public func row() -> Row {
        Row(values: (0..<columnCount).map(value))
    }

    nonisolated(unsafe) private static let transient = unsafe unsafeBitCast(
        -1, to: sqlite3_destructor_type.self)
    nonisolated(unsafe) private static let empty = unsafe UnsafePointer<CChar>(
        UnsafeMutablePointer<CChar>.allocate(capacity: 1))
}
