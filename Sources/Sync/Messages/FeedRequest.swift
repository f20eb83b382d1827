public import ChangeLog
public import Trust

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
