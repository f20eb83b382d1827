/// A currency by its ISO 4217 code, with the number of decimals of its minor unit.
public struct Currency: Hashable, Sendable {
    /// The three-letter code, upper case.
    public let code: String
    /// How many decimals the minor unit has by ISO 4217: 3 for IQD (fils), 2 for TRY and ZAR.
    public let exponent: Int

    /// Why a text is not a currency.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// ISO 4217 has no active currency with this code.
        case unknown(String)

        public var description: String {
            switch self {
            case .unknown(let code): "‘\(code)’ is not an active currency code of ISO 4217"
            }
        }
    }

    /// The currency of this code, in capitals; throws when ISO 4217 does not list it as active.
    public init(_ code: some StringProtocol) throws(Problem) {
        let bytes = Array(code.utf8)
        guard bytes.count == 3,
            let exponent = Self.table.first(where: { $0.codes.contains(String(code)) })?.exponent
        else { throw .unknown(String(code.prefix(8))) }
        self.init(code: String(code), exponent: exponent)
    }

    private init(code: String, exponent: Int) {
        self.code = code
        self.exponent = exponent
    }

    /// Iraqi dinar; 1000 fils a dinar, paid in whole dinars.
    public static let iraqiDinar = Currency(code: "IQD", exponent: 3)
    /// Turkish lira; 100 kuruş a lira.
    public static let turkishLira = Currency(code: "TRY", exponent: 2)
    /// South African rand; 100 cents a rand.
    public static let southAfricanRand = Currency(code: "ZAR", exponent: 2)

    /// How many minor units one unit has: 1000 for IQD, 100 for TRY.
    public var minorPerUnit: Int64 {
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }

    /// The smallest amount, in minor units, that is paid out. Coins below a dinar left circulation,
    /// so that of IQD it is a whole dinar; elsewhere it is one minor unit.
    public var payableMinor: Int64 {
        code == "IQD" ? 1000 : 1
    }

    /// The active codes of ISO 4217 list one, by decimals; funds, metals and test codes left out.
    private static let table: [(exponent: Int, codes: Set<String>)] = [
        (2, split(twoDecimals)),
        (3, ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]),
        (
            0,
            split("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF")
        ),
    ]

    private static let twoDecimals = """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD \
        CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP \
        GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD \
        LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB \
        PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC \
        SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG
        """

    private static func split(_ codes: String) -> Set<String> {
        Set(codes.split(separator: " ").map(String.init))
    }
}

extension Currency: CustomStringConvertible {
    /// The code.
    public var description: String { code }
}
