public import ChangeLog
public import Registry
import Storage

/// Why a unit is in one of two payrolls only.
public enum PayrollDifference: Hashable, Sendable {
    /// It was held in the cycle before, for these reasons (codes of `hold_reason`).
    case heldBefore([String])
    /// It is held in this cycle.
    case heldNow([String])
    /// It is enrolled since a day, as far as that was said.
    case enrolled(since: String)
    /// Its enrolment is in this state (a code of `enrolment_status`), until a day where one is said.
    case enrolment(status: String, until: String)
}

extension PayrollDesk {
    /// Why somebody is paid who was not paid in the cycle before.
    ///
    /// - Parameters:
    ///   - entitlement: what is paid now.
    ///   - previous: the payroll of the cycle before.
    public func whyNew(
        _ entitlement: Entitlement, previous: RecordID, _ view: RegistryView
    ) throws -> PayrollDifference {
        let reasons = try holdReasons(entitlement, in: previous, view)
        if !reasons.isEmpty { return .heldBefore(reasons) }
        let enrolment = try view.record("enrolment", entitlement.enrolment)
        return .enrolled(since: enrolment?["from"]?.text ?? "")
    }

    /// Why somebody is not paid who was paid in the cycle before.
    public func whyEnded(
        _ entitlement: Entitlement, current: RecordID, _ view: RegistryView
    ) throws -> PayrollDifference {
        let reasons = try holdReasons(entitlement, in: current, view)
        if !reasons.isEmpty { return .heldNow(reasons) }
        let enrolment = try view.record("enrolment", entitlement.enrolment)
        return .enrolment(
            status: enrolment?["status"]?.text ?? "", until: enrolment?["until"]?.text ?? "")
    }

    /// The payroll of the same programme that came before one; nil when there is none.
    public func previous(of id: RecordID, _ view: RegistryView) throws -> RecordID? {
        guard let values = try view.record("payroll", id) else {
            throw PayrollDeskRefusal.noSuchPayroll(id.description)
        }
        return try view.transaction.first(
            """
            SELECT id FROM payroll WHERE programme = $1 AND cycle < $2 AND digest IS NOT NULL
            ORDER BY cycle DESC LIMIT 1
            """, values["programme"] ?? .null, values["cycle"] ?? .null)?.id(0)
    }

    private func holdReasons(
        _ entitlement: Entitlement, in payroll: RecordID, _ view: RegistryView
    ) throws -> [String] {
        let revision = try view.record("payroll", payroll)?["revision"] ?? .null
        let codes = try view.transaction.rows(
            """
            SELECT DISTINCT reason FROM hold
            WHERE household = $1 AND enrolment = $2 AND payroll = $3 AND revision = $4
            """, .reference(entitlement.household), .reference(entitlement.enrolment),
            .reference(payroll), revision
        ).compactMap { Hold.Code(rawValue: $0.text(0)) }
        return codes.sorted().map(\.rawValue)
    }
}
