/// A mobile number of Iraq, stored in the form of ITU-T E.164: `+9647` and nine digits.
public struct IraqPhoneNumber: Hashable, Sendable {
    /// The number in E.164: `+9647701234567`.
    public let text: String

    /// Why a text is not such a number.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// There is nothing but spaces.
        case empty
        /// Something else than digits after an optional plus sign.
        case notDigits
        /// The number is of another country.
        case country
        /// The number does not begin with 07 (at home) or 7 (after 964).
        case notMobile
        /// A mobile number with this many digits in the form `07…`, not 11.
        case length(Int)

        public var description: String {
            switch self {
            case .empty: "is empty"
            case .notDigits: "has something else than digits and a leading plus sign"
            case .country: "is a number of another country than Iraq (+964)"
            case .notMobile: "is not a mobile number; those of Iraq begin with 07 or +9647"
            case .length(let count): "has \(count) digits; 07… has 11"
            }
        }
    }

    /// The number as people write it: `07…`, `+9647…`, `009647…`, `9647…`, or without the leading
    /// zero as spreadsheets leave it; ASCII or Arabic digits, with spaces, hyphens and brackets.
    public init(_ text: some StringProtocol) throws(Problem) {
        var digits = IdentifierText.compact(text).filter {
            $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: ")") && $0 != UInt8(ascii: "/")
        }[...]
        guard !digits.isEmpty else { throw .empty }
        var isInternational = digits.first == UInt8(ascii: "+")
        if isInternational { digits = digits.dropFirst() }
        guard !digits.isEmpty, digits.allSatisfy(IdentifierText.isDigit) else { throw .notDigits }
        if !isInternational, digits.starts(with: "00".utf8) {
            isInternational = true
            digits = digits.dropFirst(2)
        }
        if digits.starts(with: "964".utf8) {
            digits = digits.dropFirst(3)
        } else if isInternational {
            throw .country
        }
        if digits.first == UInt8(ascii: "0") { digits = digits.dropFirst() }
        guard digits.first == UInt8(ascii: "7") else { throw .notMobile }
        guard digits.count == 10 else { throw .length(digits.count + 1) }
        self.text = "+964" + String(decoding: digits, as: UTF8.self)
    }

    /// The number as dialled at home: `07701234567`.
    public var display: String { "0" + text.dropFirst(4) }
}

extension IraqPhoneNumber: CustomStringConvertible {
    /// The number in E.164.
    public var description: String { text }
}
