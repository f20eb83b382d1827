import Payroll
import Registry
import Testing

@Suite("A reviewer sees what differs from the month before")
struct ComparisonTests {
    @Test("new, ended, changed amounts, changed payees and the rest are told apart")
    func compare() throws {
        let before = try PayrollSnapshot.of((1...5).map { .number($0) }).plan().entitlements
            .sorted { $0.unit < $1.unit }
        var after = before.map { $0.changed(cycle: .march) }
        after.removeFirst()
        after[0] = after[0].changed(adding: 25_000_000)
        after[1] = after[1].changed(account: iban(bank: "RAFB", number: 7))
        let new = try PayrollSnapshot.of([.number(9)]).plan().entitlements
        let comparison = PayrollComparison(
            previous: before.reversed(), current: Array((after + new).reversed()))
        #expect(comparison.new.map(\.unit) == [.number(200_009)])
        #expect(comparison.ended.map(\.unit) == [.number(200_001)])
        #expect(comparison.changedAmounts.map(\.after.unit) == [.number(200_002)])
        #expect(comparison.changedPayees.map(\.after.unit) == [.number(200_003)])
        #expect(comparison.unchangedCount == 2)
    }

    @Test("the first payroll is all new")
    func first() throws {
        let current = try PayrollSnapshot.of([.number(1)]).plan().entitlements
        let comparison = PayrollComparison(previous: [], current: current)
        #expect(comparison.new == current)
        #expect(comparison.unchangedCount == 0)
    }

    @Test("a change says what brought it about")
    func causes() throws {
        let before = try #require(
            try PayrollSnapshot.of([.number(1)]).plan().entitlements.first)
        let account = before.changed(account: iban(bank: "RAFB", number: 7))
        #expect(PayrollComparison.Change(before: before, after: account).causes == [.account])
        #expect(PayrollComparison.Change(before: before, after: before).causes.isEmpty)
        let larger = Entitlement(
            programme: before.programme, programmeVersion: before.programmeVersion + 1,
            cycle: before.cycle, enrolment: before.enrolment, household: before.household,
            unit: before.unit, node: before.node, area: before.area, payee: .number(77),
            payeeName: before.payeeName, account: before.account, bank: before.bank,
            amount: Money(amountMinor: 900, currency: before.amount.currency),
            lines: [
                RuleLine(rule: .base(size: 9), count: 1, amountMinor: 1000),
                RuleLine(rule: .supplement(Category("disability")), count: 2, amountMinor: 0),
                RuleLine(rule: .cap, count: 1, amountMinor: -100),
            ])
        let size = before.lines.reduce(0) {
            if case .base(let size) = $1.rule { size } else { $0 }
        }
        #expect(
            PayrollComparison.Change(before: before, after: larger).causes == [
                .size(before: size, after: 9),
                .supplement(category: "disability", before: 0, after: 2),
                .cap(before: 0, after: -100),
                .rules(before: before.programmeVersion, after: before.programmeVersion + 1),
                .payee,
            ])
    }
}
