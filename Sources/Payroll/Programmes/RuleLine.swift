/// One line of how an amount came about; the lines of an entitlement add up to its amount.
public struct RuleLine: Hashable, Sendable {
    /// Which rule.
    public enum Rule: Hashable, Sendable {
        /// The amount for a household of this size.
        case base(size: Int)
        /// The supplement for a category.
        case supplement(Category)
        /// What goes beyond the cap, as a negative amount.
        case cap
    }

    /// Which rule.
    public let rule: Rule
    /// How often it counts.
    public let count: Int
    /// The amount of the line in minor units; negative for a cap.
    public let amountMinor: Int64

    /// A line of this rule.
    public init(rule: Rule, count: Int, amountMinor: Int64) {
        self.rule = rule
        self.count = count
        self.amountMinor = amountMinor
    }

    /// The rule's name in texts: `base`, `cap`, or `supplement:` and the category.
    public var name: String {
        switch rule {
        case .base: "base"
        case .supplement(let category): "supplement:\(category.code)"
        case .cap: "cap"
        }
    }

    /// The lines as canonical JSON, as stored in one field.
    public static func render(_ lines: [RuleLine]) -> String {
        JSONText.array(
            lines.map { line in
                var members: [String: JSONText] = [
                    "amount_minor": .integer(line.amountMinor),
                    "count": .integer(Int64(line.count)),
                    "rule": .text(line.name),
                ]
                if case .base(let size) = line.rule { members["size"] = .integer(Int64(size)) }
                return .object(members)
            }
        ).canonical
    }

    /// The lines that `render` wrote, or nil when the text is something else.
    public static func parse(_ text: String) -> [RuleLine]? {
        // The reason of a failure is of no use here: the text is ours or it is damaged.
        guard let value = try? JSONReader.parse(text), case .array(let values) = value else {
            return nil
        }
        var lines: [RuleLine] = []
        for value in values {
            guard case .object(let members) = value,
                case .integer(let amount) = members["amount_minor"],
                case .integer(let count) = members["count"],
                case .text(let name) = members["rule"],
                let rule = Self.rule(named: name, size: members["size"])
            else { return nil }
            lines.append(RuleLine(rule: rule, count: Int(count), amountMinor: amount))
        }
        return lines
    }

    private static func rule(named name: String, size: JSONText?) -> Rule? {
        switch name {
        case "base":
            guard case .integer(let number) = size else { return nil }
            return .base(size: Int(number))
        case "cap": return .cap
        default:
            let prefix = "supplement:"
            guard name.hasPrefix(prefix) else { return nil }
            return .supplement(Category(String(name.dropFirst(prefix.count))))
        }
    }
}
