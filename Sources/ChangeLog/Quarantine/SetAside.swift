/// A changeset that stands in the log and is not merged, since its origin may never write what it
/// writes.
public struct SetAside: Hashable, Sendable {
    /// The changeset.
    public var version: Version
    /// The node that judged it.
    public var judge: String
    public var reason: Reason
    public var status: Status

    /// What its origin may never do.
    public enum Reason: String, Sendable, CaseIterable {
        /// It writes a field, or a kind of record, that only headquarters writes.
        case headquartersOnly = "headquarters-only"
        /// It writes a record that never lay in its origin's areas.
        case outOfScope = "out-of-scope"
        /// It writes the record of a node that does not lie below its origin.
        case foreignNode = "foreign-node"
        /// It grants a transfer that is not its origin's to grant.
        case foreignGrant = "foreign-grant"
        /// It makes a record under the id of one of another kind.
        case foreignRecord = "foreign-record"

        /// What it means, for an operator.
        public var sentence: String {
            switch self {
            case .headquartersOnly: "It writes what only headquarters writes."
            case .outOfScope: "It writes a record that never lay in its node's areas."
            case .foreignNode: "It writes about a node that does not lie below its node."
            case .foreignGrant: "It grants a move that another province must grant."
            case .foreignRecord: "It makes a record under the id of another record."
            }
        }
    }

    /// What an operator decided.
    public enum Status: String, Sendable, CaseIterable {
        case open, released, rejected
    }

    public init(version: Version, judge: String, reason: Reason, status: Status) {
        self.version = version
        self.judge = judge
        self.reason = reason
        self.status = status
    }

    public func write(to writer: inout WireWriter) {
        writer.message(1) { version.write(to: &$0) }
        writer.text(2, judge)
        writer.text(3, reason.rawValue)
        writer.text(4, status.rawValue)
    }

    /// - Note: A reason or status of a newer node is read as the nearest that is known here.
    public init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var version: Version?
        var judge = ""
        var reason = Reason.outOfScope
        var status = Status.open
        while let (field, content) = try reader.next() {
            guard case .data(let range) = content else { continue }
            switch field {
            case 1: version = try Version(reader.message(range))
            case 2: judge = try reader.text(range)
            case 3: reason = Reason(rawValue: try reader.text(range)) ?? reason
            case 4: status = Status(rawValue: try reader.text(range)) ?? status
            default: break
            }
        }
        guard let version else { throw .missing("version that was set aside") }
        self.init(version: version, judge: judge, reason: reason, status: status)
    }
}
