public import Trust

/// A changeset of a tier above, sealed by its origin, that a node below keeps for it until it is in
/// a verified backup: what exists only above survives the loss of what is above.
public struct WitnessEntry: Hashable, Sendable {
    public var branch: Branch
    public var sequence: UInt64
    public var digest: Digest
    /// The changeset, readable for its origin alone.
    public var sealed: [UInt8]

    public init(branch: Branch, sequence: UInt64, digest: Digest, sealed: [UInt8]) {
        self.branch = branch
        self.sequence = sequence
        self.digest = digest
        self.sealed = sealed
    }

    /// The name under which the changeset is sealed.
    static func name(_ branch: Branch, _ sequence: UInt64) -> [UInt8] {
        var writer = WireWriter()
        writer.text(1, "shabaka witness 1")
        writer.text(2, branch.origin)
        writer.fixed(3, branch.incarnation)
        writer.number(4, sequence)
        return writer.bytes
    }

    /// Parts of branches in an order in which each changeset comes behind the one that it follows,
    /// also where an incarnation begins in the middle of another: what is kept of them is whole as
    /// far as it goes, wherever it ends.
    static func inOrder(
        _ ranges: [Branch: ClosedRange<UInt64>]
    ) -> [(branch: Branch, sequences: ClosedRange<UInt64>)] {
        let starts = Dictionary(grouping: ranges, by: { $0.key.origin })
            .mapValues { $0.map(\.value.lowerBound).sorted() }
        var parts: [(branch: Branch, sequences: ClosedRange<UInt64>)] = []
        for (branch, range) in ranges {
            var first = range.lowerBound
            for start in starts[branch.origin] ?? [] where start > first && range.contains(start) {
                parts.append((branch, first...start - 1))
                first = start
            }
            parts.append((branch, first...range.upperBound))
        }
        return parts.sorted { left, right in
            (left.branch.origin, left.sequences.lowerBound, left.branch.incarnation)
                < (right.branch.origin, right.sequences.lowerBound, right.branch.incarnation)
        }
    }

    /// The bytes on the wire.
    public var bytes: [UInt8] {
        var writer = WireWriter(capacity: sealed.count + 80)
        write(to: &writer)
        return writer.bytes
    }

    public func write(to writer: inout WireWriter) {
        writer.text(1, branch.origin)
        writer.fixed(2, branch.incarnation)
        writer.number(3, sequence)
        writer.data(4, digest.bytes)
        writer.data(5, sealed)
    }

    public init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var origin = ""
        var incarnation: UInt64 = 0
        var sequence: UInt64 = 0
        var digest: Digest?
        var sealed: [UInt8] = []
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): origin = try reader.text(range)
            case (2, .number(let value)): incarnation = value
            case (3, .number(let value)): sequence = try WireReader.sequence(value)
            case (4, .data(let range)): digest = Digest(bytes: reader.data(range))
            case (5, .data(let range)): sealed = reader.data(range)
            default: break
            }
        }
        guard !origin.isEmpty, let digest, sequence > 0 else {
            throw .missing("name of a sealed changeset")
        }
        self.init(
            branch: Branch(origin: origin, incarnation: incarnation), sequence: sequence,
            digest: digest, sealed: sealed)
    }
}
