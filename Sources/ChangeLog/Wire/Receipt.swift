public import Trust

/// The first receiver's word on when it took in a range of entries of one branch.
public struct Receipt: Hashable, Sendable {
    public var branch: Branch
    public var first: UInt64
    public var last: UInt64
    /// The digest of the last entry.
    public var digest: Digest
    public var receiver: String
    /// Milliseconds since 1970.
    public var received: UInt64
    public var signature: [UInt8]

    public init(
        branch: Branch, first: UInt64, last: UInt64, digest: Digest, receiver: String,
        received: UInt64, signature: [UInt8]
    ) {
        self.branch = branch
        self.first = first
        self.last = last
        self.digest = digest
        self.receiver = receiver
        self.received = received
        self.signature = signature
    }

    /// The bytes under the signature.
    public var message: [UInt8] {
        var writer = WireWriter(capacity: 128)
        writer.text(1, "shabaka receipt 1")
        writer.text(2, branch.origin)
        writer.fixed(3, branch.incarnation)
        writer.number(4, first)
        writer.number(5, last)
        writer.data(6, digest.bytes)
        writer.text(7, receiver)
        writer.number(8, received)
        return writer.bytes
    }

    public func write(to writer: inout WireWriter) {
        writer.text(1, branch.origin)
        writer.fixed(2, branch.incarnation)
        writer.number(3, first)
        writer.number(4, last)
        writer.data(5, digest.bytes)
        writer.text(6, receiver)
        writer.number(7, received)
        writer.data(8, signature)
    }

    public init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var origin = ""
        var receiver = ""
        var incarnation: UInt64 = 0
        var first: UInt64 = 0
        var last: UInt64 = 0
        var received: UInt64 = 0
        var digest = Digest.zero
        var signature: [UInt8] = []
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): origin = try reader.text(range)
            case (2, .number(let value)): incarnation = value
            case (3, .number(let value)): first = value
            case (4, .number(let value)): last = value
            case (5, .data(let range)):
                guard let found = Digest(bytes: reader.data(range)) else {
                    throw .unexpected("digest")
                }
                digest = found
            case (6, .data(let range)): receiver = try reader.text(range)
            case (7, .number(let value)): received = value
            case (8, .data(let range)): signature = reader.data(range)
            default: break
            }
        }
        guard first > 0, first <= last, last < 1 << 40, received < 1 << 47 else {
            throw .unexpected("range of a receipt")
        }
        self.init(
            branch: Branch(origin: origin, incarnation: incarnation), first: first, last: last,
            digest: digest, receiver: receiver, received: received, signature: signature)
    }
}
