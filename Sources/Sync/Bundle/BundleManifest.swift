package import ChangeLog
package import Trust

/// What a bundle says before its frames: what `hello` and the request for pages say online.
///
/// The sender's tips tell the receiver what it lacks; the cursor tells an upstream where the next
/// bundle down has to begin.
package struct BundleManifest: Sendable, Equatable {
    /// Sender and receiver again, since the label outside could have been put on by another.
    package var sender = ""
    package var receiver = ""
    package var madeAt: UInt64 = 0
    /// Grows from bundle to bundle of one sender for one receiver, whatever the clocks do; 0 from
    /// programs that did not count.
    package var number: UInt64 = 0
    package var protocolVersion = Hello.protocolVersion
    package var dictionary = 0
    /// Upwards all tips of the sender; downwards those of the receiver's subtree.
    package var tips: [Tip] = []
    /// Upwards: where the sender stands in the feed; nil downwards.
    package var feed: FeedRequest?
    /// Upwards: through which of its entries the sender holds receipts.
    package var receipted = Reflects()
    /// Downwards: receipts for what the receiver sent.
    package var receipts: [Receipt] = []
    /// Downwards: origins of which two different logs exist.
    package var forked: [String] = []
    /// Downwards: what the upstream holds of its own log and of what it keeps for the tiers above;
    /// the receiver gives back what is behind it.
    package var witness: Reflects?
    /// Downwards: the upstream's logs of the origins that forked, for the receiver to find where
    /// they part from its own.
    package var logs: [ForkedLog] = []
    /// Downwards: what is set aside of the receiver's subtree, at most as much as `hello` says; nil
    /// from programs that did not say.
    package var setAside: [SetAside]?
    /// Downwards: where the upstream's journal stood.
    package var position: Int64 = 0
    /// Upwards: branches of which the sender knows that two logs exist; they are not given back.
    package var forkedBranches: [Branch] = []

    /// The digests of one branch from its beginning, as far as a stick should carry them.
    package struct ForkedLog: Sendable, Equatable {
        package var branch: Branch
        package var digests: [Digest]
        /// From which sequence the branch is known to have forked.
        package var forkedFrom: UInt64?

        /// Ten years of a busy office; 3 MB.
        static let mostDigests = 100_000

        func write(to writer: inout WireWriter) {
            writer.text(1, branch.origin)
            writer.fixed(2, branch.incarnation)
            for digest in digests { writer.data(3, digest.bytes) }
            writer.number(4, forkedFrom ?? 0)
        }

        package init(branch: Branch, digests: [Digest], forkedFrom: UInt64?) {
            self.branch = branch
            self.digests = digests
            self.forkedFrom = forkedFrom
        }

        init(_ reader: WireReader) throws(WireReader.Malformed) {
            var reader = reader
            var (origin, incarnation) = ("", UInt64(0))
            digests = []
            while let (field, content) = try reader.next() {
                switch (field, content) {
                case (1, .data(let range)): origin = try reader.text(range)
                case (2, .number(let value)): incarnation = value
                case (3, .data(let range)):
                    guard let digest = Digest(bytes: reader.data(range)) else {
                        throw .unexpected("digest")
                    }
                    digests.append(digest)
                case (4, .number(let value)):
                    guard value < 1 << 40 else { throw .unexpected("sequence") }
                    forkedFrom = value
                default: break
                }
            }
            guard !origin.isEmpty else { throw .missing("forked log") }
            branch = Branch(origin: origin, incarnation: incarnation)
        }
    }

    package var bytes: [UInt8] {
        var writer = WireWriter(capacity: 4096)
        writer.text(1, sender)
        writer.text(2, receiver)
        writer.number(3, madeAt)
        writer.number(4, UInt64(protocolVersion))
        writer.number(5, UInt64(dictionary))
        for tip in tips { writer.message(6) { tip.write(to: &$0) } }
        if let feed { writer.presentData(7, feed.bytes) }
        writer.presentData(8, receipted.bytes)
        for receipt in receipts { writer.message(9) { receipt.write(to: &$0) } }
        for origin in forked { writer.presentText(10, origin) }
        if let witness { writer.presentData(11, witness.bytes) }
        for log in logs { writer.message(12) { log.write(to: &$0) } }
        writer.number(13, number)
        if let setAside {
            writer.message(14) { list in
                for item in setAside { list.message(1) { item.write(to: &$0) } }
            }
        }
        for branch in forkedBranches { writer.message(15) { branch.write(to: &$0) } }
        writer.number(16, UInt64(position))
        return writer.bytes
    }

    package init() {}

    package init(bytes: [UInt8]) throws(WireReader.Malformed) {
        var reader = WireReader(bytes)
        protocolVersion = 0
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .data(let range)): sender = try reader.text(range)
            case (2, .data(let range)): receiver = try reader.text(range)
            case (3, .number(let value)): madeAt = value
            case (4, .number(let value)): protocolVersion = WireReader.integer(value)
            case (5, .number(let value)): dictionary = WireReader.integer(value)
            case (6, .data(let range)): tips.append(try Tip(reader.message(range)))
            case (7, .data(let range)): feed = try FeedRequest(bytes: reader.data(range))
            case (8, .data(let range)): receipted = try Reflects(reader.message(range))
            case (9, .data(let range)): receipts.append(try Receipt(reader.message(range)))
            case (10, .data(let range)): forked.append(try reader.text(range))
            case (11, .data(let range)): witness = try Reflects(reader.message(range))
            case (12, .data(let range)): logs.append(try ForkedLog(reader.message(range)))
            case (13, .number(let value)): number = value
            case (14, .data(let range)): setAside = try Self.setAside(reader.message(range))
            case (15, .data(let range)): forkedBranches.append(try Branch(reader.message(range)))
            case (16, .number(let value)): position = Int64(truncatingIfNeeded: value & ~(1 << 63))
            default: break
            }
        }
        guard !sender.isEmpty, !receiver.isEmpty else { throw .missing("manifest") }
        guard madeAt < 1 << 47, number < 1 << 47 else { throw .unexpected("time") }
        let told = [receipted, witness, feed?.witness].compactMap { $0 }
        guard told.allSatisfy({ $0.sequences.values.allSatisfy { $0 < 1 << 40 } }) else {
            throw .unexpected("sequence")
        }
    }

    private static func setAside(_ reader: WireReader) throws(WireReader.Malformed) -> [SetAside] {
        var reader = reader
        var list: [SetAside] = []
        while let (field, content) = try reader.next() {
            guard field == 1, case .data(let range) = content else { continue }
            list.append(try SetAside(reader.message(range)))
        }
        return list
    }

    // MARK: Order

    /// What tells bundles of one sender apart; the moment where it did not count.
    private var order: UInt64 { number > 0 ? number : madeAt }

    /// Whether it is the same bundle again.
    func isSame(as other: BundleManifest) -> Bool { order == other.order }

    /// Whether it was made before another bundle of the same sender.
    ///
    /// The numbers say so, unless the sender lost its count in a restore. Then the other's number
    /// lies in a time that has not come, since the sender's clock ran ahead; or this one tells of
    /// entries that the other did not know, since its clock is behind now.
    ///
    /// - Parameter now: the receiver's clock, in milliseconds since 1970.
    func isOlder(than other: BundleManifest, now: UInt64) -> Bool {
        guard order < other.order else { return false }
        if other.order > now, order <= now { return false }
        return Reflects(other.tips).covers(Reflects(tips))
    }
}
