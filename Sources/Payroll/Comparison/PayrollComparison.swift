import Registry

/// What differs between the payrolls of two cycles of one programme, by unit: what a reviewer
/// looks at first.
public struct PayrollComparison: Hashable, Sendable {
    /// A unit that both payrolls pay, differently.
    public struct Change: Hashable, Sendable {
        /// The entitlement of the earlier cycle.
        public let before: Entitlement
        /// The entitlement of the later cycle.
        public let after: Entitlement

        public init(before: Entitlement, after: Entitlement) {
            self.before = before
            self.after = after
        }
    }

    /// Paid now and not before, by unit.
    public let new: [Entitlement]
    /// Paid before and not now, by unit.
    public let ended: [Entitlement]
    /// Paid another amount than before, by unit.
    public let changedAmounts: [Change]
    /// Paid to another account or payee than before, by unit; may be in `changedAmounts`, too.
    public let changedPayees: [Change]
    /// How many are paid the same amount to the same payee and account.
    public let unchangedCount: Int

    /// Compares two lists in any order; of a unit that a list has twice the last one counts.
    public init(previous: [Entitlement], current: [Entitlement]) {
        let before = Dictionary(previous.map { ($0.unit, $0) }, uniquingKeysWith: { $1 })
        let after = Dictionary(current.map { ($0.unit, $0) }, uniquingKeysWith: { $1 })
        new = Self.sorted(after.values.filter { before[$0.unit] == nil })
        ended = Self.sorted(before.values.filter { after[$0.unit] == nil })
        let both = Self.sorted(after.values.filter { before[$0.unit] != nil })
            .compactMap { after in before[after.unit].map { Change(before: $0, after: after) } }
        changedAmounts = both.filter { $0.before.amount != $0.after.amount }
        changedPayees = both.filter(Self.hasOtherPayee)
        unchangedCount =
            both.count { $0.before.amount == $0.after.amount && !Self.hasOtherPayee($0) }
    }

    private static func sorted(_ entitlements: [Entitlement]) -> [Entitlement] {
        entitlements.sorted { $0.unit < $1.unit }
    }

    private static func hasOtherPayee(_ change: Change) -> Bool {
        change.before.payee != change.after.payee || change.before.account != change.after.account
    }
}
