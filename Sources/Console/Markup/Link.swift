/// An address within the console. It is made of a route, never of a text that came from outside.
package struct Link: Sendable, Hashable {
    /// The path with its query, percent-encoded.
    package let text: String

    /// A route with the values of its parameters in their order, and a query.
    package init(_ route: ConsoleRoute, _ values: String..., query: [(String, String)] = []) {
        self.init(route, values: values, query: query)
    }

    package init(_ route: ConsoleRoute, values: [String], query: [(String, String)] = []) {
        var rest = values[...]
        var path = ""
        for part in route.pattern.split(separator: "/") {
            path += "/"
            if part.hasPrefix("{") {
                path += Self.encode(rest.popFirst() ?? "")
            } else {
                path += part
            }
        }
        if path.isEmpty { path = "/" }
        let pairs = query.map { "\(Self.encode($0))=\(Self.encode($1))" }
        text = path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }

    /// A place on the same page.
    init(fragment: String) {
        text = "#" + Self.encode(fragment)
    }

    /// A link to a page, with a place on it.
    func at(_ fragment: String) -> Link { Link(raw: text + "#" + Self.encode(fragment)) }

    private init(raw: String) { text = raw }

    private static func encode(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16).uppercased()
            }
        }
        return result
    }
}
