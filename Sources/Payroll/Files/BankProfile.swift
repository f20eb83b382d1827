public import Registry

/// One bank that payments are sent to. Configuration: which banks there are, and how they want
/// their files, is agreed with each of them.
public struct BankProfile: Hashable, Sendable {
    /// The code in the account numbers: characters 5 to 8 of an Iraqi IBAN, such as `RAFB`.
    public let code: String
    /// The bank's name.
    public let name: String
    /// The bank's BIC (ISO 9362), where it has one.
    public let bic: String?
    /// Our account at this bank, from which it pays; nil to pay from the debtor's own account.
    public let debtorAccount: IBAN?
    /// How many payments a file holds at most.
    public let maximumPayments: Int

    /// Why a bank cannot be configured so.
    public enum Fault: Error, Hashable, Sendable {
        /// The code is not 2 to 11 capital letters and digits.
        case code(String)
        /// The name is empty, has control characters or more than 140 characters.
        case name(bank: String)
        /// The text is not a BIC.
        case bic(String, bank: String)
        /// A file holds at least one payment.
        case maximumPayments(Int, bank: String)
    }

    /// A bank, checked. Throws `Fault`.
    public init(
        code: String, name: String, bic: String?, debtorAccount: IBAN? = nil,
        maximumPayments: Int = 50_000
    ) throws(Fault) {
        guard (2...11).contains(code.utf8.count), code.utf8.allSatisfy(BICText.isLetterOrDigit)
        else { throw .code(code) }
        guard PaymentText.isWritable(name), name.unicodeScalars.count <= 140 else {
            throw .name(bank: code)
        }
        if let bic, !BICText.isBIC(bic) { throw .bic(bic, bank: code) }
        guard maximumPayments >= 1 else { throw .maximumPayments(maximumPayments, bank: code) }
        self.code = code
        self.name = name
        self.bic = bic
        self.debtorAccount = debtorAccount
        self.maximumPayments = maximumPayments
    }
}

extension BankProfile.Fault: CustomStringConvertible {
    /// What is wrong with the configuration and what to do.
    public var description: String {
        switch self {
        case .code(let code): "The bank code “\(code)” is not 2 to 11 of A–Z and 0–9."
        case .name(let bank):
            "The name of bank \(bank) is empty, longer than 140 characters or has control "
                + "characters. Correct the configuration."
        case .bic(let bic, let bank):
            "“\(bic)” of bank \(bank) is not a BIC of 8 or 11 characters. Correct the "
                + "configuration."
        case .maximumPayments(let number, let bank):
            "A file of bank \(bank) cannot hold at most \(number) payments. Give 1 or more."
        }
    }
}
