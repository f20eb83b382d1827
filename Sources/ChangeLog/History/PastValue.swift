/// A value that a group of a record had and that somebody replaced.
public struct PastValue: Sendable, Hashable {
    public var group: Int
    public var version: Version
    /// min(stamp, first receipt).
    public var effective: Stamp
    public var value: GroupValue
    public var actor: String
    public var reason: String
    /// The node at which it was written.
    public var node: String { version.origin }

    /// How many past values of a group travel with a record; older ones stay in the log.
    public static let mostOfGroup = 16
}
