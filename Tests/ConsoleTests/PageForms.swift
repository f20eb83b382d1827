/// The forms of a page, as a browser would send them.
struct PageForm: Hashable {
    var action: String
    var isPost: Bool
    /// Fields with the values that stand in them; what a button says is among them.
    var fields: [Field]

    struct Field: Hashable {
        var name: String
        var value: String
    }

    /// All forms of a page of the console: its markup is its own, attributes stand in quotes.
    static func all(in html: String) -> [PageForm] {
        html.components(of: "<form").dropFirst().map { piece in
            let form = piece.before("</form>") ?? piece
            let head = form.before(">") ?? ""
            var fields: [Field] = []
            for tag in ["<input", "<select", "<textarea", "<button"] {
                for control in form.components(of: tag).dropFirst() {
                    let opening = control.before(">") ?? ""
                    guard let name = opening.attribute("name"), name != "csrf" else { continue }
                    fields.append(Field(name: name, value: opening.attribute("value") ?? ""))
                }
            }
            return PageForm(
                action: head.attribute("action") ?? "", isPost: head.contains("method=\"post\""),
                fields: fields)
        }
    }

    /// What is sent when one field holds this text, or all of them do.
    func sent(_ text: String, in field: Field?) -> [(String, String)] {
        fields.map { ($0.name, field == nil || field == $0 ? text : $0.value) }
    }
}

extension StringProtocol {
    fileprivate func before(_ end: String) -> String? {
        range(of: end).map { String(self[..<$0.lowerBound]) }
    }

    fileprivate func attribute(_ name: String) -> String? {
        guard let start = range(of: " \(name)=\"")?.upperBound else { return nil }
        return String(self[start...].prefix { $0 != "\"" })
    }

    fileprivate func components(of separator: String) -> [String] {
        var result: [String] = []
        var rest = self[...]
        while let found = rest.firstRange(of: separator) {
            result.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        return result + [String(rest)]
    }

    fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
