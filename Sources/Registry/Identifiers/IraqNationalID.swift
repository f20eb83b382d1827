/// The number of the Iraqi national card (البطاقة الوطنية): 12 digits.
///
/// Iraq has published no check digit, so the form is all that can be checked; a wrong digit is
/// found by comparison with other records, not here.
public struct IraqNationalID: Hashable, Sendable {
    /// The 12 digits in ASCII.
    public let text: String

    /// Why a text is not such a number.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// There is nothing but spaces.
        case empty
        /// Something else than digits.
        case notDigits
        /// Not 12 digits.
        case length(Int)
        /// One digit repeated, as written where the number is not known.
        case placeholder

        public var description: String {
            switch self {
            case .empty: "is empty"
            case .notDigits: "has something else than digits"
            case .length(let count): "has \(count) digits; a national ID of Iraq has 12"
            case .placeholder: "repeats one digit, as is written where there is no number"
            }
        }
    }

    /// The number written with ASCII or Arabic digits; spaces and hyphens are ignored.
    public init(_ text: some StringProtocol) throws(Problem) {
        let digits = IdentifierText.compact(text)
        guard !digits.isEmpty else { throw .empty }
        guard digits.allSatisfy(IdentifierText.isDigit) else { throw .notDigits }
        guard digits.count == 12 else { throw .length(digits.count) }
        guard digits.contains(where: { $0 != digits[0] }) else { throw .placeholder }
        self.text = String(decoding: digits, as: UTF8.self)
    }
}

extension IraqNationalID: CustomStringConvertible {
    /// The 12 digits.
    public var description: String { text }
}
