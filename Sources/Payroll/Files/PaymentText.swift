/// What texts a bank takes.
enum PaymentText {
    /// Whether a name can stand in a payment: a letter at least, and no control character.
    static func isWritable(_ name: String) -> Bool {
        name.unicodeScalars.contains { $0.properties.isAlphabetic }
            && name.unicodeScalars.allSatisfy(isAllowed)
    }

    /// XML 1.0, section 2.2, without tabs, line ends and the control characters from U+007F on,
    /// which that section discourages: a bank's line-based systems stumble over them.
    static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20..<0x7F, 0xA0..<0xFFFE, 0x10000...0x10FFFF: true
        default: false
        }
    }

    /// The text cut to `limit` characters as XML schemas count them (Unicode scalars), between two
    /// characters as people see them, so that no letter loses its marks. The registry keeps all.
    static func shortened(_ text: String, to limit: Int) -> String {
        guard text.unicodeScalars.count > limit else { return text }
        var result = ""
        var count = 0
        for character in text {
            let scalars = character.unicodeScalars.count
            guard count + scalars <= limit else { break }
            result.append(character)
            count += scalars
        }
        // A single character with more marks than the limit: there is no good place to cut.
        guard result.isEmpty else { return result }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit)))
    }
}
