/// What a browser asked for, as far as the console looks at it.
public struct WebRequest: Sendable {
    /// `GET` or `POST`.
    public var method: String
    /// The path without its query, percent-decoded part by part later.
    public var path: String
    /// The query as sent, without the question mark.
    public var query: String
    public var cookie: String
    public var acceptLanguage: String
    /// `Sec-Fetch-Site`: empty where the browser does not send it.
    public var fetchSite: String
    /// The form as sent, in one of the two ways that browsers send forms.
    public var body: [UInt8]
    /// What the browser says the form is; empty for `application/x-www-form-urlencoded`.
    public var contentType: String
    /// Whether the connection is TLS, so that cookies must never leave it.
    public var isSecure: Bool
    /// Why the form was not read; nil when it was.
    public var unread: Unread?

    /// Why a form was not read.
    public enum Unread: Sendable {
        /// It is larger than what comes through a page.
        case tooLarge
        /// Others send large files now.
        case busy
    }

    /// The most bytes of files that come through a page: a province twice over.
    public static let mostUploadBytes = 64 << 20
    /// The most bytes of any other form.
    public static let mostFormBytes = 1 << 20

    public init(
        method: String, path: String, query: String = "", cookie: String = "",
        acceptLanguage: String = "", fetchSite: String = "", body: [UInt8] = [],
        contentType: String = "", isSecure: Bool = false,
        unread: Unread? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.cookie = cookie
        self.acceptLanguage = acceptLanguage
        self.fetchSite = fetchSite
        self.body = body
        self.contentType = contentType
        self.isSecure = isSecure
        self.unread = unread
    }
}

/// What the browser gets.
public struct WebAnswer: Sendable {
    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    init(status: Int = 200, type: String = "text/html; charset=utf-8", body: [UInt8] = []) {
        self.status = status
        self.headers = [("content-type", type)]
        self.body = body
    }

    /// The value of a header, or nil.
    public func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}

/// The fields of a form or a query.
package struct FormFields: Sendable {
    package private(set) var pairs: [(name: String, value: String)]
    /// Files that came with the form.
    private(set) var files: [MultipartForm.File] = []

    /// The form of a request.
    init(_ request: WebRequest) {
        guard let boundary = MultipartForm.boundary(request.contentType) else {
            self.init(request.body)
            return
        }
        self.init([])
        let parts = MultipartForm(request.body, boundary: boundary)
        pairs = parts.pairs
        files = parts.files
    }

    /// Reads `a=b&c=d`; at most 2,000 fields.
    package init(_ bytes: [UInt8]) {
        pairs = bytes.split(separator: UInt8(ascii: "&")).prefix(2000).map { piece in
            let parts = piece.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (
                Self.decode(parts[0]), parts.count > 1 ? Self.decode(parts[1]) : ""
            )
        }
    }

    /// The first value of a field; empty when it is not there.
    package subscript(name: String) -> String {
        pairs.first { $0.name == name }?.value ?? ""
    }

    /// The value without blanks around it.
    func trimmed(_ name: String) -> String {
        let value = self[name].unicodeScalars
        guard let first = value.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = value.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(value[first...last])
    }

    /// All values of a field.
    func all(_ name: String) -> [String] {
        pairs.filter { $0.name == name }.map(\.value)
    }

    static func decode(_ bytes: some Collection<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                result.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(digit),
                let low = rest.dropFirst().first.flatMap(digit)
            {
                result.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
