public import Registry

/// Which column of a file fills which field, and how values are written there.
///
/// Decodable, so that a user can write one in YAML; every key may be left out:
/// ```yaml
/// encoding: windows-1256          # or utf-8
/// separator: ";"                  # or tab
/// dates: dd/MM/yyyy               # or yyyy-MM-dd, MM/dd/yyyy
/// currency: IQD
/// household: {household_number: رقم الأسرة, district: القضاء}
/// person: {person_number: no, household_number: hh, relationship: rel, given_name: name}
/// deaths: {national_id: id, died_on: date}
/// codes: {sex: {ذكر: M, أنثى: F}}
/// ```
/// A kind of file that is not mentioned keeps the columns of the built-in mapping.
public struct ImportMapping: Sendable {
    /// How the files are written.
    public var format: CSVFormat
    /// How dates are written.
    public var dates: DateForm
    /// The currency of incomes.
    public var currency: Currency
    /// For each kind of file the column of each field that it has.
    public var columns: [FileKind: [ImportField: String]]
    /// For each field with codes what may stand there.
    public var codeLists: [ImportField: CodeList]

    /// How dates are written in a file. A year alone, and a year and a month, are always understood.
    public enum DateForm: String, Hashable, Sendable, Codable {
        case yearMonthDay = "yyyy-MM-dd"
        case dayMonthYear = "dd/MM/yyyy"
        case monthDayYear = "MM/dd/yyyy"
    }

    /// The mapping of the ministry's own exports: columns named like the fields, UTF-8, commas, ISO
    /// dates, dinars.
    public static let builtIn = ImportMapping(
        format: CSVFormat(), dates: .yearMonthDay, currency: .iraqiDinar,
        columns: Dictionary(
            uniqueKeysWithValues: FileKind.allCases.map { kind in
                (kind, Dictionary(uniqueKeysWithValues: kind.fields.map { ($0, $0.name) }))
            }),
        codeLists: CodeList.builtIn)
}
