public import Registry

/// Who pays: the ministry's name, account and bank. Configuration.
public struct Debtor: Hashable, Sendable {
    /// The name on the orders.
    public let name: String
    /// The account that is debited, unless a bank has one of its own.
    public let account: IBAN
    /// The name of the bank of that account.
    public let agentName: String
    /// The BIC of the bank of that account, where it has one.
    public let agentBIC: String?

    /// Why a debtor cannot be configured so.
    public enum Fault: Error, Hashable, Sendable {
        /// A name is empty, has control characters or more than 140 characters.
        case name
        /// The text is not a BIC.
        case bic(String)
    }

    /// A debtor, checked. Throws `Fault`.
    public init(
        name: String, account: IBAN, agentName: String, agentBIC: String?
    ) throws(Fault) {
        for text in [name, agentName] {
            guard PaymentText.isWritable(text), text.unicodeScalars.count <= 140 else {
                throw .name
            }
        }
        if let agentBIC, !BICText.isBIC(agentBIC) { throw .bic(agentBIC) }
        self.name = name
        self.account = account
        self.agentName = agentName
        self.agentBIC = agentBIC
    }
}

extension Debtor.Fault: CustomStringConvertible {
    /// What is wrong with the configuration and what to do.
    public var description: String {
        switch self {
        case .name:
            "The debtor's name or its bank's is empty, longer than 140 characters or has control "
                + "characters. Correct the configuration."
        case .bic(let bic): "The debtor's “\(bic)” is not a BIC of 8 or 11 characters."
        }
    }
}
