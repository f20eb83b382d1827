/// A QR code of a short text (ISO/IEC 18004): bytes, error correction level M, versions 1 to 10.
package struct QRCode: Sendable {
    /// Modules on each side.
    package let size: Int
    private var dark: [Bool]
    private var isFunction: [Bool]

    /// Nil when the text has more than 213 bytes.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let version = QRVersion.smallest(for: bytes.count) else { return nil }
        size = version.number * 4 + 17
        dark = [Bool](repeating: false, count: size * size)
        isFunction = dark
        drawFunctionPatterns(version)
        drawData(version.codewords(of: bytes))
        let free = dark
        var best: (penalty: Int, dark: [Bool])?
        for mask in 0..<8 {
            dark = free
            apply(mask)
            drawFormat(mask)
            let penalty = penalty()
            if penalty < best?.penalty ?? Int.max { best = (penalty, dark) }
        }
        if let best { dark = best.dark }
    }

    /// Whether the module in a column and row is dark.
    package subscript(x: Int, y: Int) -> Bool { dark[y * size + x] }

    private mutating func set(_ x: Int, _ y: Int, _ isDark: Bool) {
        guard (0..<size).contains(x), (0..<size).contains(y) else { return }
        dark[y * size + x] = isDark
        isFunction[y * size + x] = true
    }

    // MARK: Patterns

    private mutating func drawFunctionPatterns(_ version: QRVersion) {
        for index in 0..<size {
            set(6, index, index.isMultiple(of: 2))
            set(index, 6, index.isMultiple(of: 2))
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] {
            for dy in -4...4 {
                for dx in -4...4 {
                    let distance = max(abs(dx), abs(dy))
                    set(x + dx, y + dy, distance != 2 && distance != 4)
                }
            }
        }
        let centres = version.alignment
        for (row, y) in centres.enumerated() {
            for (column, x) in centres.enumerated() {
                let last = centres.count - 1
                let isFinder =
                    (row == 0 && column == 0) || (row == 0 && column == last)
                    || (row == last && column == 0)
                if isFinder { continue }
                for dy in -2...2 {
                    for dx in -2...2 { set(x + dx, y + dy, max(abs(dx), abs(dy)) != 1) }
                }
            }
        }
        drawFormat(0)
        if version.number >= 7 {
            var rest = version.number
            for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1F25 }
            let bits = version.number << 12 | rest
            for index in 0..<18 {
                let isDark = bits >> index & 1 == 1
                let a = size - 11 + index % 3
                set(a, index / 3, isDark)
                set(index / 3, a, isDark)
            }
        }
    }

    /// Error correction level M and the mask, twice.
    private mutating func drawFormat(_ mask: Int) {
        var rest = mask
        for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
        let bits = (mask << 10 | rest) ^ 0x5412
        func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
        for index in 0...5 { set(8, index, bit(index)) }
        set(8, 7, bit(6))
        set(8, 8, bit(7))
        set(7, 8, bit(8))
        for index in 9..<15 { set(14 - index, 8, bit(index)) }
        for index in 0..<8 { set(size - 1 - index, 8, bit(index)) }
        for index in 8..<15 { set(8, size - 15 + index, bit(index)) }
        set(8, size - 8, true)
    }

    // MARK: Data

    /// In zigzag, two columns at a time from the right.
    private mutating func drawData(_ codewords: [UInt8]) {
        var index = 0
        var right = size - 1
        while right >= 1 {
            if right == 6 { right = 5 }
            for step in 0..<size {
                for column in 0..<2 {
                    let x = right - column
                    let upward = (right + 1) & 2 == 0
                    let y = upward ? size - 1 - step : step
                    guard !isFunction[y * size + x], index < codewords.count * 8 else { continue }
                    dark[y * size + x] = codewords[index >> 3] >> UInt8(7 - index & 7) & 1 == 1
                    index += 1
                }
            }
            right -= 2
        }
    }

    private mutating func apply(_ mask: Int) {
        for y in 0..<size {
            for x in 0..<size where !isFunction[y * size + x] {
                let flips =
                    switch mask {
                    case 0: (x + y) % 2 == 0
                    case 1: y % 2 == 0
                    case 2: x % 3 == 0
                    case 3: (x + y) % 3 == 0
                    case 4: (x / 3 + y / 2) % 2 == 0
                    case 5: x * y % 2 + x * y % 3 == 0
                    case 6: (x * y % 2 + x * y % 3) % 2 == 0
                    default: ((x + y) % 2 + x * y % 3) % 2 == 0
                    }
                if flips { dark[y * size + x].toggle() }
            }
        }
    }

    /// How hard the code is to read, by the rules of the standard.
    private func penalty() -> Int {
        var result = 0
        for y in 0..<size {
            result += linePenalty((0..<size).map { self[$0, y] })
            result += linePenalty((0..<size).map { self[y, $0] })
        }
        for y in 0..<(size - 1) {
            for x in 0..<(size - 1) {
                let first = self[x, y]
                if first == self[x + 1, y], first == self[x, y + 1], first == self[x + 1, y + 1] {
                    result += 3
                }
            }
        }
        let count = dark.count { $0 }
        return result + abs(count * 20 - dark.count * 10) / dark.count * 10
    }

    private func linePenalty(_ line: [Bool]) -> Int {
        var result = 0
        var length = 1
        for index in 1...line.count {
            if index < line.count, line[index] == line[index - 1] {
                length += 1
            } else {
                if length >= 5 { result += length - 2 }
                length = 1
            }
        }
        let finder = [true, false, true, true, true, false, true]
        let quiet = [false, false, false, false]
        for pattern in [finder + quiet, quiet + finder] where line.count >= 11 {
            for start in 0...(line.count - 11) where Array(line[start..<(start + 11)]) == pattern {
                result += 40
            }
        }
        return result
    }
}
