public import Registry

extension ProgrammeVersion {
    /// Why rules are not a programme version: where, what, and what to do.
    public enum Fault: Error, Hashable, Sendable {
        /// The text is not JSON, or not of this shape.
        case text(String)
        /// The code is empty, too long or has other characters.
        case code(String)
        /// Versions count from 1.
        case version(Int)
        /// The version ends before it begins.
        case validity(from: PartialDate, until: PartialDate)
        /// There is no band, or the first does not begin at one person.
        case firstBand
        /// The band that begins here does not follow the one before it without gap or overlap.
        case bands(from: Int)
        /// Two supplements for one category.
        case supplementTwice(Category)
        /// A limit below 1.
        case limit(Category)
        /// The amount of this rule is 0, negative, or not payable in cash of the currency.
        case amount(rule: String, minor: Int64, Currency)
    }

    func check() throws(Fault) {
        guard (1...20).contains(code.utf8.count), code.utf8.allSatisfy(Self.isCodeByte) else {
            throw .code(code)
        }
        guard version >= 1 else { throw .version(version) }
        if let validUntil, validUntil.latest < validFrom.earliest {
            throw .validity(from: validFrom, until: validUntil)
        }
        try checkBands()
        var categories: Set<Category> = []
        for supplement in rules.supplements {
            guard categories.insert(supplement.category).inserted else {
                throw .supplementTwice(supplement.category)
            }
            guard supplement.atMost ?? 1 >= 1 else { throw .limit(supplement.category) }
            try checkAmount(supplement.amountMinor, of: "supplement \(supplement.category.code)")
        }
        if let cap = rules.capMinor { try checkAmount(cap, of: "the cap") }
    }

    private func checkBands() throws(Fault) {
        guard rules.bands.first?.from == 1 else { throw .firstBand }
        var next: Int? = 1
        for band in rules.bands {
            guard band.from == next, band.to ?? band.from >= band.from else {
                throw .bands(from: band.from)
            }
            try checkAmount(band.amountMinor, of: "the band from \(band.from)")
            next = band.to.map { $0 &+ 1 }
        }
    }

    private func checkAmount(_ minor: Int64, of rule: String) throws(Fault) {
        guard minor > 0, Money(amountMinor: minor, currency: currency).isPayable else {
            throw .amount(rule: rule, minor: minor, currency)
        }
    }

    /// Codes stand in file names and in identifiers of messages.
    private static func isCodeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}

extension ProgrammeVersion.Fault: CustomStringConvertible {
    /// What is wrong with the rules and what to do.
    public var description: String {
        switch self {
        case .text(let reason):
            "The rules cannot be read: \(reason). Correct the programme's rules."
        case .code(let code):
            "The programme code “\(code)” is not 1 to 20 of A–Z, a–z, 0–9, “-”, “_” and “.”."
        case .version(let number): "The version \(number) is not a number from 1 on."
        case .validity(let from, let until):
            "The version ends on \(until), before it begins on \(from). Correct the dates."
        case .firstBand: "The first band of household sizes must begin at 1."
        case .bands(let from):
            "The band from \(from) does not follow the one before it without gap or overlap; "
                + "only the last may have no end."
        case .supplementTwice(let category):
            "The category \(category.code) has two supplements. Keep one."
        case .limit(let category):
            "The limit for \(category.code) is below 1. Leave the supplement out instead."
        case .amount(let rule, let minor, let currency):
            "The amount \(minor) of \(rule) is not above 0 and a multiple of "
                + "\(currency.payableMinor), the smallest amount of \(currency) that is paid out."
        }
    }
}
