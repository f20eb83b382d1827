import Payroll
import Registry
import Testing

@Suite("A programme says how much")
struct ProgrammeTests {
    @Test(
        "the base follows the size of the household",
        arguments: [(1, 150), (2, 150), (3, 200), (5, 200), (6, 250), (23, 250)])
    func bySize(size: Int, thousandDinars: Int64) throws {
        let amount = try ProgrammeVersion.sample().amount(for: Circumstances(householdSize: size))
        #expect(amount.totalMinor == thousandDinars * 1_000_000)
        #expect(
            amount.lines == [
                RuleLine(rule: .base(size: size), count: 1, amountMinor: amount.totalMinor)
            ])
    }

    @Test("each of a category adds, up to the limit and the cap; the lines add up")
    func supplements() throws {
        let programme = try ProgrammeVersion.sample()
        let some = try programme.amount(
            for: Circumstances(
                householdSize: 5, counts: [.widow: 1, .orphan: 2, Category("unknown"): 9]))
        #expect(some.totalMinor == 275_000_000)

        let many = try programme.amount(
            for: Circumstances(
                householdSize: 7, counts: [.widow: 1, .orphan: 8, .disabledMember: 2]))
        #expect(many.totalMinor == 350_000_000)
        #expect(many.lines.map(\.name).last == "cap")
        #expect(many.lines.first { $0.rule == .supplement(.orphan) }?.count == 3)
        #expect(many.lines.reduce(0) { $0 + $1.amountMinor } == many.totalMinor)
    }

    @Test("a person counts as one, whatever the household")
    func person() throws {
        let amount = try ProgrammeVersion.sample(unit: .person)
            .amount(for: Circumstances(householdSize: 9))
        #expect(amount.totalMinor == 150_000_000)
    }

    @Test("an amount that overflows is refused")
    func overflow() throws {
        let rules = AmountRules(
            bands: [AmountRules.SizeBand(from: 1, to: nil, amountMinor: 1000)],
            supplements: [
                AmountRules.Supplement(category: .orphan, amountMinor: 5_000_000_000_000_000_000)
            ])
        let programme = try ProgrammeVersion.sample(rules: rules)
        #expect(throws: AmountRules.Failure.overflow) {
            try programme.amount(for: Circumstances(householdSize: 1, counts: [.orphan: 2]))
        }
    }

    @Test("the rules survive being stored, to the byte")
    func roundTrip() throws {
        let programme = try ProgrammeVersion(
            code: "SSN-CASH", version: 3, unit: .household, currency: .iraqiDinar,
            validFrom: try PartialDate("2026-01-01"), validUntil: try PartialDate("2026"),
            rules: .sample,
            approvals: ApprovalPolicy(bands: [
                require(ApprovalPolicy.Band(fromTotalMinor: 1_000_000_000, approvers: 3))
            ]),
            holdsSharedAccounts: true)
        let text = programme.render()
        let parsed = try ProgrammeVersion.parse(text)
        #expect(parsed == programme)
        #expect(parsed.render() == text)
        #expect(text.hasPrefix(#"{"approval_bands":[{"approvers":3,"from_total_minor":"#))
    }

    @Test("spaces and the order of keys do not matter")
    func loose() throws {
        let text = """
            { "version": 1, "format": 1, "unit": "household", "code": "SSN",
              "currency": "IQD", "valid_from": "2026-01",
              "bands": [ {"from": 1, "amount_minor": 100000000} ] }
            """
        let programme = try ProgrammeVersion.parse(text)
        #expect(programme.rules.bands.count == 1)
        #expect(try ProgrammeVersion.parse(programme.render()) == programme)
    }

    @Test(
        "rules that cannot be meant are refused",
        arguments: [
            ("not JSON", "{"),
            ("a fraction", bands(#"{"from":1,"amount_minor":0.5}"#)),
            ("an unknown member", bands(#"{"from":1,"amount_minor":1000,"too":2}"#)),
            ("a key twice", bands(#"{"from":1,"from":1,"amount_minor":1000}"#)),
            ("no band", bands("")),
            ("no household of one", bands(#"{"from":2,"amount_minor":1000}"#)),
            (
                "a gap",
                bands(
                    #"{"from":1,"to":2,"amount_minor":1000},{"from":4,"amount_minor":1000}"#)
            ),
            (
                "an overlap",
                bands(
                    #"{"from":1,"to":2,"amount_minor":1000},{"from":2,"amount_minor":1000}"#)
            ),
            (
                "a band after one without end",
                bands(#"{"from":1,"amount_minor":1000},{"from":2,"amount_minor":1000}"#)
            ),
            ("nothing to pay", bands(#"{"from":1,"amount_minor":0}"#)),
            ("fils", bands(#"{"from":1,"amount_minor":1500}"#)),
            ("another format", bands(#"{"from":1,"amount_minor":1000}"#, format: 2)),
        ])
    func refused(what: String, text: String) {
        #expect(throws: ProgrammeVersion.Fault.self, "\(what)") {
            try ProgrammeVersion.parse(text)
        }
    }

    @Test("a version pays the months whose first day it covers")
    func validity() throws {
        let programme = try ProgrammeVersion(
            code: "SSN", version: 1, unit: .household, currency: .iraqiDinar,
            validFrom: try PartialDate("2026-01-15"), validUntil: try PartialDate("2026-03"),
            rules: .sample)
        let paid = (1...5).filter {
            programme.isInForce(in: require(Cycle(year: 2026, month: $0)))
        }
        #expect(paid == [2, 3])
    }

    @Test("rule lines survive being stored")
    func lines() throws {
        let amount = try ProgrammeVersion.sample().amount(
            for: Circumstances(householdSize: 7, counts: [.widow: 1, .orphan: 8]))
        #expect(RuleLine.parse(RuleLine.render(amount.lines)) == amount.lines)
        #expect(RuleLine.parse("[{}]") == nil)
    }

    @Test("a cycle is a month", arguments: ["2026-13", "2026-00", "2026-2", "1999-01", "2026/02"])
    func cycles(text: String) {
        #expect(Cycle(text) == nil)
        #expect(Cycle("2026-02") == .february)
        #expect(Cycle.february.description == "2026-02")
        #expect(Cycle.february < .march)
    }

    static func bands(_ bands: String, format: Int = 1) -> String {
        #"{"code":"SSN","currency":"IQD","format":\#(format),"unit":"household","#
            + #""valid_from":"2026-01","version":1,"bands":[\#(bands)]}"#
    }
}
