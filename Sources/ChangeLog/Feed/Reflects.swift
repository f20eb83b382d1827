public import Trust

/// How much of each branch a node has taken into account.
public struct Reflects: Hashable, Sendable {
    /// The last sequence of each branch.
    public private(set) var sequences: [Branch: UInt64] = [:]

    public init() {}

    public init(_ tips: some Sequence<Tip>) {
        for tip in tips { cover(tip.branch, through: tip.sequence) }
    }

    /// Takes into account a branch up to a sequence.
    public mutating func cover(_ branch: Branch, through sequence: UInt64) {
        sequences[branch] = max(sequences[branch] ?? 0, sequence)
    }

    /// Takes a branch into account no more.
    mutating func forget(_ branch: Branch) { sequences[branch] = nil }

    /// Whether the entry of this version is taken into account.
    public func covers(_ version: Version) -> Bool {
        let branch = Branch(origin: version.origin, incarnation: version.incarnation)
        return (sequences[branch] ?? 0) >= version.sequence
    }

    /// Whether everything that the other takes into account is taken into account.
    public func covers(_ other: Reflects) -> Bool {
        other.sequences.allSatisfy { (sequences[$0.key] ?? 0) >= $0.value }
    }

    /// Both together.
    public mutating func formUnion(_ other: Reflects) {
        for (branch, sequence) in other.sequences { cover(branch, through: sequence) }
    }

    /// Only what these origins wrote.
    public func limited(to origins: Set<String>) -> Reflects {
        var result = Reflects()
        for (branch, sequence) in sequences where origins.contains(branch.origin) {
            result.cover(branch, through: sequence)
        }
        return result
    }

    /// Only the branches that the other names.
    public func limited(to other: Reflects) -> Reflects {
        var result = Reflects()
        for (branch, sequence) in sequences where other.sequences[branch] != nil {
            result.cover(branch, through: sequence)
        }
        return result
    }

    /// One digest over all of it.
    public var digest: Digest { sha256(bytes) }

    /// The bytes on the wire and in the database, sorted by branch.
    public var bytes: [UInt8] {
        var writer = WireWriter()
        for (branch, sequence) in sequences.sorted(by: { $0.key < $1.key }) {
            writer.message(1) { inner in
                inner.text(1, branch.origin)
                inner.fixed(2, branch.incarnation)
                inner.number(3, sequence)
            }
        }
        return writer.bytes
    }

    public init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        while let (field, content) = try reader.next() {
            guard field == 1, case .data(let range) = content else { continue }
            var inner = reader.message(range)
            var origin = ""
            var incarnation: UInt64 = 0
            var sequence: UInt64 = 0
            while let (field, content) = try inner.next() {
                switch (field, content) {
                case (1, .data(let range)): origin = try inner.text(range)
                case (2, .number(let value)): incarnation = value
                case (3, .number(let value)): sequence = try WireReader.sequence(value)
                default: break
                }
            }
            cover(Branch(origin: origin, incarnation: incarnation), through: sequence)
        }
    }
}
