public import ChangeLog
import Registry
import Storage

/// A version of a programme's rules that is in the registry.
public struct ProgrammeLine: Sendable, Equatable {
    /// The programme's code.
    public var code: String
    /// `household` or `person`.
    public var unit: String
    public var currency: String
    /// The number of the rules; nil where none were written.
    public var version: Int?
    /// The first month that they hold for.
    public var validFrom: String

    /// All versions of all programmes, in the order of their codes, the youngest rules first.
    public static func all(_ view: RegistryView) throws -> [ProgrammeLine] {
        try view.transaction.rows(
            """
            SELECT p.code, p.unit, p.currency, v.version, v.valid_from FROM programme p
            LEFT JOIN programme_version v ON v.programme = p.code
            ORDER BY p.code, v.version DESC
            """
        ).map { row in
            ProgrammeLine(
                code: row.text(0), unit: row.text(1), currency: row.text(2),
                version: row.isNull(3) ? nil : row.int(3), validFrom: row.text(4))
        }
    }
}
