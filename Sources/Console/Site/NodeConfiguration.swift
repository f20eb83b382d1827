/// How a node is set up, for those who look after it. Nothing in it is secret.
public struct NodeConfiguration: Sendable {
    /// Where it listens, by the name of the port.
    public var ports: [(name: String, address: String)]
    /// The address of the node above; empty where there is none, or where only files go.
    public var upstreamAddress: String
    /// Who pays; nil at nodes that do not.
    public var debtor: Debtor?
    public var banks: [Bank]

    /// Who pays, and from where.
    public struct Debtor: Sendable {
        public var name: String
        public var account: String
        public var agent: String

        public init(name: String, account: String, agent: String) {
            self.name = name
            self.account = account
            self.agent = agent
        }
    }

    /// A bank that gets files.
    public struct Bank: Sendable {
        public var code: String
        public var name: String
        public var bic: String

        public init(code: String, name: String, bic: String) {
            self.code = code
            self.name = name
            self.bic = bic
        }
    }

    public init(
        ports: [(name: String, address: String)], upstreamAddress: String, debtor: Debtor?,
        banks: [Bank]
    ) {
        self.ports = ports
        self.upstreamAddress = upstreamAddress
        self.debtor = debtor
        self.banks = banks
    }
}
