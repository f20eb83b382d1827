import Registry

/// Phone numbers as people here read them.
enum PhoneText {
    /// `0770 123 4567` for a mobile number of Iraq, anything else as written.
    static func shown(_ text: String) -> String {
        // What is no number of Iraq is shown as it was imported.
        guard let number = try? IraqPhoneNumber(text) else { return text }
        let digits = number.display
        guard digits.count == 11 else { return digits }
        return
            "\(digits.prefix(4))\u{00A0}\(digits.dropFirst(4).prefix(3))\u{00A0}\(digits.suffix(4))"
    }
}
