/// Why a linkage cannot be run as asked.
public enum LinkageError: Error, Equatable, CustomStringConvertible {
    /// No field is compared.
    case noFields
    /// More fields than a pattern of agreement holds.
    case tooManyFields(Int)
    /// A blocking rule names a column or part that is not there.
    case unknownBlockingColumn(String, known: [String])
    /// A blocking rule without a column.
    case emptyBlockingRule
    /// A threshold outside 0 to 1.
    case badThreshold(Double)
    /// A stored model is for other fields.
    case modelForOtherFields(expected: [String], found: [String])
    /// A stored model is of a version that this program does not know.
    case unknownModelVersion(Int)

    public var description: String {
        switch self {
        case .noFields: "No field to compare: the mapping must name at least one."
        case .tooManyFields(let count):
            "\(count) fields to compare, at most 16 are possible: leave out those that say least."
        case .unknownBlockingColumn(let column, let known):
            "Blocking by “\(column)”: no such column. Compared columns are "
                + known.joined(separator: ", ")
                + "; a date or year may be followed by .year, a name by .skeleton."
        case .emptyBlockingRule: "A blocking rule names no column."
        case .badThreshold(let value): "A threshold of \(value): it must lie between 0 and 1."
        case .modelForOtherFields(let expected, let found):
            "The model was made for \(expected.joined(separator: ", ")), "
                + "the mapping has \(found.joined(separator: ", "))."
        case .unknownModelVersion(let version):
            "The model is of version \(version); this program reads version "
                + "\(LinkageModel.currentVersion)."
        }
    }
}
