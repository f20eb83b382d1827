import ChangeLog
import Payroll
import Registry
import Storage

extension FamilyReader {
    /// What the family got, or why not, by month; the youngest first.
    func months(of id: RecordID) throws -> [FamilyFile.Month] {
        var months: [RecordID: FamilyFile.Month] = [:]
        for row in try view.transaction.rows(
            """
            SELECT p.id, p.programme, p.cycle, p.state, e.amount, e.currency, e.bank,
                (SELECT y.state FROM payment y WHERE y.entitlement = e.id
                    ORDER BY y.attempt DESC LIMIT 1)
            FROM entitlement e JOIN payroll p ON p.id = e.payroll
            WHERE e.household = $1 AND e.revision = p.revision AND p.digest IS NOT NULL
            """, .reference(id))
        {
            guard let payroll = row.id(0) else { continue }
            months[payroll] = FamilyFile.Month(
                payroll: payroll, programme: row.text(1), cycle: row.text(2),
                payrollState: row.text(3),
                amount: Money(amountMinor: row.integer(4), currency: try Currency(row.text(5))),
                bank: row.text(6), paymentState: row.text(7), holds: [])
        }
        for row in try view.transaction.rows(
            """
            SELECT p.id, p.programme, p.cycle, p.state, h.reason, h.basis
            FROM hold h JOIN payroll p ON p.id = h.payroll
            WHERE h.household = $1 AND h.revision = p.revision AND p.digest IS NOT NULL
            ORDER BY h.id
            """, .reference(id))
        {
            guard let payroll = row.id(0), let code = Hold.Code(rawValue: row.text(4)) else {
                continue
            }
            var month =
                months[payroll]
                ?? FamilyFile.Month(
                    payroll: payroll, programme: row.text(1), cycle: row.text(2),
                    payrollState: row.text(3), amount: nil, bank: "", paymentState: "", holds: [])
            if let hold = Hold(code: code, basis: row.text(5)) { month.holds.append(hold) }
            months[payroll] = month
        }
        return months.values.sorted {
            ($0.cycle, $0.programme) > ($1.cycle, $1.programme)
        }
    }
}
