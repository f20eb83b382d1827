public import Registry
public import Trust

/// The atomic unit of the log: what one actor changed at one node in one transaction.
///
/// The digest covers the header and a salted commitment of each change, so that one change can be
/// withheld or erased while chain and signatures still verify.
public final class Changeset: Sendable {
    public let header: Header
    public let items: [Item]
    /// The digest by which the next changeset of this origin, signatures and receipts name it.
    public let digest: Digest
    /// The bytes as written by the origin; stored and relayed as they are.
    public let bytes: [UInt8]

    /// One change with its salt, or only its commitment where the change is withheld.
    public struct Item: Sendable {
        public var change: Change?
        public var commitment: Digest
    }

    /// The most bytes that one changeset may have.
    public static let maximumBytes = 256 * 1024
    /// The most changes that one changeset may have.
    public static let maximumChanges = 4096

    /// The version that names this changeset.
    public var version: Version {
        Version(
            origin: header.origin, incarnation: header.incarnation, sequence: header.sequence,
            tag: digest.firstWord)
    }

    /// The branch on which it stands.
    public var branch: Branch {
        Branch(origin: header.origin, incarnation: header.incarnation)
    }

    /// Who changed something, where, when, why, and what came before.
    public struct Header: Sendable, Hashable {
        public var origin: String
        public var incarnation: UInt64
        public var sequence: UInt64
        public var previous: Digest
        public var stamp: Stamp
        public var actor: String
        public var reasonCode: String
        public var reason: String
        /// Joins the changesets of one import or one long operation.
        public var batch: RecordID?
        /// In the first changeset of an incarnation: the one that the node had written before.
        public var parent: Parent?
        /// The version of the writer's data dictionary.
        public var dictionary: Int
        /// The changeset that this one was written again for, after its branch had forked.
        public var replaces: Version?

        /// The last changeset of the incarnation that came before.
        public struct Parent: Sendable, Hashable {
            public var incarnation: UInt64
            public var sequence: UInt64
            public var digest: Digest

            package init(incarnation: UInt64, sequence: UInt64, digest: Digest) {
                self.incarnation = incarnation
                self.sequence = sequence
                self.digest = digest
            }
        }

        package init(
            origin: String, incarnation: UInt64, sequence: UInt64, previous: Digest, stamp: Stamp,
            actor: String, reasonCode: String, reason: String, batch: RecordID?, parent: Parent?,
            dictionary: Int
        ) {
            self.origin = origin
            self.incarnation = incarnation
            self.sequence = sequence
            self.previous = previous
            self.stamp = stamp
            self.actor = actor
            self.reasonCode = reasonCode
            self.reason = reason
            self.batch = batch
            self.parent = parent
            self.dictionary = dictionary
        }
    }

    /// Writes a changeset and computes its digest.
    ///
    /// - Throws: `WireReader.Malformed.tooLarge` when it exceeds the protocol's limits.
    public init(
        header: Header, changes: [Change], salts: () -> (UInt64, UInt64),
        hasher: inout SHA256Hasher
    ) throws(WireReader.Malformed) {
        guard changes.count <= Self.maximumChanges else { throw .tooLarge("changeset") }
        var headerWriter = WireWriter(capacity: 160)
        header.write(to: &headerWriter)
        var writer = WireWriter(capacity: 256 * (changes.count + 1))
        writer.presentData(1, headerWriter.bytes)
        var body = WireWriter(capacity: 512)
        var items: [Item] = []
        items.reserveCapacity(changes.count)
        for change in changes {
            body.removeAll()
            change.write(to: &body)
            let salt = salts()
            hasher.update(salt.0)
            hasher.update(salt.1)
            hasher.update(body.bytes)
            let commitment = hasher.finish()
            items.append(Item(change: change, commitment: commitment))
            var itemWriter = WireWriter(capacity: body.bytes.count + 32)
            itemWriter.id(1, RecordID(high: salt.0, low: salt.1))
            itemWriter.presentData(2, body.bytes)
            writer.presentData(2, itemWriter.bytes)
        }
        guard writer.bytes.count <= Self.maximumBytes else { throw .tooLarge("changeset") }
        self.header = header
        self.items = items
        bytes = writer.bytes
        digest = Self.digest(
            header: headerWriter.bytes[...], commitments: items.map(\.commitment), &hasher)
    }

    /// Reads a changeset as received and computes its digest from its bytes.
    public init(bytes: [UInt8], hasher: inout SHA256Hasher) throws(WireReader.Malformed) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLarge("changeset") }
        var reader = WireReader(bytes)
        var headerRange: Range<Int>?
        var items: [Item] = []
        while let (field, content) = try reader.next() {
            guard case .data(let range) = content else { throw .unexpected("number") }
            switch field {
            case 1:
                guard headerRange == nil else { throw .unexpected("second header") }
                headerRange = range
            case 2:
                guard items.count < Self.maximumChanges else { throw .tooLarge("changeset") }
                items.append(
                    try Self.item(bytes, reader.message(range), range, &hasher))
            default: throw .unexpected("field \(field) in a changeset")
            }
        }
        guard let headerRange else { throw .missing("header") }
        header = try Header(WireReader(bytes, in: headerRange))
        self.items = items
        self.bytes = bytes
        digest = Self.digest(
            header: bytes[headerRange], commitments: items.map(\.commitment), &hasher)
    }

    private static func item(
        _ bytes: [UInt8], _ reader: WireReader, _ range: Range<Int>, _ hasher: inout SHA256Hasher
    ) throws(WireReader.Malformed) -> Item {
        var reader = reader
        var salt: Range<Int>?
        var body: Range<Int>?
        var withheld: Range<Int>?
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let found)): salt = found
            case (2, .data(let found)): body = found
            case (3, .data(let found)): withheld = found
            default: throw .unexpected("field \(field) in a change")
            }
        }
        if let salt, let body {
            guard salt.count == 16, withheld == nil else { throw .unexpected("salt") }
            hasher.update(bytes[salt])
            hasher.update(bytes[body])
            return Item(
                change: try Change(reader.message(body)), commitment: hasher.finish())
        }
        guard let withheld, let commitment = Digest(bytes: bytes[withheld]) else {
            throw .missing("change")
        }
        return Item(change: nil, commitment: commitment)
    }

    private static func digest(
        header: ArraySlice<UInt8>, commitments: [Digest], _ hasher: inout SHA256Hasher
    ) -> Digest {
        hasher.update(UInt64(header.count))
        hasher.update(header)
        for commitment in commitments {
            hasher.update(commitment)
        }
        return hasher.finish()
    }
}

extension Changeset.Header {
    func write(to writer: inout WireWriter) {
        writer.text(1, origin)
        writer.fixed(2, incarnation)
        writer.number(3, sequence)
        writer.data(4, previous.bytes)
        writer.fixed(5, stamp.rawValue)
        writer.text(6, actor)
        writer.text(7, reasonCode)
        writer.text(8, reason)
        if let batch { writer.id(9, batch) }
        if let parent {
            writer.message(10) { inner in
                inner.fixed(1, parent.incarnation)
                inner.number(2, parent.sequence)
                inner.data(3, parent.digest.bytes)
            }
        }
        writer.number(11, UInt64(dictionary))
        if let replaces { writer.message(12) { replaces.write(to: &$0) } }
    }

    init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var header = Changeset.Header(
            origin: "", incarnation: 0, sequence: 0, previous: .zero, stamp: Stamp(rawValue: 0),
            actor: "", reasonCode: "", reason: "", batch: nil, parent: nil, dictionary: 0)
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): header.origin = try reader.text(range)
            case (2, .number(let value)): header.incarnation = value
            case (3, .number(let value)): header.sequence = try WireReader.sequence(value)
            case (4, .data(let range)): header.previous = try Self.digest(reader, range)
            case (5, .number(let value)): header.stamp = Stamp(rawValue: value)
            case (6, .data(let range)): header.actor = try reader.text(range)
            case (7, .data(let range)): header.reasonCode = try reader.text(range)
            case (8, .data(let range)): header.reason = try reader.text(range)
            case (9, .data(let range)): header.batch = try reader.id(range)
            case (10, .data(let range)): header.parent = try Self.parent(reader.message(range))
            case (11, .number(let value)): header.dictionary = WireReader.integer(value)
            case (12, .data(let range)): header.replaces = try Version(reader.message(range))
            default: break
            }
        }
        guard !header.origin.isEmpty, header.origin.utf8.count <= 64 else {
            throw .missing("origin")
        }
        guard header.sequence > 0 else { throw .missing("sequence") }
        guard header.stamp.rawValue < 1 << 63 else { throw .tooLarge("stamp") }
        self = header
    }

    private static func parent(_ reader: WireReader) throws(WireReader.Malformed) -> Parent {
        var reader = reader
        var parent = Parent(incarnation: 0, sequence: 0, digest: .zero)
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .number(let value)): parent.incarnation = value
            case (2, .number(let value)): parent.sequence = try WireReader.sequence(value)
            case (3, .data(let range)): parent.digest = try digest(reader, range)
            default: break
            }
        }
        return parent
    }

    private static func digest(
        _ reader: WireReader, _ range: Range<Int>
    ) throws(WireReader.Malformed) -> Digest {
        guard let digest = Digest(bytes: reader.data(range)) else { throw .unexpected("digest") }
        return digest
    }
}
