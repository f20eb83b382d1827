/// An international bank account number (ISO 13616) with check digits by ISO 7064 MOD 97-10.
public struct IBAN: Hashable, Sendable {
    /// The number in capitals without spaces: what is stored and put into messages.
    public let text: String

    /// Why a text is not such a number.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// There is nothing but spaces.
        case empty
        /// A character that is neither a letter A to Z nor a digit.
        case character
        /// It does not begin with two letters and two digits.
        case beginning
        /// No country with these two letters uses IBANs.
        case country(String)
        /// Another length than the country's.
        case length(Int, expected: Int, country: String)
        /// The bank code has other characters than the country's.
        case bankCode(country: String)
        /// The check digits do not agree with the rest.
        case checkDigits

        public var description: String {
            switch self {
            case .empty: "is empty"
            case .character: "has a character that is neither a letter A to Z nor a digit"
            case .beginning: "does not begin with a country and two check digits"
            case .country(let code): "begins with ‘\(code)’, a country without IBANs"
            case .length(let count, let expected, let country):
                "has \(count) characters; an IBAN of \(country) has \(expected)"
            case .bankCode(let country): "has no bank code in the form of \(country)"
            case .checkDigits: "has a wrong or swapped character: its check digits do not agree"
            }
        }
    }

    /// The number as typed or printed: small letters, spaces, hyphens, Arabic digits are accepted.
    public init(_ text: some StringProtocol) throws(Problem) {
        let bytes = IdentifierText.compact(text)
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.allSatisfy({ IdentifierText.isDigit($0) || IdentifierText.isLetter($0) }) else {
            throw .character
        }
        guard bytes.count > 4, bytes[..<2].allSatisfy(IdentifierText.isLetter),
            bytes[2..<4].allSatisfy(IdentifierText.isDigit)
        else { throw .beginning }
        let country = String(decoding: bytes[..<2], as: UTF8.self)
        guard let length = Self.length(country: country) else { throw .country(country) }
        guard bytes.count == length else {
            throw .length(bytes.count, expected: length, country: country)
        }
        guard Self.hasBankCode(bytes, country: country) else { throw .bankCode(country: country) }
        guard Self.remainder(bytes[4...] + bytes[..<4]) == 1,
            (2...98).contains(Int(bytes[2] - 0x30) * 10 + Int(bytes[3] - 0x30))
        else { throw .checkDigits }
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    /// The country by its two letters (ISO 3166-1).
    public var country: String { String(text.prefix(2)) }

    /// The account in the country's own form: what follows the check digits.
    public var basicAccount: String { String(text.dropFirst(4)) }

    /// The bank, where this program knows how the country writes it: characters 5 to 8 of Iraq
    /// (the first letters of the bank's BIC), 5 to 9 of Türkiye; otherwise nil.
    public var bankCode: String? {
        switch country {
        case "IQ": String(basicAccount.prefix(4))
        case "TR": String(basicAccount.prefix(5))
        default: nil
        }
    }

    /// The number in groups of four, as printed on paper.
    public var display: String {
        var result = ""
        for (offset, character) in text.enumerated() {
            if offset > 0, offset % 4 == 0 { result += " " }
            result.append(character)
        }
        return result
    }

    /// Iraq: four letters, then digits. Türkiye: digits only.
    private static func hasBankCode(_ bytes: [UInt8], country: String) -> Bool {
        switch country {
        case "IQ":
            bytes[4..<8].allSatisfy(IdentifierText.isLetter)
                && bytes[8...].allSatisfy(IdentifierText.isDigit)
        case "TR": bytes[4..<9].allSatisfy(IdentifierText.isDigit)
        default: true
        }
    }

    /// ISO 7064: the characters as one number, letters as 10 to 35, modulo 97.
    private static func remainder(_ characters: ArraySlice<UInt8>) -> Int {
        characters.reduce(0) { rest, byte in
            IdentifierText.isDigit(byte)
                ? (rest * 10 + Int(byte - 0x30)) % 97 : (rest * 100 + Int(byte - 0x41) + 10) % 97
        }
    }
}

extension IBAN: CustomStringConvertible {
    /// The number without spaces.
    public var description: String { text }
}
