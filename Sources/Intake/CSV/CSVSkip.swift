/// Finds the end of a row that is too long to be kept, across any number of buffers.
struct CSVSkip {
    let separator: UInt8
    /// Line ends passed so far.
    private(set) var lines = 0
    /// The line, counted from the first of the row, of a quote that no other one has closed.
    var unclosedQuote: Int? { quoteWasLast ? nil : openQuote }

    private var openQuote: Int?

    private var isAtFieldStart = true
    private var quoteWasLast = false
    private var returnWasLast = false

    init(separator: UInt8) {
        self.separator = separator
    }

    /// The index after the row, or nil when it goes on behind the buffer.
    mutating func end(of bytes: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            index = endOfPlain(bytes, from: index)
            guard index < bytes.count else { return nil }
            defer { index += 1 }
            let byte = bytes[index]
            if openQuote != nil {
                passQuoted(byte)
                if openQuote != nil { continue }
            }
            if returnWasLast {
                return byte == UInt8(ascii: "\n") ? index + 1 : index
            }
            switch byte {
            case separator: isAtFieldStart = true
            case UInt8(ascii: "\n"):
                lines += 1
                return index + 1
            case UInt8(ascii: "\r"):
                lines += 1
                returnWasLast = true
            case UInt8(ascii: "\""):
                if isAtFieldStart { openQuote = lines }
                isAtFieldStart = false
            default: isAtFieldStart = false
            }
        }
        return nil
    }

    /// The index after bytes that change nothing but that a field has begun: nearly all of a row that
    /// is gigabytes long.
    private mutating func endOfPlain(_ bytes: Span<UInt8>, from start: Int) -> Int {
        if returnWasLast || quoteWasLast { return start }
        let (quote, lineFeed) = (UInt8(ascii: "\""), UInt8(ascii: "\n"))
        var index = start
        if openQuote != nil {
            while index < bytes.count, bytes[index] != quote, bytes[index] != lineFeed {
                index += 1
            }
            return index
        }
        while index < bytes.count, bytes[index] != separator, bytes[index] != quote,
            bytes[index] != lineFeed, bytes[index] != UInt8(ascii: "\r")
        {
            index += 1
        }
        if index > start { isAtFieldStart = false }
        return index
    }

    /// A byte within quotes; a quote that no other one follows has closed the field.
    private mutating func passQuoted(_ byte: UInt8) {
        if byte == UInt8(ascii: "\"") {
            quoteWasLast.toggle()
        } else if quoteWasLast {
            quoteWasLast = false
            openQuote = nil
        } else if byte == UInt8(ascii: "\n") {
            lines += 1
        }
    }
}
