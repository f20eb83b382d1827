public import Registry

/// How far one node's log is contained in what was frozen.
public struct NodeWatermark: Hashable, Sendable {
    /// The name of the node, such as `IQ-BG`.
    public let node: String
    /// When it last synced; nil when it never did.
    public let lastSync: Instant?
    /// The last sequence of its log that the frozen position contains.
    public let covered: UInt64

    /// The watermark of a node.
    public init(node: String, lastSync: Instant?, covered: UInt64) {
        self.node = node
        self.lastSync = lastSync
        self.covered = covered
    }

    /// Whether the node has not synced since `cutOff`.
    public func isStale(at cutOff: Instant) -> Bool {
        lastSync.map { $0 < cutOff } ?? true
    }

    /// The watermarks as canonical JSON, sorted by node, as stored in one field.
    public static func render(_ watermarks: [NodeWatermark]) -> String {
        JSONText.array(
            watermarks.sorted { $0.node < $1.node }.map { watermark in
                var members: [String: JSONText] = [
                    "node": .text(watermark.node),
                    "covered": .integer(Int64(clamping: watermark.covered)),
                ]
                if let lastSync = watermark.lastSync {
                    members["last_sync"] = .text(lastSync.description)
                }
                return .object(members)
            }
        ).canonical
    }

    /// The watermarks that `render` wrote, or nil when the text is something else.
    public static func parse(_ text: String) -> [NodeWatermark]? {
        // The reason of a failure is of no use here: the text is ours or it is damaged.
        guard let value = try? JSONReader.parse(text), case .array(let values) = value else {
            return nil
        }
        var watermarks: [NodeWatermark] = []
        for value in values {
            guard case .object(let members) = value, case .text(let node) = members["node"],
                case .integer(let covered) = members["covered"], covered >= 0
            else { return nil }
            var lastSync: Instant?
            if case .text(let text) = members["last_sync"] {
                guard let instant = try? Instant(text) else { return nil }
                lastSync = instant
            }
            watermarks.append(
                NodeWatermark(node: node, lastSync: lastSync, covered: UInt64(covered)))
        }
        return watermarks
    }
}

/// What happens to the enrolments of nodes that have not synced since the cut-off.
public enum StaleChoice: Hashable, Sendable {
    /// They are held.
    case hold
    /// They are paid as last known, by order of this officer.
    case include(by: Officer)

    /// As stored: `hold` or `include by NAME`.
    public var text: String {
        switch self {
        case .hold: "hold"
        case .include(let officer): "include by \(officer)"
        }
    }

    /// The choice that `text` wrote, or nil.
    public init?(_ text: String) {
        let prefix = "include by "
        if text == "hold" {
            self = .hold
        } else if text.hasPrefix(prefix), let officer = Officer(text.dropFirst(prefix.count)) {
            self = .include(by: officer)
        } else {
            return nil
        }
    }
}
