/// What became of the payments of one payroll. Always true: approved = credited + returned +
/// rejected + pending + recalled, in number and in money.
public struct Settlement: Hashable, Sendable {
    /// A number of payments and their sum in minor units.
    public struct Part: Hashable, Sendable {
        /// How many payments, 0 or more.
        public let count: Int
        /// Their sum in minor units, 0 or more.
        public let totalMinor: Int64

        /// No payments.
        public static let none = Part(count: 0, totalMinor: 0)

        /// This many payments of this sum.
        public init(count: Int, totalMinor: Int64) {
            self.count = count
            self.totalMinor = totalMinor
        }
    }

    /// Arrived on the account.
    public let credited: Part
    /// Came back after they had been accepted.
    public let returned: Part
    /// Refused by the bank.
    public let rejected: Part
    /// Without an answer.
    public let pending: Part
    /// Called back by us.
    public let recalled: Part

    /// What became of the payments of one payroll.
    public init(
        credited: Part, returned: Part = .none, rejected: Part = .none, pending: Part = .none,
        recalled: Part = .none
    ) {
        self.credited = credited
        self.returned = returned
        self.rejected = rejected
        self.pending = pending
        self.recalled = recalled
    }

    /// All parts together, or nil when a part is negative or the sum is larger than an amount
    /// can be.
    public var sum: Part? {
        var count = 0
        var total: Int64 = 0
        for part in [credited, returned, rejected, pending, recalled] {
            guard part.count >= 0, part.totalMinor >= 0 else { return nil }
            let nextCount = count.addingReportingOverflow(part.count)
            let nextTotal = total.addingReportingOverflow(part.totalMinor)
            guard !nextCount.overflow, !nextTotal.overflow else { return nil }
            (count, total) = (nextCount.partialValue, nextTotal.partialValue)
        }
        return Part(count: count, totalMinor: total)
    }
}
