import Registry
import Trust

/// The group of a record that says whether it is closed; no entity declares it.
///
/// A close names every version that its author saw. An edit that it did not see stands against it:
/// the record stays visible until somebody settles that.
public enum Life {
    /// The number of the group.
    public static let group = 0
    /// The name of the group, for people.
    public static let name = "life"
    static let closedField = 1
    static let seenField = 2

    /// How many people settle a conflict about the closing of a record.
    public static func people(_ entity: String) -> Int {
        ["household", "person", "account", "enrolment"].contains(entity) ? 2 : 1
    }

    /// The value of a close, with what its author saw.
    static func closed(seen: [Version]) -> [NumberedValue] {
        var writer = WireWriter()
        for version in Set(seen).sorted() { writer.message(1) { version.write(to: &$0) } }
        return [
            NumberedValue(closedField, .integer(1)), NumberedValue(seenField, .bytes(writer.bytes)),
        ]
    }

    /// The value of a record that was opened again.
    static let open = [NumberedValue(closedField, .integer(0))]

    /// Whether a value of the group says that the record is closed.
    public static func isClosed(_ value: GroupValue) -> Bool {
        value[closedField] == .integer(1)
    }

    /// What the author of a close saw: nothing where that cannot be read, so that no close keeps
    /// what comes with it from being merged.
    public static func seen(_ value: GroupValue) -> [Version] {
        guard let bytes = value[seenField].bytes else { return [] }
        var reader = WireReader(bytes)
        var result: [Version] = []
        do {
            while let (field, content) = try reader.next() {
                if field == 1, case .data(let range) = content {
                    result.append(try Version(reader.message(range)))
                }
            }
        } catch {
            return []
        }
        return result
    }
}
