public import Registry

/// What an upstream says about one record: its values and the heads of its groups.
public struct RecordState: Hashable, Sendable {
    public var entity: Int
    public var record: RecordID
    /// Which of the page's `reflects` holds for this record.
    public var reflects: Int
    /// The version of the row, which is the only head of every group that is not listed.
    public var version: Version
    public var effective: Stamp
    /// The values shown, unknown fields included; empty when `isKnown`.
    public var values: [NumberedValue]
    public var groups: [Group]
    /// Versions named here that were written again after a fork, with the names that they lost.
    public var aliases: [Alias] = []

    /// A version, and the name that it lost.
    public struct Alias: Hashable, Sendable {
        public var version: Version
        public var replaces: Version

        package init(version: Version, replaces: Version) {
            self.version = version
            self.replaces = replaces
        }
    }

    /// The heads of a group that was edited since the row was made.
    public struct Group: Hashable, Sendable {
        public var group: Int
        public var heads: [Head]
        /// Values that were replaced, the latest first; as many as everybody should see.
        public var history: [Head] = []

        /// A value that nobody has superseded, and where it comes from.
        public struct Head: Hashable, Sendable {
            public var version: Version
            public var effective: Stamp
            public var value: GroupValue
            public var was: GroupValue
            public var actor: String
            public var reason: String

            package init(
                version: Version, effective: Stamp, value: GroupValue, was: GroupValue,
                actor: String, reason: String
            ) {
                self.version = version
                self.effective = effective
                self.value = value
                self.was = was
                self.actor = actor
                self.reason = reason
            }
        }

        package init(group: Int, heads: [Head]) {
            self.group = group
            self.heads = heads
        }
    }

    public init(
        entity: Int, record: RecordID, reflects: Int, version: Version, effective: Stamp,
        values: [NumberedValue], groups: [Group]
    ) {
        self.entity = entity
        self.record = record
        self.reflects = reflects
        self.version = version
        self.effective = effective
        self.values = values
        self.groups = groups
    }

    /// The bytes on the wire and in the database.
    public var bytes: [UInt8] {
        var writer = WireWriter(capacity: 256)
        writer.number(1, UInt64(entity))
        writer.id(2, record)
        writer.number(3, UInt64(reflects))
        writer.message(4) { version.write(to: &$0) }
        writer.fixed(5, effective.rawValue)
        for value in values where value.value != .null { value.write(6, to: &writer) }
        for group in groups {
            writer.message(7) { inner in
                inner.number(1, UInt64(group.group))
                for head in group.heads { inner.message(2) { head.write(to: &$0) } }
                for past in group.history { inner.message(3) { past.write(to: &$0) } }
            }
        }
        for alias in aliases {
            writer.message(8) { inner in
                inner.message(1) { alias.version.write(to: &$0) }
                inner.message(2) { alias.replaces.write(to: &$0) }
            }
        }
        return writer.bytes
    }

    public init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var entity = 0
        var record: RecordID?
        var reflects = 0
        var version: Version?
        var effective = Stamp(rawValue: 0)
        var values: [NumberedValue] = []
        var groups: [Group] = []
        var aliases: [Alias] = []
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .number(let value)): entity = WireReader.integer(value)
            case (2, .data(let range)): record = try reader.id(range)
            case (3, .number(let value)): reflects = WireReader.integer(value)
            case (4, .data(let range)): version = try Version(reader.message(range))
            case (5, .number(let value)): effective = Stamp(rawValue: value)
            case (6, .data(let range)): values.append(try NumberedValue(reader.message(range)))
            case (7, .data(let range)): groups.append(try Group(reader.message(range)))
            case (8, .data(let range)): aliases.append(try Alias(reader.message(range)))
            default: break
            }
        }
        guard let record else { throw .missing("record id") }
        guard let version else { throw .missing("version of a record") }
        self.init(
            entity: entity, record: record, reflects: reflects, version: version,
            effective: effective, values: values, groups: groups)
        self.aliases = aliases
    }
}

extension RecordState.Alias {
    init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var version: Version?
        var replaces: Version?
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): version = try Version(reader.message(range))
            case (2, .data(let range)): replaces = try Version(reader.message(range))
            default: break
            }
        }
        guard let version, let replaces else { throw .missing("version") }
        self.init(version: version, replaces: replaces)
    }
}

extension RecordState.Group {
    init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var group = 0
        var heads: [Head] = []
        var history: [Head] = []
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .number(let value)): group = WireReader.integer(value)
            case (2, .data(let range)): heads.append(try Head(reader.message(range)))
            case (3, .data(let range)): history.append(try Head(reader.message(range)))
            default: break
            }
        }
        self.init(group: group, heads: heads)
        self.history = history
    }
}

extension RecordState.Group.Head {
    func write(to writer: inout WireWriter) {
        writer.message(1) { version.write(to: &$0) }
        writer.fixed(2, effective.rawValue)
        for item in value.values { item.write(3, to: &writer) }
        for item in was.values { item.write(4, to: &writer) }
        writer.text(5, actor)
        writer.text(6, reason)
    }

    init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var version: Version?
        var effective = Stamp(rawValue: 0)
        var value: [NumberedValue] = []
        var was: [NumberedValue] = []
        var actor = ""
        var reason = ""
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): version = try Version(reader.message(range))
            case (2, .number(let found)): effective = Stamp(rawValue: found)
            case (3, .data(let range)): value.append(try NumberedValue(reader.message(range)))
            case (4, .data(let range)): was.append(try NumberedValue(reader.message(range)))
            case (5, .data(let range)): actor = try reader.text(range)
            case (6, .data(let range)): reason = try reader.text(range)
            default: break
            }
        }
        guard let version else { throw .missing("version of a head") }
        self.init(
            version: version, effective: effective, value: GroupValue(value),
            was: GroupValue(was), actor: actor, reason: reason)
    }
}
