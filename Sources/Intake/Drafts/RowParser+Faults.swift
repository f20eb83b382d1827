/// What a row that is wrong as a whole is called in the file of rejected rows.
extension RowParser {
    /// The column that a fault lies in, by the header's name; empty when the row as a whole is wrong.
    static func column(of fault: CSVRow.Fault, _ layout: FileLayout) -> String {
        switch fault {
        case .columns, .rowTooLong: return ""
        case .notUTF8(let column), .notWindows1256(let column), .zeroByte(let column),
            .textAfterQuote(let column), .fieldTooLong(let column, _):
            return column <= layout.header.count ? layout.header[column - 1] : ""
        }
    }

    /// What is wrong, as the end of a sentence that begins with the name of column or row.
    static func reason(of fault: CSVRow.Fault) -> String {
        switch fault {
        case .columns, .rowTooLong: fault.description
        case .notUTF8: "is not UTF-8"
        case .notWindows1256: "is UTF-8 and not Windows-1256"
        case .zeroByte: "has a zero byte"
        case .textAfterQuote: "has text after its closing quote"
        case .fieldTooLong(_, let maximum): "is longer than \(maximum) bytes"
        }
    }

    /// What to do about it.
    static func remedy(for fault: CSVRow.Fault) -> String {
        switch fault {
        case .columns: "put fields that hold the separator in quotes, and fill up missing ones"
        case .notUTF8: "save the file as UTF-8, or say encoding windows-1256"
        case .notWindows1256: "say encoding utf-8"
        case .zeroByte: "export the file again; it is damaged or in UTF-16"
        case .textAfterQuote: "double the quotes within a quoted field"
        case .fieldTooLong, .rowTooLong: "shorten it, or close the quote that is open"
        }
    }
}
