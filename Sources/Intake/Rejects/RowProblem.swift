/// What is wrong with one value of one row, in words for the person who repairs the file.
///
/// Holds no value of the row, so that it may be shown in a log; the row itself goes into
/// `FILE.rejected.csv`.
public struct RowProblem: Hashable, Sendable, CustomStringConvertible {
    /// The line in which the row begins, counted from 1.
    public let line: Int
    /// The column's name in the file's header; empty when the row as a whole is wrong.
    public let field: String
    /// What kind of value was expected.
    public let kind: Kind
    /// What is wrong, as the end of a sentence that begins with the field's name.
    public let reason: String
    /// What to do about it.
    public let remedy: String

    /// What kind of value a field holds.
    public enum Kind: String, Hashable, Sendable {
        case row, number, text, code, date, money, count, area, phone
        case nationalID = "national ID"
        case iban = "IBAN"
    }

    /// A problem with these parts.
    public init(line: Int, field: String, kind: Kind, reason: String, remedy: String) {
        self.line = line
        self.field = field
        self.kind = kind
        self.reason = reason
        self.remedy = remedy
    }

    /// One line: where, what, what to do.
    public var description: String {
        "line \(line): \(field.isEmpty ? "the row" : field) \(reason); \(remedy)"
    }
}

/// Why a row gave no draft: all its problems, at least one.
public struct RowRejection: Error, Hashable, Sendable, CustomStringConvertible {
    /// In the order of the fields.
    public let problems: [RowProblem]

    /// A rejection for these reasons.
    public init(_ problems: [RowProblem]) {
        precondition(!problems.isEmpty, "a row is rejected for a reason")
        self.problems = problems
    }

    /// The line in which the row begins, counted from 1.
    public var line: Int { problems[0].line }

    /// The names of the fields that are wrong, as written into `FILE.rejected.csv`.
    public var fields: String {
        problems.map(\.field).filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// What is wrong and what to do, as written into `FILE.rejected.csv`.
    public var reason: String {
        problems.map { problem in
            let name = problem.field.isEmpty ? "the row" : problem.field
            return "\(name) \(problem.reason); \(problem.remedy)"
        }
        .joined(separator: " | ")
    }

    /// All problems, one a line.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
