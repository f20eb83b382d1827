public import Trust

/// Names one changeset for ever: who wrote it, in which opening of which database, as which one, and
/// the first eight bytes of its digest, so that the two branches of a fork are two versions.
public struct Version: Hashable, Sendable, Comparable {
    /// The name of the node that wrote it.
    public let origin: String
    /// The random number that the node took at the first write after it opened its database.
    public let incarnation: UInt64
    /// Counts the origin's changesets from 1; goes on across incarnations.
    public let sequence: UInt64
    /// The first eight bytes of the changeset's digest.
    public let tag: UInt64

    public init(origin: String, incarnation: UInt64, sequence: UInt64, tag: UInt64) {
        self.origin = origin
        self.incarnation = incarnation
        self.sequence = sequence
        self.tag = tag
    }

    /// An order that is the same everywhere; it has no meaning in time.
    public static func < (left: Version, right: Version) -> Bool {
        if left.origin != right.origin { return left.origin < right.origin }
        if left.incarnation != right.incarnation { return left.incarnation < right.incarnation }
        if left.sequence != right.sequence { return left.sequence < right.sequence }
        return left.tag < right.tag
    }

    func write(to writer: inout WireWriter) {
        writer.text(1, origin)
        writer.fixed(2, incarnation)
        writer.number(3, sequence)
        writer.fixed(4, tag)
    }

    init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var origin = ""
        var incarnation: UInt64 = 0
        var sequence: UInt64 = 0
        var tag: UInt64 = 0
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): origin = try reader.text(range)
            case (2, .number(let value)): incarnation = value
            case (3, .number(let value)): sequence = try WireReader.sequence(value)
            case (4, .number(let value)): tag = value
            default: break
            }
        }
        guard !origin.isEmpty, sequence > 0 else { throw .missing("version") }
        self.init(origin: origin, incarnation: incarnation, sequence: sequence, tag: tag)
    }
}

/// One uninterrupted run of one node's log.
public struct Branch: Hashable, Sendable, Comparable {
    public let origin: String
    public let incarnation: UInt64

    public init(origin: String, incarnation: UInt64) {
        self.origin = origin
        self.incarnation = incarnation
    }

    public static func < (left: Branch, right: Branch) -> Bool {
        (left.origin, left.incarnation) < (right.origin, right.incarnation)
    }
}

/// How far a node holds a branch.
public struct Tip: Hashable, Sendable {
    public var branch: Branch
    public var sequence: UInt64
    public var digest: Digest

    public init(branch: Branch, sequence: UInt64, digest: Digest) {
        self.branch = branch
        self.sequence = sequence
        self.digest = digest
    }
}
