import Registry

extension PayrollComparison.Change {
    /// Why the amount, or where it goes, is not what it was.
    public enum Cause: Hashable, Sendable {
        /// The family has another number of members.
        case size(before: Int, after: Int)
        /// A supplement counts more or less often.
        case supplement(category: String, before: Int, after: Int)
        /// The cap took away another amount, in minor units.
        case cap(before: Int64, after: Int64)
        /// The programme has other rules.
        case rules(before: Int, after: Int)
        /// Somebody else receives.
        case payee
        /// The money goes to another account.
        case account
    }

    /// What changed in how the amount came about, and in where it goes, in a fixed order.
    public var causes: [Cause] {
        var causes: [Cause] = []
        let sizes = (Self.size(before.lines), Self.size(after.lines))
        if sizes.0 != sizes.1 { causes.append(.size(before: sizes.0, after: sizes.1)) }
        let supplements = (Self.supplements(before.lines), Self.supplements(after.lines))
        for category in Set(supplements.0.keys).union(supplements.1.keys).sorted() {
            let counts = (supplements.0[category] ?? 0, supplements.1[category] ?? 0)
            if counts.0 != counts.1 {
                causes.append(
                    .supplement(category: category, before: counts.0, after: counts.1))
            }
        }
        let caps = (Self.cap(before.lines), Self.cap(after.lines))
        if caps.0 != caps.1 { causes.append(.cap(before: caps.0, after: caps.1)) }
        if before.programmeVersion != after.programmeVersion {
            causes.append(
                .rules(before: before.programmeVersion, after: after.programmeVersion))
        }
        if before.payee != after.payee { causes.append(.payee) }
        if before.account != after.account { causes.append(.account) }
        return causes
    }

    private static func size(_ lines: [RuleLine]) -> Int {
        for line in lines { if case .base(let size) = line.rule { return size } }
        return 0
    }

    private static func supplements(_ lines: [RuleLine]) -> [String: Int] {
        var counts: [String: Int] = [:]
        for line in lines {
            if case .supplement(let category) = line.rule {
                counts[category.code, default: 0] += line.count
            }
        }
        return counts
    }

    private static func cap(_ lines: [RuleLine]) -> Int64 {
        lines.reduce(0) { $1.rule == .cap ? $0 &+ $1.amountMinor : $0 }
    }
}
