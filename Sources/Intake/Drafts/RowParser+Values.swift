internal import Registry

/// The kinds of values that have a form of their own.
extension RowParser {
    /// One slip in the digit of the decade moves a date of this year at most so far ahead.
    private static let slipYears = 10
    private static let earliestYear = 1900

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
        guard let bytes = bytes(field), let list = layout.mapping.codeLists[field] else {
            return nil
        }
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
        if date.year < Self.earliestYear {
            reject(
                field, .date, "lies before \(Self.earliestYear)",
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
            // A plus sign is the usual beginning here, and no sign of a formula.
            return text.utf8.first == UInt8(ascii: "+") && error == .country
                ? text : self.text(field)
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
            reject(
                field, .money, error == .form ? "is not an amount" : error.description,
                "write it in digits, without a separator of thousands")
        }
        return nil
    }
}
