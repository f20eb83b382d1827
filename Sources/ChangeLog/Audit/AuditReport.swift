import Registry

/// What an audit of a node's own files found.
public struct AuditReport: Codable, Sendable, Equatable {
    public var node: String
    public var journalRows = 0
    public var changesets = 0
    public var signatures = 0
    public var receipts = 0
    public var rows = 0
    /// Entries of this node that no signature covers yet: they were not sent anywhere.
    public var unsigned = 0
    /// How many statements of a neighbour's checkpoint were compared.
    public var compared = 0
    public var findings: [Finding] = []

    /// What an audit walks over.
    public enum Step: String, Sendable {
        case journal, registry
    }

    /// Whether everything fits.
    public var isSound: Bool { findings.isEmpty }

    /// One thing that is broken, and where.
    public struct Finding: Codable, Sendable, Equatable {
        public var kind: Kind
        /// The place: a position of the journal, a version, or a record.
        public var place: String
        public var message: String
    }

    /// What can be broken.
    public enum Kind: String, Codable, Sendable {
        /// A row of the journal is missing.
        case missingRow = "missing-row"
        /// The bytes of a row are not those that were written.
        case changedRow = "changed-row"
        /// The digest over all rows does not go on.
        case brokenChain = "broken-chain"
        /// An origin's entries do not follow one another.
        case brokenBranch = "broken-branch"
        case badSignature = "bad-signature"
        case badReceipt = "bad-receipt"
        /// A row of the registry is not what the log says.
        case changedRecord = "changed-record"
        /// A row of the registry that nothing in the log made.
        case foreignRecord = "foreign-record"
        /// A row of the registry that the log made and that is gone.
        case missingRecord = "missing-record"
        /// Entries that this node had, by its own word or a neighbour's, are not here any more.
        case cutTail = "cut-tail"
    }
}

/// What a node held at one moment, for its neighbours to compare later.
public struct Checkpoint: Codable, Sendable, Equatable {
    public var node: String
    public var position: Int64
    public var chain: String
    /// How far each branch was held.
    public var tips: [HeldTip]
    /// How far the upstream had acknowledged what the node wrote itself.
    public var acknowledged: [HeldTip]
    /// How far this node has followed its upstream's journal.
    public var upstream: String?
    public var upstreamPosition: Int64?
    public var upstreamChain: String?

    /// How far a branch was held.
    public struct HeldTip: Codable, Sendable, Equatable {
        public var origin: String
        /// In base 16.
        public var incarnation: String
        public var sequence: UInt64
        public var digest: String

        public init(origin: String, incarnation: String, sequence: UInt64, digest: String) {
            self.origin = origin
            self.incarnation = incarnation
            self.sequence = sequence
            self.digest = digest
        }
    }

    public init(
        node: String, position: Int64, chain: String, tips: [HeldTip] = [],
        acknowledged: [HeldTip] = [], upstream: String? = nil, upstreamPosition: Int64? = nil,
        upstreamChain: String? = nil
    ) {
        self.node = node
        self.position = position
        self.chain = chain
        self.tips = tips
        self.acknowledged = acknowledged
        self.upstream = upstream
        self.upstreamPosition = upstreamPosition
        self.upstreamChain = upstreamChain
    }
}

/// The state of one entity within a scope, as one digest.
public struct ScopeDigest: Codable, Sendable, Equatable {
    public var entity: String
    public var records: Int
    /// SHA-256 over id, values and heads of each record, in order of ids.
    public var digest: String
}
