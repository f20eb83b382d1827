public import ChangeLog
import Registry
public import Trust

/// What a node below says first, and what it hears.
public struct Hello: Sendable, Equatable {
    /// The protocol that this version of the program speaks.
    public static let protocolVersion = 1

    public var node: String
    public var protocolVersion: Int
    public var dictionary: Int
    /// The sender's clock, in milliseconds since 1970.
    public var clock: UInt64
    /// One digest over all tips of the subtree.
    public var tipsDigest: Digest
    /// One digest over what the sender keeps sealed for the tiers above.
    public var witnessDigest = Digest.zero
    /// The position in the other's journal that the sender knows from its last contact.
    public var remembered: Int64 = 0
    /// Asks for the digests of a branch, to find where two logs of one name part.
    public var probe: Probe?
    /// When the sender last made a verified backup of itself, in milliseconds since 1970; nil when it
    /// never did.
    public var lastBackup: UInt64?

    /// A question for the digests of a branch from a sequence on.
    public struct Probe: Sendable, Equatable {
        public var branch: Branch
        public var first: UInt64
        /// How many digests an answer has at most.
        public static let mostDigests = 4096

        public init(branch: Branch, first: UInt64) {
            self.branch = branch
            self.first = first
        }
    }

    public var bytes: [UInt8] {
        var writer = WireWriter(capacity: 96)
        writer.text(1, node)
        writer.number(2, UInt64(protocolVersion))
        writer.number(3, UInt64(dictionary))
        writer.number(4, clock)
        writer.data(5, tipsDigest.bytes)
        if witnessDigest != .zero { writer.data(6, witnessDigest.bytes) }
        writer.number(7, UInt64(remembered))
        if let probe {
            writer.message(8) { inner in
                inner.text(1, probe.branch.origin)
                inner.fixed(2, probe.branch.incarnation)
                inner.number(3, probe.first)
            }
        }
        writer.number(9, lastBackup ?? 0)
        return writer.bytes
    }

    public init(
        node: String, protocolVersion: Int, dictionary: Int, clock: UInt64, tipsDigest: Digest
    ) {
        self.node = node
        self.protocolVersion = protocolVersion
        self.dictionary = dictionary
        self.clock = clock
        self.tipsDigest = tipsDigest
    }

    public init(bytes: [UInt8]) throws(WireReader.Malformed) {
        var reader = WireReader(bytes)
        self.init(node: "", protocolVersion: 0, dictionary: 0, clock: 0, tipsDigest: .zero)
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): node = try reader.text(range)
            case (2, .number(let value)): protocolVersion = WireReader.integer(value)
            case (3, .number(let value)): dictionary = WireReader.integer(value)
            case (4, .number(let value)): clock = value
            case (5, .data(let range)): tipsDigest = Digest(bytes: reader.data(range)) ?? .zero
            case (6, .data(let range)): witnessDigest = Digest(bytes: reader.data(range)) ?? .zero
            case (7, .number(let value)):
                remembered = Int64(truncatingIfNeeded: value & ~(1 << 63))
            case (8, .data(let range)): probe = try Self.probe(reader.message(range))
            case (9, .number(let value)):
                // A time that no calendar has is none.
                lastBackup = (1..<1 << 47).contains(value) ? value : nil
            default: break
            }
        }
    }
}

extension Hello {
    private static func probe(_ reader: WireReader) throws(WireReader.Malformed) -> Probe {
        var reader = reader
        var origin = ""
        var incarnation: UInt64 = 0
        var first: UInt64 = 0
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): origin = try reader.text(range)
            case (2, .number(let value)): incarnation = value
            case (3, .number(let value)): first = value
            default: break
            }
        }
        guard first > 0, first < 1 << 40 else { throw .unexpected("sequence") }
        return Probe(branch: Branch(origin: origin, incarnation: incarnation), first: first)
    }
}

/// The upstream's answer to `hello`: its tips of the sender's subtree, unless they are the same.
public struct HelloAnswer: Sendable, Equatable {
    public var hello: Hello
    public var isSame: Bool
    public var tips: [Tip]
    /// What the upstream set aside of the sender's subtree and did not release.
    public var setAside: [SetAside]
    /// The upstream's own branches and what it keeps itself, where the sender keeps something else:
    /// the sender gives back what is behind it.
    public var witness: Reflects?
    /// Where the upstream's journal stands, signed.
    public var checkpoint: SignedCheckpoint?
    /// The upstream's chain at the position that the sender remembers; nil when its journal ends
    /// before.
    public var chainThere: Digest?
    /// The position for which `chainThere` holds, as the upstream understood it.
    public var there: Int64 = 0
    /// What was asked for with `probe`.
    public var digests: [Digest] = []
    /// From which sequence the branch that was asked for is known to have forked.
    public var forkedFrom: UInt64?

    public var bytes: [UInt8] {
        var writer = WireWriter(capacity: 128)
        writer.presentData(1, hello.bytes)
        writer.number(2, isSame ? 1 : 0)
        for tip in tips { writer.message(3) { tip.write(to: &$0) } }
        for item in setAside { writer.message(4) { item.write(to: &$0) } }
        if let witness { writer.presentData(5, witness.bytes) }
        if let checkpoint { writer.message(6) { checkpoint.write(to: &$0) } }
        if let chainThere { writer.data(7, chainThere.bytes) }
        for digest in digests { writer.data(8, digest.bytes) }
        writer.number(9, forkedFrom ?? 0)
        writer.number(10, UInt64(there))
        return writer.bytes
    }

    public init(hello: Hello, isSame: Bool, tips: [Tip], setAside: [SetAside] = []) {
        self.hello = hello
        self.isSame = isSame
        self.tips = tips
        self.setAside = setAside
    }

    public init(bytes: [UInt8]) throws(WireReader.Malformed) {
        var reader = WireReader(bytes)
        var hello: Hello?
        var isSame = false
        var tips: [Tip] = []
        var setAside: [SetAside] = []
        var witness: Reflects?
        var checkpoint: SignedCheckpoint?
        var chainThere: Digest?
        var digests: [Digest] = []
        var forkedFrom: UInt64?
        var there: Int64 = 0
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): hello = try Hello(bytes: reader.data(range))
            case (2, .number(let value)): isSame = value != 0
            case (3, .data(let range)): tips.append(try Tip(reader.message(range)))
            case (4, .data(let range)): setAside.append(try SetAside(reader.message(range)))
            case (5, .data(let range)): witness = try Reflects(reader.message(range))
            case (6, .data(let range)): checkpoint = try SignedCheckpoint(reader.message(range))
            case (7, .data(let range)): chainThere = Digest(bytes: reader.data(range))
            case (8, .data(let range)):
                guard let digest = Digest(bytes: reader.data(range)) else {
                    throw .unexpected("digest")
                }
                digests.append(digest)
            case (9, .number(let value)): forkedFrom = value
            case (10, .number(let value)):
                there = Int64(truncatingIfNeeded: value & ~(1 << 63))
            default: break
            }
        }
        guard let hello else { throw .missing("hello") }
        self.init(hello: hello, isSame: isSame, tips: tips, setAside: setAside)
        self.witness = witness
        self.checkpoint = checkpoint
        self.chainThere = chainThere
        self.digests = digests
        self.forkedFrom = forkedFrom
        self.there = there
    }
}

/// Whole changesets that the upstream lacks, in the sender's order of arrival.
public struct PushFrame: Sendable, Equatable {
    /// The most bytes of changesets in one frame.
    public static let maximumBytes = 4 << 20

    public var entries: [[UInt8]]
    public var signatures: [Signature]
    public var receipts: [Receipt]
    /// Sealed changesets that the receiver, or a tier above it, lost in a restore.
    public var witness: [WitnessEntry] = []

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
                inner.text(1, signature.branch.origin)
                inner.fixed(2, signature.branch.incarnation)
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

/// A node below asks for the page behind its cursor.
public struct FeedRequest: Sendable, Equatable {
    public var cursor: Cursor
    public var tipsDigest: Digest
    /// The tips themselves, where the upstream's are not the same.
    public var tips: [Tip]
    /// Whether the sender has pushed everything that it has.
    public var isComplete: Bool
    /// Whether the page continues a feed that started again: then nothing may be left out, since
    /// what is not mentioned by its end is forgotten.
    public var isRestarting: Bool
    /// One digest over what the sender keeps sealed for the tiers above.
    public var witnessDigest = Digest.zero
    /// That itself, where the upstream wants something else to be kept.
    public var witness: Reflects?

    public init(
        cursor: Cursor, tipsDigest: Digest, tips: [Tip], isComplete: Bool,
        isRestarting: Bool = false
    ) {
        self.cursor = cursor
        self.tipsDigest = tipsDigest
        self.tips = tips
        self.isComplete = isComplete
        self.isRestarting = isRestarting
    }

    public var bytes: [UInt8] {
        var writer = WireWriter(capacity: 128)
        writer.message(1) { cursor.write(to: &$0) }
        writer.data(2, tipsDigest.bytes)
        for tip in tips { writer.message(3) { tip.write(to: &$0) } }
        writer.number(4, isComplete ? 1 : 0)
        writer.number(5, isRestarting ? 1 : 0)
        writer.data(6, witnessDigest.bytes)
        if let witness { writer.presentData(7, witness.bytes) }
        return writer.bytes
    }

    public init(bytes: [UInt8]) throws(WireReader.Malformed) {
        var reader = WireReader(bytes)
        self.init(cursor: .start, tipsDigest: .zero, tips: [], isComplete: false)
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): cursor = try Cursor(reader.message(range))
            case (2, .data(let range)): tipsDigest = Digest(bytes: reader.data(range)) ?? .zero
            case (3, .data(let range)): tips.append(try Tip(reader.message(range)))
            case (4, .number(let value)): isComplete = value != 0
            case (5, .number(let value)): isRestarting = value != 0
            case (6, .data(let range)): witnessDigest = Digest(bytes: reader.data(range)) ?? .zero
            case (7, .data(let range)): witness = try Reflects(reader.message(range))
            default: break
            }
        }
    }
}

extension Tip {
    func write(to writer: inout WireWriter) {
        writer.text(1, branch.origin)
        writer.fixed(2, branch.incarnation)
        writer.number(3, sequence)
        writer.data(4, digest.bytes)
    }

    init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var origin = ""
        var incarnation: UInt64 = 0
        var sequence: UInt64 = 0
        var digest = Digest.zero
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): origin = try reader.text(range)
            case (2, .number(let value)): incarnation = value
            case (3, .number(let value)): sequence = value
            case (4, .data(let range)): digest = Digest(bytes: reader.data(range)) ?? .zero
            default: break
            }
        }
        guard !origin.isEmpty, sequence > 0, sequence < 1 << 40 else { throw .missing("tip") }
        self.init(
            branch: Branch(origin: origin, incarnation: incarnation), sequence: sequence,
            digest: digest)
    }

    /// One digest over tips in order of their branches.
    static func digest(of tips: [Tip]) -> Digest {
        var writer = WireWriter(capacity: 80 * tips.count)
        for tip in tips.sorted(by: { $0.branch < $1.branch }) {
            writer.message(1) { tip.write(to: &$0) }
        }
        return sha256(writer.bytes)
    }
}
