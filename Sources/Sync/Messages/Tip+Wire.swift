import ChangeLog
import Trust

extension Tip {
    func write(to writer: inout WireWriter) {
        branch.write(to: &writer)
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
            case (3, .number(let value)): sequence = try WireReader.sequence(value)
            case (4, .data(let range)): digest = Digest(bytes: reader.data(range)) ?? .zero
            default: break
            }
        }
        guard !origin.isEmpty, sequence > 0 else { throw .missing("tip") }
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
