/// Writes XML 1.0 in UTF-8, byte for byte the same for the same calls: one element a line, no
/// indentation.
struct XMLWriter {
    /// A text that XML cannot hold.
    struct Failure: Error, Hashable {
        /// The element that should hold it.
        let element: String
        let reason: String
    }

    private(set) var bytes: [UInt8]

    init(reserving capacity: Int) {
        bytes = []
        bytes.reserveCapacity(capacity)
        bytes.append(contentsOf: #"<?xml version="1.0" encoding="UTF-8"?>"#.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Opens `element`, calls `content`, closes it.
    mutating func element(
        _ element: String, namespace: String? = nil,
        content: (inout XMLWriter) throws(Failure) -> Void
    ) throws(Failure) {
        begin(element)
        if let namespace {
            bytes.append(contentsOf: #" xmlns="\#(namespace)""#.utf8)
        }
        bytes.append(contentsOf: ">\n".utf8)
        try content(&self)
        end(element)
    }

    /// An element that holds a text of 1 to `limit` characters, counted as Unicode scalars.
    mutating func text(
        _ element: String, _ text: String, limit: Int = .max,
        attribute: (name: String, value: String)? = nil
    ) throws(Failure) {
        let count = text.unicodeScalars.count
        guard count >= 1, count <= limit else {
            throw Failure(
                element: element, reason: "has \(count) characters, not 1 to \(limit)")
        }
        begin(element)
        if let attribute {
            bytes.append(contentsOf: " \(attribute.name)=\"".utf8)
            try escape(attribute.value, in: element)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: ">"))
        try escape(text, in: element)
        end(element)
    }

    private mutating func begin(_ element: String) {
        bytes.append(UInt8(ascii: "<"))
        bytes.append(contentsOf: element.utf8)
    }

    private mutating func end(_ element: String) {
        bytes.append(contentsOf: "</".utf8)
        bytes.append(contentsOf: element.utf8)
        bytes.append(contentsOf: ">\n".utf8)
    }

    /// Escapes byte by byte: a `<` followed by a combining mark is one character to Swift, and must
    /// be escaped all the same.
    private mutating func escape(_ text: String, in element: String) throws(Failure) {
        if let scalar = text.unicodeScalars.first(where: { !PaymentText.isAllowed($0) }) {
            throw Failure(
                element: element,
                reason: "has the control character U+\(String(scalar.value, radix: 16))")
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): bytes.append(contentsOf: "&apos;".utf8)
            default: bytes.append(byte)
            }
        }
    }
}
