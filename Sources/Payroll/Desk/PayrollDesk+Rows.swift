import ChangeLog
import Registry
import Storage

extension PayrollDesk {
    /// Writes the entitlements and the holds of a computed payroll; they flow down to the nodes
    /// that serve the families.
    func write(
        _ plan: PayrollPlan, of record: PayrollRecord, in session: JournalSession,
        _ officer: Officer, progress: (Double) -> Void
    ) throws {
        let all = Double(max(1, plan.entitlements.count + plan.held.count))
        var done = 0
        var author = author(officer, "compute")
        author.batch = journal.newID()
        var changes: [Change] = []
        func flush(atLeast count: Int) throws {
            guard changes.count >= count, !changes.isEmpty else { return }
            try session.append(changes, by: author)
            changes.removeAll(keepingCapacity: true)
            progress(Double(done) / all)
        }
        let revision = FieldValue.integer(Int64(record.revision))
        for entitlement in plan.entitlements {
            done += 1
            changes.append(
                try session.creation(
                    of: "entitlement",
                    id: entitlement.recordID(payroll: record.id, revision: record.revision),
                    [
                        "household": .reference(entitlement.household),
                        "payroll": .reference(record.id),
                        "enrolment": .reference(entitlement.enrolment),
                        "unit": .reference(entitlement.unit),
                        "amount": .integer(entitlement.amount.amountMinor),
                        "currency": .text(entitlement.amount.currency.code),
                        "rule_lines": .text(RuleLine.render(entitlement.lines)),
                        "programme_version": .integer(Int64(entitlement.programmeVersion)),
                        "payee": .reference(entitlement.payee),
                        "payee_name": .text(entitlement.payeeName),
                        "account_number": .text(entitlement.account.text),
                        "bank": .text(entitlement.bank), "revision": revision,
                        "node": .text(entitlement.node), "area": .text(entitlement.area),
                        "entitlement_key": .reference(entitlement.id),
                    ]))
            try flush(atLeast: 200)
        }
        for held in plan.held {
            done += 1
            for hold in held.holds {
                changes.append(
                    try session.creation(
                        of: "hold",
                        [
                            "household": .reference(held.household),
                            "enrolment": .reference(held.enrolment),
                            "payroll": .reference(record.id), "reason": .text(hold.code.rawValue),
                            "basis": .text(hold.basis), "placed_by": .text(officer.name),
                            "revision": revision,
                        ]))
            }
            try flush(atLeast: 200)
        }
        try flush(atLeast: 1)
    }
}
