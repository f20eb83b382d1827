import Registry

/// Who pays and through which banks: configuration of the hub.
public struct PaymentConfiguration: Sendable, Codable {
    public var debtor: DebtorSettings
    public var banks: [BankSettings]

    /// The account that the money leaves.
    public struct DebtorSettings: Sendable, Codable {
        public var name: String
        public var account: String
        public var agentName: String
        public var agentBIC: String?

        public init(name: String, account: String, agentName: String, agentBIC: String?) {
            self.name = name
            self.account = account
            self.agentName = agentName
            self.agentBIC = agentBIC
        }
    }

    /// One bank that accounts may be held with.
    public struct BankSettings: Sendable, Codable {
        public var code: String
        public var name: String
        public var bic: String?

        public init(code: String, name: String, bic: String?) {
            self.code = code
            self.name = name
            self.bic = bic
        }
    }

    public init(debtor: DebtorSettings, banks: [BankSettings]) {
        self.debtor = debtor
        self.banks = banks
    }

    /// The debtor as the orders name it.
    ///
    /// - Throws: `IBAN.Problem`, `Debtor.Fault`.
    public func orderingParty() throws -> Debtor {
        try Debtor(
            name: debtor.name, account: IBAN(debtor.account), agentName: debtor.agentName,
            agentBIC: debtor.agentBIC)
    }

    /// The banks as the orders name them.
    ///
    /// - Throws: `BankProfile.Fault`.
    public func profiles() throws -> [BankProfile] {
        try banks.map { try BankProfile(code: $0.code, name: $0.name, bic: $0.bic) }
    }
}
