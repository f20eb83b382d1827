public import Registry

/// Two or more values of one group of a record that stand against each other until somebody
/// settles it.
public struct OpenConflict: Sendable, Equatable {
    public var entity: String
    public var record: RecordID
    /// The number of the group; `Life.group` when it is about closing the record.
    public var group: Int
    public var groupName: String
    /// How many people settle it: 1, or 2 by a proposal and its acceptance.
    public var people: Int
    /// The fields of the group by number.
    public var fields: [Int: String]
    /// What is shown and acted upon until then.
    public var standing: GroupValue
    /// The values that stand against each other, the earliest first.
    public var claims: [Claim]
    /// Resolutions that wait for a second person.
    public var proposals: [RecordID]

    /// One of the values, and where it comes from.
    public struct Claim: Sendable, Equatable {
        public var version: Version
        public var value: GroupValue
        /// The value that its author saw standing; empty where nobody said.
        public var was: GroupValue
        public var actor: String
        public var reason: String
        /// min(stamp, first receipt), in milliseconds since 1970.
        public var effective: UInt64
        /// The node at which it was written.
        public var node: String { version.origin }
    }

    /// How a conflict is settled.
    public enum Choice: Sendable, Equatable {
        /// For one of the values.
        case claim(Version)
        /// For another value: fields by name; those that are left out keep what stands.
        case value([String: FieldValue])
        /// What stands stays.
        case standing
        /// The record is closed, by all that is known now.
        case close
        /// The record stays open, or is opened again.
        case reopen
    }
}
