/// A form with files, as browsers send it (RFC 7578).
package struct MultipartForm {
    /// A file that somebody chose.
    package struct File: Sendable {
        /// The field of the form.
        package var field: String
        /// As the browser names it: good for showing, never for a path.
        package var name: String
        package var bytes: [UInt8]
    }

    package private(set) var pairs: [(name: String, value: String)] = []
    package private(set) var files: [File] = []

    /// Reads what stands between the boundaries; at most 200 parts. What is no part is passed over.
    package init(_ bytes: [UInt8], boundary: String) {
        let line = Array(("--" + boundary).utf8)
        let gap = Array("\r\n\r\n".utf8)
        guard var place = Self.find(line, in: bytes, from: 0) else { return }
        while pairs.count + files.count < 200 {
            place += line.count
            guard let end = Self.find(line, in: bytes, from: place),
                let head = Self.find(gap, in: bytes, from: place), head + gap.count <= end
            else { return }
            let start = head + gap.count
            let content = bytes[start..<max(start, end - 2)]  // the line ends before the boundary
            take(String(decoding: bytes[place..<head], as: UTF8.self), content)
            place = end
        }
    }

    private mutating func take(_ head: String, _ content: ArraySlice<UInt8>) {
        guard let field = Self.parameter("name", in: head) else { return }
        if let name = Self.parameter("filename", in: head) {
            files.append(File(field: field, name: name, bytes: Array(content)))
        } else {
            pairs.append((field, String(decoding: content, as: UTF8.self)))
        }
    }

    /// The boundary that a content type names, or nil when it is no form with files.
    package static func boundary(_ contentType: String) -> String? {
        guard contentType.lowercased().hasPrefix("multipart/form-data") else { return nil }
        let found = parameter("boundary", in: contentType)
        return found.flatMap { (1...70).contains($0.utf8.count) ? $0 : nil }
    }

    /// The value of `name="…"` or `name=…` in a header.
    private static func parameter(_ name: String, in text: String) -> String? {
        for piece in text.split(whereSeparator: { $0 == ";" || $0 == "\r\n" }) {
            let parts = piece.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == name else { continue }
            return String(parts[1].filter { $0 != "\"" })
        }
        return nil
    }

    private static func find(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = wanted.first, bytes.count >= wanted.count else { return nil }
        var place = start
        while place + wanted.count <= bytes.count {
            if bytes[place] == first,
                bytes[place..<(place + wanted.count)].elementsEqual(wanted)
            {
                return place
            }
            place += 1
        }
        return nil
    }
}
