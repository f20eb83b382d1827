public import Registry

/// What one changeset does to one record.
public struct Change: Hashable, Sendable {
    /// The entity's number in the data dictionary, which a newer node may know and we may not.
    public var entity: Int
    public var record: RecordID
    public var kind: Kind
    /// Values of the fields of a new record, whatever their group (`create` only).
    public var values: [NumberedValue]
    /// The groups that an edit touches (not used by `create`).
    public var groups: [GroupChange]

    /// What kind of change it is.
    public enum Kind: Int, Sendable {
        /// A new record with all its groups.
        case create = 0
        /// New values for some groups.
        case update = 1
        /// The record is closed.
        case close = 2
        /// Somebody settled a conflict: supersedes exactly the heads that it names.
        case resolve = 3
        /// The record moves to another province (kept for the protocol of moves).
        case transfer = 4
    }

    public init(
        entity: Int, record: RecordID, kind: Kind, values: [NumberedValue] = [],
        groups: [GroupChange] = []
    ) {
        self.entity = entity
        self.record = record
        self.kind = kind
        self.values = values
        self.groups = groups
    }

    /// The bytes whose salted digest is the change's commitment.
    public func write(to writer: inout WireWriter) {
        writer.number(1, UInt64(entity))
        writer.id(2, record)
        writer.number(3, UInt64(kind.rawValue))
        for value in values where value.value != .null { value.write(4, to: &writer) }
        for group in groups { writer.message(5) { group.write(to: &$0) } }
    }

    public init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var entity = 0
        var record: RecordID?
        var kind: Kind? = .create
        var values: [NumberedValue] = []
        var groups: [GroupChange] = []
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .number(let value)): entity = WireReader.integer(value)
            case (2, .data(let range)): record = try reader.id(range)
            case (3, .number(let value)): kind = Kind(rawValue: WireReader.integer(value))
            case (4, .data(let range)): values.append(try NumberedValue(reader.message(range)))
            case (5, .data(let range)): groups.append(try GroupChange(reader.message(range)))
            default: break
            }
        }
        guard let record else { throw .missing("record id") }
        guard let kind else { throw .unexpected("kind of change") }
        guard entity > 0, entity < 1 << 20 else { throw .missing("entity") }
        self.init(entity: entity, record: record, kind: kind, values: values, groups: groups)
    }
}

/// New values for one group of fields, and what their author had seen.
public struct GroupChange: Hashable, Sendable {
    /// The group's number; 0 is the life of the row itself.
    public var group: Int
    public var values: [NumberedValue]
    /// The versions that the author saw and that this one replaces.
    public var base: [Version]
    /// The value that stood, in groups that a human settles.
    public var was: [NumberedValue]

    public init(
        group: Int, values: [NumberedValue], base: [Version], was: [NumberedValue] = []
    ) {
        self.group = group
        self.values = values
        self.base = base
        self.was = was
    }

    func write(to writer: inout WireWriter) {
        writer.number(1, UInt64(group))
        for value in values where value.value != .null { value.write(2, to: &writer) }
        for version in base { writer.message(3) { version.write(to: &$0) } }
        for value in was where value.value != .null { value.write(4, to: &writer) }
    }

    init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var group = 0
        var values: [NumberedValue] = []
        var base: [Version] = []
        var was: [NumberedValue] = []
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .number(let value)): group = WireReader.integer(value)
            case (2, .data(let range)): values.append(try NumberedValue(reader.message(range)))
            case (3, .data(let range)): base.append(try Version(reader.message(range)))
            case (4, .data(let range)): was.append(try NumberedValue(reader.message(range)))
            default: break
            }
        }
        guard group >= 0, group < 1 << 16 else { throw .unexpected("group number") }
        self.init(group: group, values: values, base: base, was: was)
    }
}
