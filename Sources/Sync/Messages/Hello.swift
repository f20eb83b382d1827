public import ChangeLog
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
    /// One digest over what the receiver said last that it set aside; zero when nothing is known.
    public var setAsideDigest = Digest.zero
    /// How much room the disk of the sender's registry has, in bytes.
    public var freeDisk: UInt64?

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
                probe.branch.write(to: &inner)
                inner.number(3, probe.first)
            }
        }
        writer.number(9, lastBackup ?? 0)
        if setAsideDigest != .zero { writer.data(10, setAsideDigest.bytes) }
        // Nothing is what an older version says.
        writer.number(11, freeDisk.map { max($0, 1) } ?? 0)
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
            case (10, .data(let range)): setAsideDigest = Digest(bytes: reader.data(range)) ?? .zero
            case (11, .number(let value)):
                // What no disk has says nothing.
                freeDisk = (1..<1 << 62).contains(value) ? value : nil
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
            case (3, .number(let value)): first = try WireReader.sequence(value)
            default: break
            }
        }
        guard first > 0 else { throw .unexpected("sequence") }
        return Probe(branch: Branch(origin: origin, incarnation: incarnation), first: first)
    }
}

/// The upstream's answer to `hello`: its tips of the sender's subtree, unless they are the same.
public struct HelloAnswer: Sendable, Equatable {
    public var hello: Hello
    public var isSame: Bool
    public var tips: [Tip]
    /// What the upstream set aside of the sender's subtree and did not release, at most
    /// `mostSetAside`; nil where the sender knows it.
    public var setAside: [SetAside]?
    /// Whether that list names all; what it leaves out was then released.
    public var isSetAsideWhole = true
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

    /// Whether the upstream answers `pull`.
    public var givesBack = false

    /// As much as one answer should say about what is set aside: 2 MB.
    static let mostSetAside = 20_000
    /// A shorter list is whole, also from programs that did not say so.
    private static let alwaysWhole = 500
    /// Which form of `pull` the upstream answers.
    private static let formOfPull: UInt64 = 2

    public var bytes: [UInt8] {
        var writer = WireWriter(capacity: 128)
        writer.presentData(1, hello.bytes)
        writer.number(2, isSame ? 1 : 0)
        for tip in tips { writer.message(3) { tip.write(to: &$0) } }
        for item in setAside ?? [] { writer.message(4) { item.write(to: &$0) } }
        if let witness { writer.presentData(5, witness.bytes) }
        if let checkpoint { writer.message(6) { checkpoint.write(to: &$0) } }
        if let chainThere { writer.data(7, chainThere.bytes) }
        for digest in digests { writer.data(8, digest.bytes) }
        writer.number(9, forkedFrom ?? 0)
        writer.number(10, UInt64(there))
        writer.number(11, givesBack ? Self.formOfPull : 0)
        writer.number(12, setAside == nil ? 1 : 0)
        writer.number(13, isSetAsideWhole ? 1 : 0)
        return writer.bytes
    }

    public init(hello: Hello, isSame: Bool, tips: [Tip], setAside: [SetAside]? = []) {
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
        var givesBack = false
        var isSetAsideKnown = false
        var isSetAsideWhole = false
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
            case (9, .number(let value)): forkedFrom = try WireReader.sequence(value)
            case (10, .number(let value)):
                there = Int64(truncatingIfNeeded: value & ~(1 << 63))
            case (11, .number(let value)): givesBack = value == Self.formOfPull
            case (12, .number(let value)): isSetAsideKnown = value != 0
            case (13, .number(let value)): isSetAsideWhole = value != 0
            default: break
            }
        }
        guard let hello else { throw .missing("hello") }
        self.init(
            hello: hello, isSame: isSame, tips: tips, setAside: isSetAsideKnown ? nil : setAside)
        self.isSetAsideWhole =
            isSetAsideWhole || (!isSetAsideKnown && setAside.count < Self.alwaysWhole)
        self.witness = witness
        self.checkpoint = checkpoint
        self.chainThere = chainThere
        self.digests = digests
        self.forkedFrom = forkedFrom
        self.there = there
        self.givesBack = givesBack
    }
}
