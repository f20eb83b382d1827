public import Registry
import Trust

/// The order to one bank to pay a part of one payroll: what becomes one file.
///
/// Everything in it comes from what was sealed, so the same order gives the same bytes whenever
/// and wherever it is rendered.
public struct PaymentOrder: Hashable, Sendable {
    /// One attempt to pay one entitlement.
    public struct Payment: Hashable, Sendable {
        /// The number of the payment, the EndToEndId.
        public let id: PaymentID
        /// Which attempt, from 1.
        public let attempt: Int
        /// What is paid.
        public let entitlement: Entitlement
    }

    /// The payroll.
    public let payroll: RecordID
    /// The digest that was approved.
    public let digest: PayrollDigest
    /// The bank.
    public let bank: BankProfile
    /// Who pays.
    public let debtor: Debtor
    /// When the payroll was sealed: the creation time in the file.
    public let sealedAt: Instant
    /// The day on which the bank shall pay.
    public let executionDate: CivilDate
    /// The payments, by id; never empty, all of one programme, cycle and currency.
    public let payments: [Payment]
    /// The sum of the payments.
    public let total: Money
    /// The number of the message, at most 35 characters, unique for ever: bank, month, and the
    /// first 80 bits in base 32 of SHA-256 over payroll, digest, bank and payment ids.
    public let messageID: String

    /// The name of the file.
    public var fileName: String { "\(messageID).pain.001.001.09.xml" }

    /// The programme's code.
    public var programme: String { payments[0].entitlement.programme }

    /// The month.
    public var cycle: Cycle { payments[0].entitlement.cycle }

    init(
        payroll: RecordID, digest: PayrollDigest, bank: BankProfile, debtor: Debtor,
        sealedAt: Instant, executionDate: CivilDate, payments: [Payment], total: Money
    ) {
        precondition(!payments.isEmpty, "an order has payments")
        self.payroll = payroll
        self.digest = digest
        self.bank = bank
        self.debtor = debtor
        self.sealedAt = sealedAt
        self.executionDate = executionDate
        self.payments = payments
        self.total = total
        let cycle = payments[0].entitlement.cycle
        let month = cycle.description.filter { $0 != "-" }
        var writer = RowWriter()
        writer.add("shabaka message 1")
        writer.add(payroll.bytes)
        writer.add(digest.sealed.bytes)
        writer.add(bank.code)
        for payment in payments { writer.add(payment.id.text) }
        let number = Base32.text(of: sha256(writer.bytes).bytes.prefix(10))
        messageID = "\(bank.code)-\(month)-\(number)"
    }
}
