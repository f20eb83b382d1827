public import ChangeLog
public import Registry
import Storage

/// What part of a payroll goes to one province or one bank.
public struct PayrollPart: Sendable, Equatable {
    /// The area's or the bank's code.
    public var code: String
    public var paid: Int
    public var totalMinor: Int64

    public init(code: String, paid: Int, totalMinor: Int64) {
        self.code = code
        self.paid = paid
        self.totalMinor = totalMinor
    }
}

extension PayrollDesk {
    /// The entitlements of a computed payroll by area and by bank, in the order of their codes.
    public func parts(
        _ id: RecordID, _ view: RegistryView
    ) throws -> (areas: [PayrollPart], banks: [PayrollPart]) {
        let revision = try view.record("payroll", id)?["revision"] ?? .null
        func parts(_ column: String) throws -> [PayrollPart] {
            try view.transaction.rows(
                """
                SELECT \(column), COUNT(*), SUM(amount) FROM entitlement
                WHERE payroll = $1 AND revision = $2 GROUP BY \(column) ORDER BY \(column)
                """, .reference(id), revision
            ).map { PayrollPart(code: $0.text(0), paid: $0.int(1), totalMinor: $0.integer(2)) }
        }
        return (try parts("area"), try parts("bank"))
    }

    /// How many people must approve a computed payroll, the makers not among them.
    public func approvalsNeeded(_ id: RecordID, _ view: RegistryView) throws -> Int {
        try load(id, view).record.approvalsNeeded
    }

    /// The entitlements of a computed payroll as they stand in the registry.
    public func register(_ id: RecordID, _ view: RegistryView) throws -> [Entitlement] {
        let record = try load(id, view).record
        return try entitlements(of: id, revision: record.revision, record.cycle, view)
    }

    /// What differs from the cycle before of the same programme; nil when there is none.
    public func comparison(_ id: RecordID, _ view: RegistryView) throws -> PayrollComparison? {
        guard let previous = try previous(of: id, view) else { return nil }
        return PayrollComparison(
            previous: try register(previous, view), current: try register(id, view))
    }
}
