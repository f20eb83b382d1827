public import Registry
public import Trust

/// Everything a payroll is computed from, fixed at one position of the log: computed again from
/// the same snapshot, years later, it gives the same digest.
public struct PayrollSnapshot: Hashable, Sendable {
    /// The position of the log that was frozen.
    public struct Position: Hashable, Sendable {
        /// The sequence of the last changeset that is contained.
        public let sequence: UInt64
        /// The digest chain up to it.
        public let chain: Digest

        /// The position after changeset `sequence`.
        public init(sequence: UInt64, chain: Digest) {
            self.sequence = sequence
            self.chain = chain
        }
    }

    /// The position of the log.
    public var position: Position
    /// A node that has not synced since then is stale.
    public var cutOff: Instant
    /// How far each node is contained. An enrolment of a node without one counts as stale.
    public var watermarks: [NodeWatermark]
    /// The rules.
    public var programme: ProgrammeVersion
    /// The codes of the banks that can be paid to: without a bank there is no file to stand in.
    public var bankCodes: Set<String>
    /// Every enrolment of the programme, in any order.
    public var enrolments: [FrozenEnrolment]
    /// What stands against paying.
    public var facts: BlockingFacts

    /// A snapshot at `position`.
    public init(
        position: Position, cutOff: Instant, watermarks: [NodeWatermark],
        programme: ProgrammeVersion, bankCodes: Set<String>, enrolments: [FrozenEnrolment],
        facts: BlockingFacts = BlockingFacts()
    ) {
        self.position = position
        self.cutOff = cutOff
        self.watermarks = watermarks
        self.programme = programme
        self.bankCodes = bankCodes
        self.enrolments = enrolments
        self.facts = facts
    }

    /// The watermarks of the nodes that have not synced since the cut-off, by name.
    public var staleNodes: [NodeWatermark] {
        watermarks.filter { $0.isStale(at: cutOff) }.sorted { $0.node < $1.node }
    }
}
