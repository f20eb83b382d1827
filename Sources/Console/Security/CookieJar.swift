/// The cookies of the console: the session, and what a browser likes.
struct CookieJar {
    static let language = "language"
    static let theme = "theme"
    static let digits = "digits"

    private let values: [String: String]

    init(_ header: String) {
        values = Dictionary(
            header.split(separator: ";").compactMap { piece in
                let parts = piece.split(separator: "=", maxSplits: 1)
                guard parts.count == 2 else { return nil }
                return (String(parts[0].drop { $0 == " " }), String(parts[1]))
            }
        ) { first, _ in first }
    }

    subscript(name: String) -> String { values[name] ?? "" }

    /// What the session's cookie at a node is called. Cookies do not know ports: two nodes on one
    /// machine would sign people out of each other under one name.
    static func sessionName(_ node: String) -> String { "shabaka-\(node)" }

    /// The session's cookie: out of reach for scripts and for other sites.
    static func session(_ token: String, of node: String, isSecure: Bool) -> String {
        "\(sessionName(node))=\(token); Path=/; HttpOnly; SameSite=Strict"
            + (isSecure ? "; Secure" : "")
    }

    /// Ends the session in the browser.
    static func ended(at node: String, isSecure: Bool) -> String {
        session("", of: node, isSecure: isSecure) + "; Max-Age=0"
    }

    /// A choice that is kept for a year.
    static func choice(_ name: String, _ value: String, isSecure: Bool) -> String {
        "\(name)=\(value); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
            + (isSecure ? "; Secure" : "")
    }
}
