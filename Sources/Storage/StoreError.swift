import GRDB

/// What the database refused.
public enum StoreError: Error, Sendable, Equatable {
    /// The disk or the quota is full; nothing was written.
    case diskFull
    /// Another process holds the database.
    case busy
    /// The file or its folder cannot be written.
    case readOnly
    /// The file is not a database or is damaged.
    case damaged(String)
    /// The database does not sync its commits to the disk.
    case notDurable(found: Int)
    /// Anything else, with SQLite's extended code and message.
    case failed(code: Int, message: String)

    init(_ error: DatabaseError) {
        self.init(
            code: Int(error.resultCode.rawValue), extended: Int(error.extendedResultCode.rawValue),
            message: error.message ?? "")
    }

    init(code: Int, extended: Int, message: String) {
        switch code {
        case 13: self = .diskFull
        case 5, 6: self = .busy
        case 8: self = .readOnly
        case 11, 26: self = .damaged(message)
        default: self = .failed(code: extended, message: message)
        }
    }
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .diskFull:
            "The disk is full: nothing was written. Free some space and try again."
        case .busy:
            "Another process holds the database. Stop it, or wait, and try again."
        case .readOnly:
            "The database cannot be written. Check the owner and the rights of its folder."
        case .damaged(let message):
            "The database file is damaged (\(message)). Restore the last verified backup."
        case .notDurable(let found):
            "The database does not sync its commits (synchronous=\(found), wanted 2)."
        case .failed(let code, let message):
            "The database refused (code \(code)): \(message)."
        }
    }
}
