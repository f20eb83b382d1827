/// The members of one JSON object, taken out by name, so that what is left over is refused:
/// a misspelt rule must not be ignored.
struct JSONMembers {
    /// A member that is missing, of the wrong kind, or unknown.
    struct Failure: Error, Hashable, CustomStringConvertible {
        /// Where the object stands, such as `bands[2].from`.
        let path: String
        let reason: String

        var description: String { "\(path) \(reason)" }
    }

    private let path: String
    private var members: [String: JSONText]

    init(_ value: JSONText, path: String) throws(Failure) {
        guard case .object(let members) = value else {
            throw Failure(path: path.isEmpty ? "the text" : path, reason: "is not an object")
        }
        self.path = path
        self.members = members
    }

    mutating func integer(_ name: String) throws(Failure) -> Int64 {
        guard let value = try optionalInteger(name) else { throw missing(name) }
        return value
    }

    mutating func optionalInteger(_ name: String) throws(Failure) -> Int64? {
        switch members.removeValue(forKey: name) {
        case nil, .null: return nil
        case .integer(let value): return value
        default: throw wrong(name, "is not a whole number")
        }
    }

    mutating func text(_ name: String) throws(Failure) -> String {
        guard let value = try optionalText(name) else { throw missing(name) }
        return value
    }

    mutating func optionalText(_ name: String) throws(Failure) -> String? {
        switch members.removeValue(forKey: name) {
        case nil, .null: return nil
        case .text(let value): return value
        default: throw wrong(name, "is not a text")
        }
    }

    /// The boolean, `false` when it is not there.
    mutating func flag(_ name: String) throws(Failure) -> Bool {
        switch members.removeValue(forKey: name) {
        case nil, .null: return false
        case .boolean(let value): return value
        default: throw wrong(name, "is neither true nor false")
        }
    }

    /// The objects of a list, none when it is not there.
    mutating func objects(_ name: String) throws(Failure) -> [JSONMembers] {
        switch members.removeValue(forKey: name) {
        case nil, .null: return []
        case .array(let values):
            var result: [JSONMembers] = []
            for (index, value) in values.enumerated() {
                result.append(try JSONMembers(value, path: "\(full(name))[\(index + 1)]"))
            }
            return result
        default: throw wrong(name, "is not a list")
        }
    }

    /// Refuses what nobody took out.
    func finish() throws(Failure) {
        if let name = members.keys.min() { throw wrong(name, "is not known") }
    }

    func missing(_ name: String) -> Failure { wrong(name, "is missing") }

    func wrong(_ name: String, _ reason: String) -> Failure {
        Failure(path: full(name), reason: reason)
    }

    private func full(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
