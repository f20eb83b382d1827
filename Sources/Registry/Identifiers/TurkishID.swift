/// The identity number of Türkiye (T.C. kimlik numarası): 11 digits, the last two of them check
/// digits. Numbers that begin with 99 belong to foreigners.
///
/// Rule: law 5490 and the published algorithm of the directorate of civil registration (NVİ):
/// d10 = (7·(d1+d3+d5+d7+d9) − (d2+d4+d6+d8)) mod 10, d11 = (d1+…+d10) mod 10.
public struct TurkishID: Hashable, Sendable {
    /// The 11 digits in ASCII.
    public let text: String

    /// Why a text is not such a number.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// There is nothing but spaces.
        case empty
        /// Something else than digits.
        case notDigits
        /// Not 11 digits.
        case length(Int)
        /// It begins with zero.
        case leadingZero
        /// The tenth digit does not follow from the nine before it.
        case firstCheckDigit
        /// The eleventh digit does not follow from the ten before it.
        case secondCheckDigit

        public var description: String {
            switch self {
            case .empty: "is empty"
            case .notDigits: "has something else than digits"
            case .length(let count): "has \(count) digits; an identity number of Türkiye has 11"
            case .leadingZero: "begins with zero; an identity number of Türkiye never does"
            case .firstCheckDigit: "has a wrong digit: the tenth does not agree with the others"
            case .secondCheckDigit: "has a wrong digit: the eleventh does not agree with the others"
            }
        }
    }

    /// The number written with ASCII or Arabic digits; spaces and hyphens are ignored.
    public init(_ text: some StringProtocol) throws(Problem) {
        let digits = IdentifierText.compact(text)
        guard !digits.isEmpty else { throw .empty }
        guard digits.allSatisfy(IdentifierText.isDigit) else { throw .notDigits }
        guard digits.count == 11 else { throw .length(digits.count) }
        guard digits[0] != UInt8(ascii: "0") else { throw .leadingZero }
        let values = IdentifierText.values(digits)
        let odd = values[0] + values[2] + values[4] + values[6] + values[8]
        let even = values[1] + values[3] + values[5] + values[7]
        guard values[9] == ((7 * odd - even) % 10 + 10) % 10 else { throw .firstCheckDigit }
        guard values[10] == values[..<10].reduce(0, +) % 10 else { throw .secondCheckDigit }
        self.text = String(decoding: digits, as: UTF8.self)
    }
}

extension TurkishID: CustomStringConvertible {
    /// The 11 digits.
    public var description: String { text }
}
