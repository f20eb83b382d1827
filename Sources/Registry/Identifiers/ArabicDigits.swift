/// The digits that people write in Iraq and its neighbourhood, besides 0 to 9.
public enum ArabicDigits {
    /// The text with Arabic-Indic (٠ to ٩, U+0660) and Extended Arabic-Indic digits (۰ to ۹,
    /// U+06F0) replaced by 0 to 9; everything else stays as it is.
    public static func toASCII(_ text: some StringProtocol) -> String {
        // Nearly always a String already, for which the generic code would be ten times slower.
        convert(String(text))
    }

    private static func convert(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(ascii(scalar)) }
        return String(result)
    }

    private static func ascii(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x660...0x669: Unicode.Scalar(UInt8(scalar.value - 0x660 + 0x30))
        case 0x6F0...0x6F9: Unicode.Scalar(UInt8(scalar.value - 0x6F0 + 0x30))
        default: scalar
        }
    }
}

/// How identifiers are written by hand: what does not belong to them is taken away.
enum IdentifierText {
    /// The text in ASCII digits and capitals without spaces, hyphens, and the invisible marks of
    /// direction that telephones and spreadsheets put around numbers in Arabic text.
    static func compact(_ text: some StringProtocol) -> [UInt8] {
        compact(ascii: ArabicDigits.toASCII(text))
    }

    private static func compact(ascii text: String) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars where !isFiller(scalar) {
            switch scalar.value {
            case 0x61...0x7A: result.append(UInt8(scalar.value - 0x20))
            case 0..<0x80: result.append(UInt8(scalar.value))
            default: result.append(contentsOf: String(scalar).utf8)
            }
        }
        return result
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

    /// The values of digits already checked.
    static func values(_ digits: some Sequence<UInt8>) -> [Int] { digits.map { Int($0) - 0x30 } }

    private static func isFiller(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20, 0x2D, 0xA0, 0x2010...0x2013, 0x2009, 0x202F, 0xFEFF: true
        case 0x061C, 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
