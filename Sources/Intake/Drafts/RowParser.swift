internal import Registry

/// Takes the values out of one row, and gathers what is wrong with them.
///
/// The rules, field by field:
/// - What is empty is absent; only the required fields must not be.
/// - A number, code, date or check digit that cannot be right rejects the row: a row that lacks what
///   it claims to say would be worse in the registry than in the file of rejected rows.
/// - What is odd and may still be true is taken as written, with a doubt for an operator to see.
struct RowParser {
    let row: CSVRow
    let layout: FileLayout
    private(set) var problems: [RowProblem] = []
    private(set) var doubts: [RowProblem] = []

    /// One slip in the digit of the decade moves a birth of this year at most so far ahead.
    private static let slipYears = 10
    private static let earliestBirthYear = 1900
    private static let maximumTextBytes = 1000
    private static let maximumNumberBytes = 64

    init(_ row: CSVRow, _ layout: FileLayout) {
        self.row = row
        self.layout = layout
        if let fault = row.fault {
            problems.append(
                RowProblem(
                    line: row.line, field: Self.column(of: fault, layout), kind: .row,
                    reason: Self.reason(of: fault), remedy: Self.remedy(for: fault)))
        }
    }

    /// The value without spaces around it, or nil when it is empty or has no column.
    func bytes(_ field: ImportField) -> ArraySlice<UInt8>? {
        guard let column = layout.column(of: field), column < row.count else { return nil }
        let value = FieldBytes.trimmed(row[column])
        return value.isEmpty ? nil : value
    }

    /// The value as text.
    func string(_ field: ImportField) -> String? {
        bytes(field).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The number under which a registry knows a household or a person, with ASCII digits.
    mutating func number(_ field: ImportField) -> String {
        guard let text = string(field) else {
            reject(field, .number, "is empty", "every row needs its number; add it")
            return ""
        }
        guard text.utf8.count <= Self.maximumNumberBytes,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else {
            reject(
                field, .number, "has spaces in it or more than \(Self.maximumNumberBytes) bytes",
                "write the number as it was given out")
            return ""
        }
        return ArabicDigits.toASCII(text)
    }

    /// A name or an address as written.
    mutating func text(_ field: ImportField) -> String? {
        guard let bytes = bytes(field) else { return nil }
        if bytes.count > Self.maximumTextBytes {
            reject(
                field, .text, "is longer than \(Self.maximumTextBytes) bytes",
                "shorten it; a quote may be missing before it")
        } else if let first = bytes.first, [0x3D, 0x2B, 0x40].contains(first) {
            reject(
                field, .text, "begins with = + or @, as a formula of a spreadsheet does",
                "write the value itself")
        } else if bytes.contains(where: { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) || $0 == 0x7F }) {
            reject(field, .text, "has control characters", "type it again")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The code of an area; whether there is such an area, the registry knows.
    mutating func area(_ field: ImportField) -> String? {
        guard let text = string(field) else { return nil }
        guard text.utf8.count <= 16,
            text.utf8.allSatisfy({
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || $0 == 0x2D
            })
        else {
            reject(
                field, .area, "is not the code of an area",
                "write the code (capitals, digits, hyphens), not the name")
            return nil
        }
        return text
    }

    /// A code of the field's list.
    mutating func code(_ field: ImportField) -> String? {
        guard let bytes = bytes(field), let list = layout.mapping.codeLists[field] else { return nil }
        if let code = list.code(bytes) { return code }
        reject(
            field, .code, "is not a known code",
            "use \(list.codes.joined(separator: ", ")), or map the word under ‘codes’")
        return nil
    }

    /// A date that must not lie in the future, unless by a slip.
    mutating func date(_ field: ImportField) -> PartialDate? {
        guard let text = string(field) else { return nil }
        let date: PartialDate
        do {
            date = try layout.mapping.dates.parse(text)
        } catch {
            reject(
                field, .date, error == .form ? "is not a date" : error.description,
                "write it as \(layout.mapping.dates.rawValue), or only the year")
            return nil
        }
        if date.year < Self.earliestBirthYear {
            reject(
                field, .date, "lies before \(Self.earliestBirthYear)",
                "correct the year, or leave it empty if it is not known")
        } else if date.year > layout.today.year + Self.slipYears {
            reject(
                field, .date, "lies far in the future",
                "correct the year, or leave it empty if it is not known")
        } else if date.isAfter(layout.today) {
            doubt(field, .date, "lies in the future", "check the year")
        }
        return date
    }

    /// A national ID in the form of Iraq.
    mutating func nationalID(_ field: ImportField) -> IraqNationalID? {
        guard let text = string(field) else { return nil }
        do {
            return try IraqNationalID(text)
        } catch {
            reject(
                field, .nationalID, error.description,
                "copy it from the card, or leave it empty if there is none")
            return nil
        }
    }

    /// An account as IBAN.
    mutating func iban(_ field: ImportField) -> IBAN? {
        guard let text = string(field) else { return nil }
        do {
            return try IBAN(text)
        } catch {
            reject(
                field, .iban, error.description,
                "copy it from the bank's paper, or leave it empty if there is none")
            return nil
        }
    }

    /// A telephone number in E.164 where it is a mobile number of Iraq, otherwise as written, with a
    /// doubt: a family is not turned away because its number is of another country.
    mutating func phone(_ field: ImportField) -> String? {
        guard let text = string(field) else { return nil }
        do {
            return try IraqPhoneNumber(text).text
        } catch {
            doubt(field, .phone, error.description, "ask for a number that can be reached")
            return self.text(field)
        }
    }

    /// A number of things.
    mutating func count(_ field: ImportField, upTo maximum: Int) -> Int? {
        guard let text = string(field) else { return nil }
        guard let count = Int(ArabicDigits.toASCII(text)), (0...maximum).contains(count) else {
            reject(field, .count, "is not a number from 0 to \(maximum)", "write it in digits")
            return nil
        }
        return count
    }

    /// An amount that is not negative.
    mutating func money(_ field: ImportField) -> Money? {
        guard let text = string(field) else { return nil }
        do {
            let money = try Money(text, currency: layout.mapping.currency)
            if money.amountMinor >= 0 { return money }
            reject(field, .money, "is negative", "write what comes in, or 0")
        } catch {
            reject(field, .money, error.description, "write it in digits without separators")
        }
        return nil
    }

    mutating func reject(
        _ field: ImportField, _ kind: RowProblem.Kind, _ reason: String, _ remedy: String
    ) {
        // A damaged row has one problem; what its fields hold is then mere consequence.
        if row.fault != nil { return }
        problems.append(problem(field, kind, reason, remedy))
    }

    mutating func doubt(
        _ field: ImportField, _ kind: RowProblem.Kind, _ reason: String, _ remedy: String
    ) {
        doubts.append(problem(field, kind, reason, remedy))
    }

    /// The draft that `make` gives, unless something was wrong.
    func result<Draft>(_ make: @autoclosure () -> Draft) -> Result<Draft, RowRejection> {
        problems.isEmpty ? .success(make()) : .failure(rejection)
    }

    /// Everything that was wrong; a header in the middle, as in files put together, is named so.
    var rejection: RowRejection {
        guard row.fault == nil, row.texts == layout.header else { return RowRejection(problems) }
        return RowRejection([
            RowProblem(
                line: row.line, field: "", kind: .row, reason: "repeats the header",
                remedy: "nothing is lost; remove it where files are put together")
        ])
    }

    private func problem(
        _ field: ImportField, _ kind: RowProblem.Kind, _ reason: String, _ remedy: String
    ) -> RowProblem {
        RowProblem(
            line: row.line, field: layout.columnName(of: field), kind: kind, reason: reason,
            remedy: remedy)
    }
}
