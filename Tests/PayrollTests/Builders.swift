import Payroll
import Registry
import Trust

/// Small values for the rules of payroll; numbers stand for records.
extension RecordID {
    static func number(_ number: Int) -> RecordID {
        RecordID(high: 0x0190_163d_8694_7000, low: 0x8000_0000_0000_0000 | UInt64(number))
    }
}

extension Cycle {
    static let february = require(Cycle(year: 2026, month: 2))
    static let march = require(Cycle(year: 2026, month: 3))
}

extension Officer {
    static func named(_ name: String) -> Officer { require(Officer(name)) }
}

extension Instant {
    static func at(_ text: String) -> Instant { require(try? Instant(text)) }
    static let noon = at("2026-02-10T12:00:00Z")
}

extension Money {
    static func dinars(_ dinars: Int64) -> Money {
        Money(amountMinor: dinars * 1000, currency: .iraqiDinar)
    }
}

extension PayrollDigest {
    static func sample(_ seed: UInt8 = 1, count: Int = 3, dinars: Int64 = 300) -> PayrollDigest {
        PayrollDigest(root: sha256([seed]), count: count, total: .dinars(dinars))
    }
}

extension AmountRules {
    /// 150,000 dinars for one or two, 200,000 for three to five, 250,000 for more; 25,000 for each
    /// widow, orphan (three at most) and disabled member.
    static let sample = AmountRules(
        bands: [
            SizeBand(from: 6, to: nil, amountMinor: 250_000_000),
            SizeBand(from: 1, to: 2, amountMinor: 150_000_000),
            SizeBand(from: 3, to: 5, amountMinor: 200_000_000),
        ],
        supplements: [
            Supplement(category: .widow, amountMinor: 25_000_000),
            Supplement(category: .orphan, amountMinor: 25_000_000, atMost: 3),
            Supplement(category: .disabledMember, amountMinor: 25_000_000),
        ],
        capMinor: 350_000_000)
}

extension ProgrammeVersion {
    static func sample(
        rules: AmountRules = .sample, unit: Unit = .household, holdsSharedAccounts: Bool = false
    ) throws -> ProgrammeVersion {
        try ProgrammeVersion(
            code: "SSN", version: 1, unit: unit, currency: .iraqiDinar,
            validFrom: try PartialDate("2026-01"), rules: rules,
            holdsSharedAccounts: holdsSharedAccounts)
    }
}

extension FrozenEnrolment {
    /// The enrolment `100 + n` of household `200 + n`, paid to person `300 + n`.
    static func number(
        _ n: Int, size: Int = 5, counts: [Payroll.Category: Int] = [:], node: String = "IQ-BG",
        name: String = "تغريد عقيل علي", account: String? = nil, noAccount: Bool = false,
        unit: RecordID? = nil, members: [RecordID] = []
    ) -> FrozenEnrolment {
        FrozenEnrolment(
            id: .number(100_000 + n), household: .number(200_000 + n),
            unit: unit ?? .number(200_000 + n), area: "01-6", node: node,
            circumstances: Circumstances(householdSize: size, counts: counts),
            payee: Payee(
                id: .number(300_000 + n), name: name,
                account: noAccount ? nil : account ?? iban(bank: "NBIQ", number: n)),
            members: members)
    }
}

extension PayrollSnapshot {
    static func of(
        _ enrolments: [FrozenEnrolment], programme: ProgrammeVersion? = nil,
        facts: BlockingFacts = BlockingFacts(),
        watermarks: [NodeWatermark] = [
            NodeWatermark(node: "IQ-BG", lastSync: .at("2026-02-09T00:00:00Z"), covered: 7)
        ]
    ) throws -> PayrollSnapshot {
        PayrollSnapshot(
            position: Position(sequence: 42, chain: sha256([42])),
            cutOff: .at("2026-02-08T00:00:00Z"), watermarks: watermarks,
            programme: try programme ?? .sample(),
            bankCodes: ["NBIQ", "RAFB", "RDNB", "TRIQ"], enrolments: enrolments, facts: facts)
    }

    func plan(_ choice: StaleChoice = .hold) throws -> PayrollPlan {
        try PayrollPlan.plan(self, cycle: .february, staleChoice: choice)
    }
}

/// An Iraqi IBAN with check digits by ISO 7064.
func iban(bank: String, number: Int) -> String {
    let digits = String(number)
    let account = bank + "273" + String(repeating: "0", count: 12 - digits.count) + digits
    let rest = (account + "IQ00").utf8.reduce(0) { rest, byte in
        byte >= 65 ? (rest * 100 + Int(byte) - 55) % 97 : (rest * 10 + Int(byte) - 48) % 97
    }
    let check = String(98 - rest)
    return "IQ" + (check.count == 1 ? "0" : "") + check + account
}

/// A value that the tests themselves wrote down correctly.
func require<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("a builder of the tests was given a wrong value") }
    return value
}
