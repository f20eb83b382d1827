public import ChangeLog

/// A node asks its upstream for what it and those below it wrote and it lost in a restore.
public struct PullRequest: Sendable, Equatable {
    /// How far the sender holds its subtree.
    public var tips: [Tip]
    /// Branches of which the sender knows that two logs exist.
    public var forked: [Branch]
    /// How far in the upstream's journal the sender was given back already.
    public var after: Int64

    public init(tips: [Tip], forked: [Branch], after: Int64 = 0) {
        self.tips = tips
        self.forked = forked
        self.after = after
    }

    public var bytes: [UInt8] {
        var writer = WireWriter(capacity: 128)
        for tip in tips { writer.message(1) { tip.write(to: &$0) } }
        for branch in forked { writer.message(2) { branch.write(to: &$0) } }
        writer.number(3, UInt64(after))
        return writer.bytes
    }

    public init(bytes: [UInt8]) throws(WireReader.Malformed) {
        var reader = WireReader(bytes)
        self.init(tips: [], forked: [])
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): tips.append(try Tip(reader.message(range)))
            case (2, .data(let range)): forked.append(try Branch(reader.message(range)))
            case (3, .number(let value)): after = Int64(truncatingIfNeeded: value & ~(1 << 63))
            default: break
            }
        }
    }
}

/// The upstream gives back what it holds of that.
public struct PullAnswer: Sendable, Equatable {
    /// Without entries when there is no more.
    public var frame: PushFrame
    /// How far in the upstream's journal it goes.
    public var last: Int64

    public init(frame: PushFrame, last: Int64) {
        self.frame = frame
        self.last = last
    }

    public var bytes: [UInt8] {
        let inner = frame.bytes
        var writer = WireWriter(capacity: inner.count + 32)
        writer.presentData(1, inner)
        writer.number(2, UInt64(last))
        return writer.bytes
    }

    public init(bytes: [UInt8]) throws(WireReader.Malformed) {
        var reader = WireReader(bytes)
        var frame: PushFrame?
        var last: Int64 = 0
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): frame = try PushFrame(bytes: reader.data(range))
            case (2, .number(let value)): last = Int64(truncatingIfNeeded: value & ~(1 << 63))
            default: break
            }
        }
        guard let frame else { throw .missing("frame") }
        self.init(frame: frame, last: last)
    }
}

extension Branch {
    func write(to writer: inout WireWriter) {
        writer.text(1, origin)
        writer.fixed(2, incarnation)
    }

    init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var origin = ""
        var incarnation: UInt64 = 0
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): origin = try reader.text(range)
            case (2, .number(let value)): incarnation = value
            default: break
            }
        }
        self.init(origin: origin, incarnation: incarnation)
    }
}
