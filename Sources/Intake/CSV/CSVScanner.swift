/// Finds the fields of one row in a buffer; keeps no state between rows.
struct CSVScanner {
    let separator: UInt8
    /// Whether bytes above 0x7F are UTF-8, or else Windows-1256.
    let isUTF8: Bool

    /// What a scan has found.
    enum Outcome {
        /// The row ends before this index of the buffer.
        case row(end: Int)
        /// The buffer ends before the row does; `openQuote` is the line of a quote that is open.
        case needsMore(openQuote: Int?)
    }

    /// What is gathered on the way through a row.
    struct Findings {
        var fields: [CSVField] = []
        /// Line ends passed.
        var lines = 0
        var hasHighBytes = false
        /// The first column, counted from 1, that is certainly in another encoding. In Windows-1256
        /// hardly two letters, let alone eight bytes, look like UTF-8 by chance.
        var otherEncoding: Int?
        var hasZeroBytes = false
        var hasDoubledQuotes = false
        /// The first column, counted from 1, with something behind its closing quote.
        var textAfterQuote: Int?

        /// Forgets everything but the memory of the fields.
        mutating func clear() {
            fields.removeAll(keepingCapacity: true)
            (hasHighBytes, hasZeroBytes, hasDoubledQuotes) = (false, false, false)
            (otherEncoding, textAfterQuote) = (nil, nil)
        }
    }

    /// Reads the row that begins at `start`. At the end of a file the end of the buffer ends the row.
    func scan(
        _ buffer: [UInt8], from start: Int, isLast: Bool, into findings: inout Findings
    ) -> Outcome {
        let bytes = buffer.span
        let end = bytes.count
        // Every byte that needs attention is at most as large as this one.
        let plain = max(separator, UInt8(ascii: "\""))
        var index = start
        var lines = 0
        defer { findings.lines = lines }
        while true {
            var high: UInt8 = 0
            var field = CSVField(start: index, end: index, hasDoubledQuotes: false)
            if index < end, bytes[index] == UInt8(ascii: "\"") {
                let openedAt = lines
                index += 1
                field.start = index
                while true {
                    guard index < end else { return .needsMore(openQuote: openedAt) }
                    let byte = bytes[index]
                    index += 1
                    high |= byte
                    if byte > UInt8(ascii: "\"") { continue }
                    if byte == UInt8(ascii: "\"") {
                        if index < end {
                            guard bytes[index] == UInt8(ascii: "\"") else { break }
                            field.hasDoubledQuotes = true
                            index += 1
                        } else if isLast {
                            break
                        } else {
                            return .needsMore(openQuote: openedAt)
                        }
                    } else if byte == UInt8(ascii: "\n") {
                        lines += 1
                    } else if byte == UInt8(ascii: "\r") {
                        guard index < end || isLast else { return .needsMore(openQuote: openedAt) }
                        if index >= end || bytes[index] != UInt8(ascii: "\n") { lines += 1 }
                    } else if byte == 0 {
                        findings.hasZeroBytes = true
                    }
                }
                field.end = index - 1
                findings.hasDoubledQuotes = findings.hasDoubledQuotes || field.hasDoubledQuotes
            } else {
                field.end = -1
            }
            // An unquoted field, or what stands between a closing quote and the separator.
            let rest = index
            while index < end {
                while index + 8 <= end {
                    let word = EightBytes(buffer, at: index)
                    let few = word.countBefore(atMost: plain)
                    high |= word.union(ofFirst: few)
                    index += few
                    if few < 8 { break }
                }
                guard index < end else { break }
                let byte = bytes[index]
                high |= byte
                if byte <= plain {
                    if byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
                    {
                        break
                    }
                    if byte == 0 { findings.hasZeroBytes = true }
                }
                index += 1
            }
            if index == end, !isLast { return .needsMore(openQuote: nil) }
            if field.end < 0 {
                field.end = index
            } else if index > rest, findings.textAfterQuote == nil {
                findings.textAfterQuote = findings.fields.count + 1
            }
            if high >= 0x80 {
                findings.hasHighBytes = true
                if findings.otherEncoding == nil, isUTF8 || index - field.start >= 8,
                    UTF8Check.isValid(buffer, from: field.start, to: index) != isUTF8
                {
                    findings.otherEncoding = findings.fields.count + 1
                }
            }
            findings.fields.append(field)
            guard index < end else { return .row(end: end) }
            let byte = bytes[index]
            index += 1
            if byte == separator { continue }
            lines += 1
            if byte == UInt8(ascii: "\r") {
                // Old Macintosh files end lines with CR alone, so what follows must be seen.
                guard index < end || isLast else { return .needsMore(openQuote: nil) }
                if index < end, bytes[index] == UInt8(ascii: "\n") { index += 1 }
            }
            return .row(end: index)
        }
    }
}
