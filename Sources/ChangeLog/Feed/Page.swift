public import Registry
public import Trust

/// A position on an upstream's journal, which the receiver keeps and shows at the next call.
///
/// The upstream goes on from it when the position lies on its own chain, and starts again when not:
/// after a restore of the upstream the chain tells.
public struct Cursor: Hashable, Sendable {
    public var position: Int64
    public var chain: Digest
    /// The end of the upstream's journal when the page was made. A page says how its records are,
    /// not how they were at `position`: after a restore to between the two it must be said anew.
    public var seenPosition: Int64
    public var seenChain: Digest
    /// For which areas the feed was made; nil of an upstream that does not say. With other areas it
    /// starts again: what lay in them all along has no new row in the journal.
    public var scope: UInt64?

    /// - Parameter seen: the end of the journal when the page was made; nil when it is `position`.
    public init(
        position: Int64, chain: Digest, seen: (position: Int64, chain: Digest)? = nil,
        scope: UInt64? = nil
    ) {
        self.position = position
        self.chain = chain
        self.scope = scope
        seenPosition = seen?.position ?? position
        seenChain = seen?.chain ?? chain
    }

    /// Before the first page.
    public static let start = Cursor(position: 0, chain: .zero)

    public func write(to writer: inout WireWriter) {
        writer.number(1, UInt64(position))
        writer.data(2, chain.bytes)
        if let scope { writer.fixed(5, scope) }
        guard seenPosition != position else { return }
        writer.number(3, UInt64(seenPosition))
        writer.data(4, seenChain.bytes)
    }

    public init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var position: Int64 = 0
        var chain = Digest.zero
        var seenPosition: Int64?
        var seenChain: Digest?
        var scope: UInt64?
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .number(let value)): position = Int64(truncatingIfNeeded: value & ~(1 << 63))
            case (2, .data(let range)): chain = try Self.digest(reader.data(range))
            case (3, .number(let value)):
                seenPosition = Int64(truncatingIfNeeded: value & ~(1 << 63))
            case (4, .data(let range)): seenChain = try Self.digest(reader.data(range))
            case (5, .number(let value)): scope = value
            default: break
            }
        }
        self.init(
            position: position, chain: chain,
            seen: (seenPosition ?? position, seenChain ?? chain), scope: scope)
    }

    private static func digest(_ bytes: [UInt8]) throws(WireReader.Malformed) -> Digest {
        guard let digest = Digest(bytes: bytes) else { throw .unexpected("digest") }
        return digest
    }
}

/// A piece of the state that flows down.
public struct Page: Hashable, Sendable {
    /// The cursor it was made for; applied to no other.
    public var from: Cursor
    /// The cursor after it.
    public var to: Cursor
    /// Whether the feed started again: what it does not mention by its end is forgotten.
    public var isRestart: Bool
    /// Whether nothing is left behind it for now.
    public var isLast: Bool
    /// What the upstream had taken into account of the receiver's subtree; records name theirs.
    public var reflects: [Reflects]
    public var records: [RecordState]
    /// Records that left the receiver's scope.
    public var gone: [Gone]
    /// What the receiver said that it holds of its own log, and what the page therefore may leave
    /// out; a receiver that lost some of it since (a restore) must not take the page.
    public var assumes: Reflects
    /// Sealed changesets of the tiers above that the receiver keeps for them.
    public var witness: [WitnessEntry] = []
    /// How far the tiers above have what they wrote in verified backups.
    public var safe = Reflects()
    /// What the receiver said that it keeps sealed, and what the page therefore leaves out; a
    /// receiver that lost some of it since must not take the page: what a page shows is kept below.
    public var assumesSealed = Reflects()

    /// A record that left the receiver's scope.
    public struct Gone: Hashable, Sendable {
        public var entity: Int
        public var record: RecordID

        package init(entity: Int, record: RecordID) {
            self.entity = entity
            self.record = record
        }
    }

    public init(
        from: Cursor, to: Cursor, isRestart: Bool, isLast: Bool, reflects: [Reflects],
        records: [RecordState], gone: [Gone], assumes: Reflects = Reflects()
    ) {
        self.from = from
        self.to = to
        self.isRestart = isRestart
        self.isLast = isLast
        self.reflects = reflects
        self.records = records
        self.gone = gone
        self.assumes = assumes
    }

    public var bytes: [UInt8] {
        var writer = WireWriter(capacity: 1024)
        writer.message(1) { from.write(to: &$0) }
        writer.message(2) { to.write(to: &$0) }
        writer.number(3, isRestart ? 1 : 0)
        writer.number(4, isLast ? 1 : 0)
        for reflects in reflects { writer.presentData(5, reflects.bytes) }
        for record in records { writer.presentData(6, record.bytes) }
        for gone in gone {
            writer.message(7) { inner in
                inner.number(1, UInt64(gone.entity))
                inner.id(2, gone.record)
            }
        }
        writer.data(8, assumes.bytes)
        for entry in witness { writer.message(9) { entry.write(to: &$0) } }
        writer.data(10, safe.bytes)
        writer.data(11, assumesSealed.bytes)
        return writer.bytes
    }

    public init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var page = Page(
            from: .start, to: .start, isRestart: false, isLast: false, reflects: [], records: [],
            gone: [])
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): page.from = try Cursor(reader.message(range))
            case (2, .data(let range)): page.to = try Cursor(reader.message(range))
            case (3, .number(let value)): page.isRestart = value != 0
            case (4, .number(let value)): page.isLast = value != 0
            case (5, .data(let range)): page.reflects.append(try Reflects(reader.message(range)))
            case (6, .data(let range)): page.records.append(try RecordState(reader.message(range)))
            case (7, .data(let range)):
                let listed = try ListedRecord(reader.message(range))
                page.gone.append(Gone(entity: listed.entity, record: listed.record))
            case (8, .data(let range)): page.assumes = try Reflects(reader.message(range))
            case (9, .data(let range)):
                page.witness.append(try WitnessEntry(reader.message(range)))
            case (10, .data(let range)): page.safe = try Reflects(reader.message(range))
            case (11, .data(let range)): page.assumesSealed = try Reflects(reader.message(range))
            default: break
            }
        }
        guard page.records.allSatisfy({ page.reflects.indices.contains($0.reflects) }) else {
            throw .missing("reflects of a record")
        }
        self = page
    }
}
