public import ChangeLog
public import Registry
import Storage

/// One sealed payment file as people look at it: what it is, who made it, and what it orders.
public struct PaymentFileSheet: Sendable {
    public var name: String
    /// The code of the bank that gets it.
    public var bank: String
    /// The bank's name and BIC, where it is still configured.
    public var bankName: String
    public var bic: String
    public var payments: Int
    public var totalMinor: Int64
    public var currency: String
    /// In hexadecimal digits.
    public var sha256: String
    /// When it was made, in milliseconds since 1970.
    public var madeOn: Int64
    /// Who sealed the payroll; empty where the log does not say.
    public var madeBy: String
    /// The day on which the bank shall pay, as `2026-11-26`.
    public var executionDate: String
    /// How many payments are in which state (codes of `payment_state`).
    public var states: [(code: String, count: Int)]
    /// A part of its payments, in the order of the file.
    public var lines: [Line]

    /// One payment of it.
    public struct Line: Sendable, Equatable {
        /// The EndToEndId.
        public var payment: String
        public var household: RecordID
        public var householdNumber: String
        public var payee: String
        public var account: String
        public var area: String
        public var amountMinor: Int64
        public var state: String
    }

    /// The message that the file is, as ISO 20022 names it: `pain.001.001.09`.
    public var format: String {
        let parts = name.split(separator: ".").map(String.init)
        return parts.count > 2 ? parts.dropFirst().dropLast().joined(separator: ".") : ""
    }

    /// The number of the message, which the bank's answers name.
    public var messageID: String { name.split(separator: ".").first.map(String.init) ?? name }
}

extension PayrollDesk {
    /// A file of a sealed payroll with a part of its payments; nil when there is none of that name.
    ///
    /// - Parameters:
    ///   - offset: how many payments are passed over.
    ///   - limit: how many are read.
    public func fileSheet(
        _ name: String, of id: RecordID, offset: Int, limit: Int, _ view: RegistryView
    ) throws -> PaymentFileSheet? {
        let found = try view.transaction.first(
            """
            SELECT id, bank, payments, total, currency, sha256, created_on FROM payment_file
            WHERE payroll = $1 AND name = $2
            """, .reference(id), .text(name))
        guard let found, let file = found.id(0) else { return nil }
        let bank = configuration.banks.first { $0.code == found.text(1) }
        let states = try view.transaction.rows(
            """
            SELECT state, COUNT(*) FROM payment
            WHERE file = $1 GROUP BY state ORDER BY COUNT(*) DESC, state
            """, .reference(file))
        let lines = try view.transaction.rows(
            """
            SELECT p.payment_id, p.household, h.number, e.payee_name, e.account_number, e.area,
                e.amount, p.state
            FROM payment p JOIN entitlement e ON e.id = p.entitlement
            LEFT JOIN household h ON h.id = p.household
            WHERE p.file = $1 ORDER BY p.payment_id LIMIT $2 OFFSET $3
            """, .reference(file), .integer(Int64(limit)), .integer(Int64(offset)))
        return PaymentFileSheet(
            name: name, bank: found.text(1), bankName: bank?.name ?? "", bic: bank?.bic ?? "",
            payments: found.int(2), totalMinor: found.integer(3), currency: found.text(4),
            sha256: found.bytes(5).map(Self.hex).joined(), madeOn: found.integer(6),
            madeBy: try view.history(of: file, limit: 1).first?.actor ?? "",
            executionDate: try view.record("payroll", id)?["execution_date"]?.text ?? "",
            states: states.map { ($0.text(0), $0.int(1)) },
            lines: lines.compactMap { row in
                row.id(1).map {
                    PaymentFileSheet.Line(
                        payment: row.text(0), household: $0, householdNumber: row.text(2),
                        payee: row.text(3), account: row.text(4), area: row.text(5),
                        amountMinor: row.integer(6), state: row.text(7))
                }
            })
    }
}
