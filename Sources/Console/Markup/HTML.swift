/// A piece of a page. Text becomes part of it only escaped, so that whatever people typed stays
/// text: there is no way to make one from a string as it is.
package struct HTML: Sendable, Equatable {
    /// The markup, ready to be sent.
    package private(set) var markup: String

    /// Nothing.
    package static let empty = HTML(markup: "")

    /// Text as people read it.
    package init(_ text: String) {
        var markup = ""
        Self.escape(text, into: &markup)
        self.init(markup: markup)
    }

    private init(markup: String) {
        self.markup = markup
    }

    /// An element. Its name is written in the program, never made from data.
    init(_ name: StaticString, _ attributes: [Attribute], _ content: HTML) {
        var markup = "<\(name)"
        for attribute in attributes {
            markup += " \(attribute.name)"
            guard let value = attribute.value else { continue }
            markup += "=\""
            Self.escape(value, into: &markup)
            markup += "\""
        }
        markup += ">"
        if !Self.isVoid(name) {
            markup += content.markup
            markup += "</\(name)>"
        }
        self.init(markup: markup)
    }

    /// One piece behind the other.
    static func + (left: HTML, right: HTML) -> HTML {
        HTML(markup: left.markup + right.markup)
    }

    static func += (left: inout HTML, right: HTML) {
        left.markup += right.markup
    }

    /// Many pieces, one behind the other.
    init(_ pieces: [HTML]) {
        self.init(markup: pieces.map(\.markup).joined())
    }

    var isEmpty: Bool { markup.isEmpty }

    /// The document around a page.
    static func document(_ root: HTML) -> String { "<!doctype html>\n" + root.markup }

    /// By scalars: a combining mark behind a character must not hide it. Characters that no page
    /// may contain become the replacement character.
    private static func escape(_ text: String, into markup: inout String) {
        if text.utf8.allSatisfy(isPlain) {
            markup += text
            return
        }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": scalars.append(contentsOf: "&amp;".unicodeScalars)
            case "<": scalars.append(contentsOf: "&lt;".unicodeScalars)
            case ">": scalars.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": scalars.append(contentsOf: "&quot;".unicodeScalars)
            case "'": scalars.append(contentsOf: "&#39;".unicodeScalars)
            case "\t", "\n", "\r": scalars.append(scalar)
            default:
                let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                scalars.append(isControl ? "\u{FFFD}" : scalar)
            }
        }
        markup.unicodeScalars.append(contentsOf: scalars)
    }

    /// Whether a byte stands for itself, whatever stands around it. What begins like the controls
    /// of Latin-1 is looked at by scalars.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00..<0x20, 0x7F, 0xC2: false
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
            UInt8(ascii: "'"):
            false
        default: true
        }
    }

    private static func isVoid(_ name: StaticString) -> Bool {
        switch name.description {
        case "input", "meta", "link", "br", "hr", "img", "col": true
        default: false
        }
    }
}

/// One attribute of an element; its value is escaped when the element is made.
struct Attribute: Sendable {
    let name: StaticString
    let value: String?

    static func at(_ name: StaticString, _ value: String) -> Attribute {
        Attribute(name: name, value: value)
    }

    /// An attribute without a value, where it holds.
    static func flag(_ name: StaticString) -> Attribute { Attribute(name: name, value: nil) }

    static func `class`(_ value: String) -> Attribute { at("class", value) }
    static func id(_ value: String) -> Attribute { at("id", value) }
    static func name(_ value: String) -> Attribute { at("name", value) }
    static func type(_ value: String) -> Attribute { at("type", value) }
    static func value(_ value: String) -> Attribute { at("value", value) }
    /// Only pages of the console can be linked to.
    static func href(_ link: Link) -> Attribute { at("href", link.text) }
    static func action(_ link: Link) -> Attribute { at("action", link.text) }
}

/// Puts the pieces of a page together as they stand in the source.
@resultBuilder
enum HTMLBuilder {
    static func buildExpression(_ piece: HTML) -> HTML { piece }
    static func buildExpression(_ text: String) -> HTML { HTML(text) }
    static func buildBlock(_ pieces: HTML...) -> HTML { HTML(pieces) }
    static func buildOptional(_ piece: HTML?) -> HTML { piece ?? .empty }
    static func buildEither(first: HTML) -> HTML { first }
    static func buildEither(second: HTML) -> HTML { second }
    static func buildArray(_ pieces: [HTML]) -> HTML { HTML(pieces) }
}

/// An element with what stands in it.
func tag(
    _ name: StaticString, _ attributes: Attribute..., @HTMLBuilder content: () -> HTML
) -> HTML {
    HTML(name, attributes, content())
}

/// An element with a text in it, or with nothing.
func tag(_ name: StaticString, _ attributes: Attribute..., text: String = "") -> HTML {
    HTML(name, attributes, HTML(text))
}

/// An element whose attributes are put together first.
func tag(
    _ name: StaticString, all attributes: [Attribute], @HTMLBuilder content: () -> HTML
) -> HTML {
    HTML(name, attributes, content())
}

/// An empty element whose attributes are put together first.
func tag(_ name: StaticString, all attributes: [Attribute]) -> HTML {
    HTML(name, attributes, .empty)
}

/// Text of unknown direction, isolated from what stands around it: names, notes.
func isolated(_ text: String) -> HTML { HTML("bdi", [], HTML(text)) }

/// Numbers, identifiers and Latin codes: left to right in every language, isolated, even digits.
func code(_ text: String, _ kind: String = "code") -> HTML {
    HTML("bdi", [.at("dir", "ltr"), .class(kind)], HTML(text))
}
