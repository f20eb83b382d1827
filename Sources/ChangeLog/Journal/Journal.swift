public import Registry
public import Storage
import Synchronization
public import Trust

/// The change log of one node in its database: the one way to write anything that is replicated.
///
/// A write validates, changes rows and appends the changeset in one transaction. A node opens its
/// journal once; each opening that writes is an incarnation of its own, so that a restored backup
/// never gives one number to two things.
public final class Journal: Sendable {
    public let store: Store
    public let identity: Identity
    public let clock: HybridClock
    public let dictionary: DataDictionary
    let entropy: Entropy
    /// Names this opening of the database in everything it writes.
    var incarnation: UInt64 { current.withLock { $0 } }
    private let current: Mutex<UInt64>
    private let index = JournalIndex()

    /// Who a node is.
    public struct Identity: Sendable {
        /// The name in its certificate and in every changeset it writes.
        public var name: String
        public var role: Role
        /// The area codes that it serves; empty at the hub, which serves all.
        public var areas: [String]
        /// The key that signs its log.
        public var signingKey: SigningKey

        public init(name: String, role: Role, areas: [String], signingKey: SigningKey) {
            self.name = name
            self.role = role
            self.areas = areas
            self.signingKey = signingKey
        }
    }

    /// A node's place in the federation.
    public enum Role: String, Sendable, CaseIterable {
        case hub, province, field
    }

    /// Opens the journal in a database and creates the tables that are missing.
    ///
    /// - Throws: `StoreError`.
    public convenience init(
        store: Store, identity: Identity, clock: HybridClock, entropy: Entropy,
        dictionary: DataDictionary = .current
    ) throws {
        try self.init(
            store: store, identity: identity, clock: clock, entropy: entropy,
            dictionary: dictionary, resuming: nil)
    }

    /// Opens the journal as a virtual machine does that was copied while it ran: with the
    /// incarnation of another opening.
    package init(
        store: Store, identity: Identity, clock: HybridClock, entropy: Entropy,
        dictionary: DataDictionary = .current, resuming incarnation: UInt64?
    ) throws {
        self.store = store
        self.identity = identity
        self.clock = clock
        self.entropy = entropy
        self.dictionary = dictionary
        current = Mutex(incarnation ?? (entropy.word() >> 1 | 1))
        clock.resume(after: try store.read(JournalSession.keptClock))
        try write { session in
            let additions = try LogSchema.addTables(of: dictionary, in: session.transaction)
            if !additions.isEmpty, session.position > 0 { try session.takeUp(additions) }
        }
    }

    /// Names what is written from now on: somebody else writes under the present name.
    func renewIncarnation() {
        let word = entropy.word() >> 1 | 1
        current.withLock { $0 = word }
    }

    /// The present incarnation, for a copy of this process.
    package var presentIncarnation: UInt64 { incarnation }

    /// Runs `body` in one transaction that may append changesets and merge those of others.
    public func write<Value>(_ body: (JournalSession) throws -> Value) throws -> Value {
        try store.write { transaction in
            let session = try JournalSession(self, transaction)
            let value = try body(session)
            try session.finish()
            return value
        }
    }

    /// Runs `body` on one consistent state of the registry.
    public func read<Value>(_ body: (RegistryView) throws -> Value) throws -> Value {
        try store.read { transaction in
            try body(
                RegistryView(
                    transaction, dictionary: dictionary, node: identity.name, index: index))
        }
    }

    /// A new record id.
    public func newID() -> RecordID {
        RecordID(milliseconds: clock.milliseconds, random: (entropy.word(), entropy.word()))
    }
}

/// Where random words come from: the operating system in a node, a seed in a simulation.
public final class Entropy: Sendable {
    private let next: @Sendable () -> UInt64

    public init(_ next: @escaping @Sendable () -> UInt64) {
        self.next = next
    }

    /// 64 random bits.
    public func word() -> UInt64 { next() }
}

/// Who changes something and why.
public struct Authorship: Sendable, Hashable {
    public var actor: String
    /// A short code of the reason, such as `import` or `correction`.
    public var reasonCode: String
    /// The reason in the author's own words.
    public var reason: String
    /// Joins the changesets of one long operation.
    public var batch: RecordID?

    public init(actor: String, reasonCode: String, reason: String = "", batch: RecordID? = nil) {
        self.actor = actor
        self.reasonCode = reasonCode
        self.reason = reason
        self.batch = batch
    }
}
