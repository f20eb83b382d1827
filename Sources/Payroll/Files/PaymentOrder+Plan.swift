public import Registry

extension PaymentOrder {
    /// Why no orders can be made.
    public enum Refusal: Error, Hashable, Sendable {
        /// The entitlements are not those that were approved.
        case notApproved(approved: PayrollDigest, given: PayrollDigest)
        /// No profile for the bank of this many payments.
        case bankMissing(String, payments: Int)
        /// Two profiles for one bank.
        case bankTwice(String)
        /// An entitlement is in another currency than the approved total.
        case currency(entitlement: RecordID, Currency)
        /// A total is larger than a file can say (18 digits).
        case totalTooLarge
        /// Two payments have one number.
        case paymentTwice(PaymentID)
    }

    /// The largest sum in minor units that 18 digits of the schema's amounts hold.
    private static let largestMinor: Int64 = 999_999_999_999_999_999

    /// The orders for a sealed payroll: one or more for each bank, by bank code; a bank's next
    /// order begins when one is full.
    ///
    /// - Parameters:
    ///   - entitlements: all that were approved, in any order. Throws `notApproved` when they are
    ///     not those of `digest`.
    ///   - attempts: which attempt it is, by entitlement; 1 where nothing is said.
    public static func plan(
        payroll: RecordID, entitlements: [Entitlement], approved digest: PayrollDigest,
        attempts: [RecordID: Int] = [:], banks: [BankProfile], debtor: Debtor, sealedAt: Instant,
        executionDate: CivilDate
    ) throws(Refusal) -> [PaymentOrder] {
        try requireApproved(entitlements, digest)
        let profiles = try profiles(banks)
        var payments: [String: [Payment]] = [:]
        var seen: Set<PaymentID> = []
        for entitlement in entitlements {
            let attempt = attempts[entitlement.id] ?? 1
            let id = PaymentID(entitlement: entitlement.id, attempt: attempt)
            guard seen.insert(id).inserted else { throw .paymentTwice(id) }
            payments[entitlement.bank, default: []].append(
                Payment(id: id, attempt: attempt, entitlement: entitlement))
        }
        var orders: [PaymentOrder] = []
        for (code, list) in payments.sorted(by: { $0.key < $1.key }) {
            guard let bank = profiles[code] else {
                throw .bankMissing(code, payments: list.count)
            }
            let sorted = list.sorted { $0.id < $1.id }
            for start in stride(from: 0, to: sorted.count, by: bank.maximumPayments) {
                let part = Array(sorted[start..<min(start + bank.maximumPayments, sorted.count)])
                orders.append(
                    PaymentOrder(
                        payroll: payroll, digest: digest, bank: bank, debtor: debtor,
                        sealedAt: sealedAt, executionDate: executionDate, payments: part,
                        total: try total(of: part, currency: digest.total.currency)))
            }
        }
        return orders
    }

    private static func requireApproved(
        _ entitlements: [Entitlement], _ digest: PayrollDigest
    ) throws(Refusal) {
        let currency = digest.total.currency
        if let other = entitlements.first(where: { $0.amount.currency != currency }) {
            throw .currency(entitlement: other.id, other.amount.currency)
        }
        let given: PayrollDigest
        do {
            given = try PayrollDigest.of(entitlements, currency: currency)
        } catch {
            throw .totalTooLarge
        }
        guard given == digest else { throw .notApproved(approved: digest, given: given) }
    }

    private static func profiles(
        _ banks: [BankProfile]
    ) throws(Refusal) -> [String: BankProfile] {
        var result: [String: BankProfile] = [:]
        for bank in banks {
            guard result.updateValue(bank, forKey: bank.code) == nil else {
                throw .bankTwice(bank.code)
            }
        }
        return result
    }

    private static func total(
        of payments: [Payment], currency: Currency
    ) throws(Refusal) -> Money {
        let sum: Money
        do {
            sum = try Money.sum(payments.lazy.map(\.entitlement.amount), currency: currency)
        } catch {
            throw .totalTooLarge
        }
        guard sum.amountMinor <= largestMinor else { throw .totalTooLarge }
        return sum
    }
}

extension PaymentOrder.Refusal: CustomStringConvertible {
    /// What was refused, why, and what to do.
    public var description: String {
        switch self {
        case .notApproved(let approved, let given):
            "Approved was \(approved), but the rows give \(given). Nothing is exported: return "
                + "the payroll, or run “audit verify” if nobody changed it."
        case .bankMissing(let code, let payments):
            "\(payments) payments go to bank \(code), which is not configured. Configure it, or "
                + "return the payroll so that they are held."
        case .bankTwice(let code):
            "Bank \(code) is configured twice. Keep one profile."
        case .currency(let entitlement, let currency):
            "Entitlement \(entitlement) is in \(currency); a file has one currency."
        case .totalTooLarge:
            "The total has more than the 18 digits that a payment file can say."
        case .paymentTwice(let id):
            "Two payments have the number \(id). An entitlement is in the list twice."
        }
    }
}
