public import ChangeLog
public import Registry
import Storage
import Trust

extension PayrollDesk {
    /// A payroll as it stands in the registry.
    struct Loaded {
        var record: PayrollRecord
        var staleChoice: StaleChoice
        var values: [String: FieldValue]
    }

    /// The payroll whose id begins with this text; the youngest one when the text is nil.
    ///
    /// - Throws: `PayrollDeskRefusal.noSuchPayroll`, `.ambiguous`.
    public func find(_ text: String?, _ view: RegistryView) throws -> RecordID {
        let ids = try view.transaction.rows("SELECT id FROM payroll ORDER BY id DESC")
            .compactMap { $0.id(0) }
        guard let text else {
            guard let id = ids.first else { throw PayrollDeskRefusal.noSuchPayroll("") }
            return id
        }
        let matching = ids.filter { $0.description.hasPrefix(text.lowercased()) }
        guard matching.count <= 1 else { throw PayrollDeskRefusal.ambiguous(text) }
        guard let id = matching.first else { throw PayrollDeskRefusal.noSuchPayroll(text) }
        return id
    }

    func load(_ id: RecordID, _ view: RegistryView) throws -> Loaded {
        guard let values = try view.record("payroll", id),
            let cycle = Cycle(values["cycle"]?.text ?? ""),
            let state = PayrollState(rawValue: values["state"]?.text ?? "")
        else { throw PayrollDeskRefusal.noSuchPayroll(id.description) }
        let programme = values["programme"]?.text ?? ""
        let revision = Int(values["revision"]?.integer ?? 0)
        var policy = ApprovalPolicy.two
        var computed: PayrollDigest?
        if let total = values["total"]?.integer, values["digest"]?.bytes != nil {
            policy = try version(of: programme, in: cycle, view).approvals
            let rows = try entitlements(of: id, revision: revision, cycle, view)
            let currency = try Currency(values["currency"]?.text ?? "")
            let digest = try PayrollDigest.of(rows, currency: currency)
            // What was computed is what the payroll's own record says; the rows must still agree.
            let sums = PayrollDigest(
                root: digest.root, count: Int(values["paid"]?.integer ?? 0),
                total: Money(amountMinor: total, currency: currency))
            guard sums.sealed.bytes == values["digest"]?.bytes else {
                throw PayrollDeskRefusal.changedSinceApproval(
                    "a row of the payroll is not the one that was computed")
            }
            computed = sums
        }
        let record = PayrollRecord(
            id: id, programme: programme, cycle: cycle, policy: policy, state: state,
            revision: revision, makers: Self.makers(values["makers"]?.text),
            computed: computed,
            approvals: try approvals(of: id, revision: revision, computed, view),
            returnReason: values["reason"]?.text)
        return Loaded(
            record: record,
            staleChoice: StaleChoice(values["stale_choice"]?.text ?? "hold") ?? .hold,
            values: values)
    }

    private static func makers(_ text: String?) -> [Officer] {
        // The text is ours; when it is damaged nobody is known to be a maker and audit says so.
        guard let text, let value = try? JSONReader.parse(text), case .array(let items) = value
        else { return [] }
        return items.compactMap { if case .text(let name) = $0 { Officer(name) } else { nil } }
    }

    private func approvals(
        of id: RecordID, revision: Int, _ computed: PayrollDigest?, _ view: RegistryView
    ) throws -> [Approval] {
        guard let computed else { return [] }
        return try view.transaction.rows(
            """
            SELECT approver, approved_on, digest, paid, total FROM approval
            WHERE payroll = $1 AND revision = $2 ORDER BY id
            """, .reference(id), .integer(Int64(revision))
        ).compactMap { row in
            guard let officer = Officer(row.text(0)),
                let at = Instant(milliseconds: row.integer(1)),
                row.bytes(2) == computed.sealed.bytes, row.int(3) == computed.count,
                row.integer(4) == computed.total.amountMinor
            else { return nil }
            return Approval(officer: officer, digest: computed, at: at)
        }
    }

    /// The digest of the rows as they stand now: `load` has read them and found them to be those
    /// that were computed. Of a payroll that is not computed, that of no rows.
    func digest(of loaded: Loaded) throws -> PayrollDigest {
        if let computed = loaded.record.computed { return computed }
        return try PayrollDigest.of(
            [Entitlement](), currency: Currency(loaded.values["currency"]?.text ?? "IQD"))
    }

    /// The entitlements of one revision of a payroll, read back from the registry.
    func entitlements(
        of id: RecordID, revision: Int, _ cycle: Cycle, _ view: RegistryView
    ) throws -> [Entitlement] {
        let programme = try view.record("payroll", id)?["programme"]?.text ?? ""
        return try view.transaction.rows(
            """
            SELECT programme_version, enrolment, household, unit, node, area, payee, payee_name,
                account_number, bank, amount, currency, rule_lines
            FROM entitlement WHERE payroll = $1 AND revision = $2
            """, .reference(id), .integer(Int64(revision))
        ).map { row in
            guard let enrolment = row.id(1), let household = row.id(2), let unit = row.id(3),
                let payee = row.id(6), let lines = RuleLine.parse(row.text(12)),
                lines.reduce(0, { $0 &+ $1.amountMinor }) == row.integer(10)
            else {
                throw PayrollDeskRefusal.changedSinceApproval(
                    "a row of the payroll cannot be read any more")
            }
            return Entitlement(
                programme: programme, programmeVersion: row.int(0), cycle: cycle,
                enrolment: enrolment, household: household, unit: unit, node: row.text(4),
                area: row.text(5), payee: payee, payeeName: row.text(7),
                account: try IBAN(row.text(8)), bank: row.text(9),
                amount: Money(
                    amountMinor: row.integer(10), currency: try Currency(row.text(11))),
                lines: lines)
        }
    }

    /// The plan that the frozen position gives: the same today and in years. Computing counts the
    /// revision on, so what it rests on is the last position that was frozen.
    func plan(_ loaded: Loaded, _ view: RegistryView) throws -> PayrollPlan {
        let row = try view.transaction.first(
            """
            SELECT body FROM payroll_snapshot WHERE payroll = $1 AND revision <= $2
            ORDER BY revision DESC LIMIT 1
            """,
            .reference(loaded.record.id), .integer(Int64(loaded.record.revision)))
        guard let row else { throw PayrollDeskRefusal.snapshotMissing }
        return try PayrollPlan.plan(
            SnapshotBytes.read(row.bytes(0)), cycle: loaded.record.cycle,
            staleChoice: loaded.staleChoice)
    }
}
