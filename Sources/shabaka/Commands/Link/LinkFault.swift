import Intake

/// Why lists of people cannot be compared.
enum LinkFault: Error, CustomStringConvertible {
    case mapping(String, String)
    case unrecognised(String, header: [String])
    case listOfHouseholds(String, header: [String])
    case noHeader(String)
    case separator(String, String)
    case column(String, String)
    case twoColumns(String, column: String)
    case unreadable(String, CSVError)
    case noValues([String])
    case model(String, String)
    case header(String, CSVRow.Fault)
    case unknownRecord(String)

    var description: String {
        switch self {
        case .mapping(let path, let what): "The mapping “\(path)” cannot be used: \(what)"
        case .unrecognised(let path, let header):
            "“\(path)”: no column tells a person's name or number. Its columns are "
                + header.joined(separator: ", ")
                + ". Say with --mapping which of them are to be compared."
        case .listOfHouseholds(let path, let header):
            "“\(path)” is a list of households, and people are compared. Give the file of the "
                + "persons. Its columns are \(header.joined(separator: ", "))."
        case .separator(let path, let separator):
            "“\(path)”: the first row is one column, and “\(separator)” stands in it. If it stands "
                + "between the columns, give --separator \(separator == "\t" ? "tab" : "\"\(separator)\"")."
        case .noHeader(let path):
            "“\(path)” is empty. Its first row must name the columns."
        case .column(let path, let what): "“\(path)”: \(what)"
        case .twoColumns(let path, let column):
            "“\(path)” has two columns called “\(column)”. Rename one of them."
        case .unreadable(_, .file(let path, let errno)):
            CSVError.file(path: path, errno: errno).description + "."
        case .unreadable(let path, let error): "“\(path)”: \(error.description)."
        case .noValues(let columns):
            "Nothing to compare: no row has a value in \(columns.joined(separator: ", ")). Check "
                + "the mapping and the separator."
        case .header(let path, let fault):
            "“\(path)”: the first row must name the columns, but it \(fault.description). Check that "
                + "it is a CSV file, and its --separator and --encoding."
        case .unknownRecord(let id):
            "No record bears the id “\(id)”, which --explain asks for."
        case .model(let path, let what): "The model “\(path)” cannot be used: \(what)"
        }
    }
}
