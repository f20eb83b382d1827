import Registry

/// What people type, brought to the form that is checked.
enum SearchText {
    /// The digits in a text, Arabic ones as Western ones.
    static func digits(_ text: String) -> String {
        String(ArabicDigits.toASCII(text).filter { ("0"..."9").contains($0) })
    }
}
