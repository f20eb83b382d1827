public import Trust

/// A node's signed word on where its journal stands. Whoever remembers it notices at the next
/// contact that the node was rolled back, or that its journal was rewritten.
public struct SignedCheckpoint: Hashable, Sendable {
    public var node: String
    public var position: Int64
    /// The digest over all rows of the journal up to the position.
    public var chain: Digest
    public var signature: [UInt8]

    package init(node: String, position: Int64, chain: Digest, signature: [UInt8] = []) {
        self.node = node
        self.position = position
        self.chain = chain
        self.signature = signature
    }

    /// The bytes under the signature.
    public var message: [UInt8] {
        var writer = WireWriter(capacity: 96)
        writer.text(1, "shabaka checkpoint 1")
        writer.text(2, node)
        writer.number(3, UInt64(position))
        writer.data(4, chain.bytes)
        return writer.bytes
    }

    public func write(to writer: inout WireWriter) {
        writer.text(1, node)
        writer.number(2, UInt64(position))
        writer.data(3, chain.bytes)
        writer.data(4, signature)
    }

    public init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        self.init(node: "", position: 0, chain: .zero)
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): node = try reader.text(range)
            case (2, .number(let value)):
                position = Int64(truncatingIfNeeded: value & ~(1 << 63))
            case (3, .data(let range)): chain = Digest(bytes: reader.data(range)) ?? .zero
            case (4, .data(let range)): signature = reader.data(range)
            default: break
            }
        }
    }
}

/// What a node found when it compared its upstream's journal with what it remembers.
public enum UpstreamHistory: String, Sendable {
    /// The journal goes on from where it was, or nothing is remembered.
    case same
    /// The journal ends before the position that it once reached: a backup was put back.
    case rolledBack = "rolled-back"
    /// Another row stands where one was: a backup was put back and work went on, or somebody
    /// rewrote the journal.
    case rewritten
    /// The signature under the checkpoint is not the upstream's.
    case badSignature = "bad-signature"
}
