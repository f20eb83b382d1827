public import ChangeLog
import Trust

/// Whole changesets that the upstream lacks, in the sender's order of arrival.
public struct PushFrame: Sendable, Equatable {
    /// The most bytes of changesets in one frame.
    public static let maximumBytes = 4 << 20

    public var entries: [[UInt8]]
    public var signatures: [Signature]
    public var receipts: [Receipt]
    /// Sealed changesets that the receiver, or a tier above it, lost in a restore.
    public var witness: [WitnessEntry] = []
    /// What the sender heard that the receiver keeps of these, and therefore left out.
    public var assumesSealed = Reflects()

    /// An origin's signature under one of its entries.
    public struct Signature: Sendable, Equatable {
        public var branch: Branch
        public var sequence: UInt64
        public var signature: [UInt8]

        public init(branch: Branch, sequence: UInt64, signature: [UInt8]) {
            self.branch = branch
            self.sequence = sequence
            self.signature = signature
        }
    }

    public init(entries: [[UInt8]], signatures: [Signature], receipts: [Receipt]) {
        self.entries = entries
        self.signatures = signatures
        self.receipts = receipts
    }

    /// A frame that gives sealed changesets back to who lost them.
    ///
    /// - Parameter held: how far the receiver said that it keeps such.
    init(givingBack lost: [WitnessEntry], behind held: Reflects) {
        self.init(entries: [], signatures: [], receipts: [])
        witness = lost
        assumesSealed = held.limited(to: Set(lost.map(\.branch.origin)))
    }

    /// The frame with its trailer: count and digest of the changesets.
    public var bytes: [UInt8] {
        var writer = WireWriter(capacity: entries.reduce(4096) { $0 + $1.count + 8 })
        var hasher = SHA256Hasher()
        for entry in entries {
            writer.presentData(1, entry)
            hasher.update(entry)
        }
        for signature in signatures {
            writer.message(2) { inner in
                signature.branch.write(to: &inner)
                inner.number(3, signature.sequence)
                inner.data(4, signature.signature)
            }
        }
        for receipt in receipts { writer.message(3) { receipt.write(to: &$0) } }
        for entry in witness {
            let bytes = entry.bytes
            writer.presentData(5, bytes)
            hasher.update(bytes)
        }
        writer.data(6, assumesSealed.bytes)
        let digest = hasher.finish()
        writer.message(4) { inner in
            inner.number(1, UInt64(entries.count + witness.count))
            inner.data(2, digest.bytes)
        }
        return writer.bytes
    }

    /// Reads a frame; one without a good trailer is refused whole.
    public init(bytes: [UInt8]) throws(WireReader.Malformed) {
        var reader = WireReader(bytes)
        self.init(entries: [], signatures: [], receipts: [])
        var hasher = SHA256Hasher()
        var trailer: WireReader?
        while let (field, content) = try reader.next() {
            guard trailer == nil else { throw .unexpected("field behind the trailer") }
            guard case .data(let range) = content else { throw .unexpected("number") }
            switch field {
            case 1:
                let entry = reader.data(range)
                hasher.update(entry)
                entries.append(entry)
            case 2: signatures.append(try Self.signature(reader.message(range)))
            case 3: receipts.append(try Receipt(reader.message(range)))
            case 4: trailer = reader.message(range)
            case 5:
                hasher.update(reader.data(range))
                witness.append(try WitnessEntry(reader.message(range)))
            case 6: assumesSealed = try Reflects(reader.message(range))
            default: break
            }
        }
        guard var trailer else { throw .missing("trailer") }
        var count: UInt64 = 0
        var digest: Digest?
        while let (field, content) = try trailer.next() {
            switch (field, content) {
            case (1, .number(let value)): count = value
            case (2, .data(let range)): digest = Digest(bytes: trailer.data(range))
            default: break
            }
        }
        guard count == UInt64(entries.count + witness.count), digest == hasher.finish() else {
            throw .missing("good trailer")
        }
    }

    private static func signature(_ reader: WireReader) throws(WireReader.Malformed) -> Signature {
        var reader = reader
        var origin = ""
        var incarnation: UInt64 = 0
        var sequence: UInt64 = 0
        var signature: [UInt8] = []
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): origin = try reader.text(range)
            case (2, .number(let value)): incarnation = value
            case (3, .number(let value)): sequence = value
            case (4, .data(let range)): signature = reader.data(range)
            default: break
            }
        }
        return Signature(
            branch: Branch(origin: origin, incarnation: incarnation), sequence: sequence,
            signature: signature)
    }
}

/// The upstream's answer to a push, given after the commit.
public struct PushAnswer: Sendable, Equatable {
    /// What became of the frame.
    public enum Outcome: Int, Sendable {
        case accepted = 1
        /// Something that comes before is missing; what was sent is staged.
        case gap = 2
        /// An origin wrote two different things under one number.
        case fork = 3
        /// All of it is stored; some of it is set aside.
        case setAside = 4
    }

    public var outcome: Outcome
    /// Where the upstream now stands on the branches of the frame.
    public var tips: [Tip]
    public var receipts: [Receipt]
    /// The origins that forked.
    public var forked: [String]
    public var merged: Int
    /// What of the frame was set aside, and why.
    public var setAside: [SetAside]
    /// How many changesets of its own the upstream took back.
    public var returned: Int

    public init(
        outcome: Outcome, tips: [Tip], receipts: [Receipt], forked: [String], merged: Int,
        setAside: [SetAside] = [], returned: Int = 0
    ) {
        self.returned = returned
        self.outcome = outcome
        self.tips = tips
        self.receipts = receipts
        self.forked = forked
        self.merged = merged
        self.setAside = setAside
    }

    public var bytes: [UInt8] {
        var writer = WireWriter(capacity: 256)
        writer.number(1, UInt64(outcome.rawValue))
        for tip in tips { writer.message(2) { tip.write(to: &$0) } }
        for receipt in receipts { writer.message(3) { receipt.write(to: &$0) } }
        for origin in forked { writer.text(4, origin) }
        writer.number(5, UInt64(merged))
        for item in setAside { writer.message(6) { item.write(to: &$0) } }
        writer.number(7, UInt64(returned))
        return writer.bytes
    }

    public init(bytes: [UInt8]) throws(WireReader.Malformed) {
        var reader = WireReader(bytes)
        var outcome: Outcome?
        self.init(outcome: .gap, tips: [], receipts: [], forked: [], merged: 0)
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .number(let value)):
                outcome = Outcome(rawValue: WireReader.integer(value))
            case (2, .data(let range)): tips.append(try Tip(reader.message(range)))
            case (3, .data(let range)): receipts.append(try Receipt(reader.message(range)))
            case (4, .data(let range)): forked.append(try reader.text(range))
            case (5, .number(let value)): merged = WireReader.integer(value)
            case (6, .data(let range)): setAside.append(try SetAside(reader.message(range)))
            case (7, .number(let value)): returned = WireReader.integer(value)
            default: break
            }
        }
        guard let outcome else { throw .missing("outcome") }
        self.outcome = outcome
    }
}
