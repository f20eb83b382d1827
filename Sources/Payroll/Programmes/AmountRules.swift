/// How much a unit gets a month: a base by household size, supplements by category, a cap.
/// Data of a programme version, never code.
public struct AmountRules: Hashable, Sendable {
    /// The base for households of `from` to `to` people.
    public struct SizeBand: Hashable, Sendable {
        /// The smallest household of the band.
        public let from: Int
        /// The largest household of the band; nil for “and more”.
        public let to: Int?
        /// The base in minor units.
        public let amountMinor: Int64

        /// A band of households of `from` to `to` people.
        public init(from: Int, to: Int?, amountMinor: Int64) {
            self.from = from
            self.to = to
            self.amountMinor = amountMinor
        }
    }

    /// What each member of a category adds.
    public struct Supplement: Hashable, Sendable {
        /// The category that adds.
        public let category: Category
        /// What each one adds, in minor units.
        public let amountMinor: Int64
        /// How many count at most; nil for all.
        public let atMost: Int?

        /// A supplement for each of a category.
        public init(category: Category, amountMinor: Int64, atMost: Int? = nil) {
            self.category = category
            self.amountMinor = amountMinor
            self.atMost = atMost
        }
    }

    /// An amount, and the lines that add up to it.
    public struct Amount: Hashable, Sendable {
        /// The amount in minor units, above 0.
        public let totalMinor: Int64
        /// Base, supplements by category code, cap.
        public let lines: [RuleLine]
    }

    /// Why circumstances have no amount.
    public enum Failure: Error, Hashable, Sendable {
        /// No band covers a household of this size.
        case sizeNotCovered(Int)
        /// A count below zero.
        case negativeCount(Category)
        /// The amount is larger than 64 bits hold.
        case overflow
    }

    /// The bands, by rising size, without overlap.
    public let bands: [SizeBand]
    /// The supplements, by category code.
    public let supplements: [Supplement]
    /// The most that anybody gets, in minor units; nil for no cap.
    public let capMinor: Int64?

    /// Rules in any order. `ProgrammeVersion` checks them.
    public init(bands: [SizeBand], supplements: [Supplement] = [], capMinor: Int64? = nil) {
        self.bands = bands.sorted { $0.from < $1.from }
        self.supplements = supplements.sorted { $0.category < $1.category }
        self.capMinor = capMinor
    }

    /// What a unit of `size` people with these counts gets. Throws `Failure`.
    public func amount(size: Int, counts: [Category: Int]) throws(Failure) -> Amount {
        guard
            let band = bands.first(where: { $0.from <= size && size <= $0.to ?? Int.max })
        else { throw .sizeNotCovered(size) }
        var lines = [RuleLine(rule: .base(size: size), count: 1, amountMinor: band.amountMinor)]
        var total = band.amountMinor
        for supplement in supplements {
            let given = counts[supplement.category] ?? 0
            guard given >= 0 else { throw .negativeCount(supplement.category) }
            let count = min(given, supplement.atMost ?? given)
            guard count > 0 else { continue }
            let product = supplement.amountMinor.multipliedReportingOverflow(by: Int64(count))
            let sum = total.addingReportingOverflow(product.partialValue)
            guard !product.overflow, !sum.overflow else { throw .overflow }
            total = sum.partialValue
            lines.append(
                RuleLine(
                    rule: .supplement(supplement.category), count: count,
                    amountMinor: product.partialValue))
        }
        if let capMinor, total > capMinor {
            lines.append(RuleLine(rule: .cap, count: 1, amountMinor: capMinor - total))
            total = capMinor
        }
        return Amount(totalMinor: total, lines: lines)
    }
}
