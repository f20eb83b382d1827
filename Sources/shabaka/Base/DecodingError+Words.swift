// What stands where in a file that people write, and why it cannot be read.
extension DecodingError {
    /// Where it is and what is wrong: `banks 2 name: …` – places are counted from 1, as people do.
    var words: String {
        let text = plainWords
        return text.hasSuffix(".") ? text : text + "."
    }

    private var plainWords: String {
        switch self {
        case .keyNotFound(let key, let context):
            "\(Self.place(context.codingPath))“\(key.stringValue)” is missing."
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            Self.place(context.codingPath) + context.debugDescription
        case .dataCorrupted(let context):
            Self.place(context.codingPath) + context.debugDescription
                + (context.underlyingError.map { " \($0)" } ?? "")
        @unknown default: "\(self)"
        }
    }

    /// `fields 3 type: `
    static func place(_ keys: [any CodingKey]) -> String {
        guard !keys.isEmpty else { return "" }
        let parts = keys.map { key in
            key.intValue.map { "\($0 + 1)" } ?? key.stringValue
        }
        return parts.joined(separator: " ") + ": "
    }
}
