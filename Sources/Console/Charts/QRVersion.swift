/// One of the sizes of a QR code at error correction level M, and its codewords.
struct QRVersion {
    let number: Int
    /// Error correction codewords of each block.
    let correction: Int
    /// How many data codewords each block has.
    let blocks: [Int]
    let alignment: [Int]

    private static let all = [
        QRVersion(number: 1, correction: 10, blocks: [16], alignment: []),
        QRVersion(number: 2, correction: 16, blocks: [28], alignment: [6, 18]),
        QRVersion(number: 3, correction: 26, blocks: [44], alignment: [6, 22]),
        QRVersion(number: 4, correction: 18, blocks: [32, 32], alignment: [6, 26]),
        QRVersion(number: 5, correction: 24, blocks: [43, 43], alignment: [6, 30]),
        QRVersion(number: 6, correction: 16, blocks: [27, 27, 27, 27], alignment: [6, 34]),
        QRVersion(number: 7, correction: 18, blocks: [31, 31, 31, 31], alignment: [6, 22, 38]),
        QRVersion(number: 8, correction: 22, blocks: [38, 38, 39, 39], alignment: [6, 24, 42]),
        QRVersion(
            number: 9, correction: 22, blocks: [36, 36, 36, 37, 37], alignment: [6, 26, 46]),
        QRVersion(
            number: 10, correction: 26, blocks: [43, 43, 43, 43, 44], alignment: [6, 28, 50]),
    ]

    private var capacity: Int { blocks.reduce(0, +) }
    private var countBytes: Int { number < 10 ? 1 : 2 }

    /// The smallest version that holds so many bytes, or nil.
    static func smallest(for count: Int) -> QRVersion? {
        // Four bits of mode, the count, four bits that end it.
        all.first { count + $0.countBytes + 1 <= $0.capacity }
    }

    /// Data and error correction, interleaved as they are drawn.
    func codewords(of bytes: [UInt8]) -> [UInt8] {
        var nibbles: [UInt8] = [4]
        for shift in stride(from: countBytes * 8 - 4, through: 0, by: -4) {
            nibbles.append(UInt8(bytes.count >> shift & 15))
        }
        for byte in bytes { nibbles += [byte >> 4, byte & 15] }
        nibbles.append(0)
        var data = stride(from: 0, to: nibbles.count - 1, by: 2).map {
            nibbles[$0] << 4 | nibbles[$0 + 1]
        }
        var padding: UInt8 = 0xEC
        while data.count < capacity {
            data.append(padding)
            padding ^= 0xEC ^ 0x11
        }
        var start = 0
        let pieces = blocks.map { count -> [UInt8] in
            defer { start += count }
            return Array(data[start..<(start + count)])
        }
        let generator = Self.generator(correction)
        let corrections = pieces.map { Self.remainder($0, generator) }
        var result: [UInt8] = []
        for index in 0..<(blocks.max() ?? 0) {
            for piece in pieces where index < piece.count { result.append(piece[index]) }
        }
        for index in 0..<correction { result += corrections.map { $0[index] } }
        return result
    }

    // MARK: Reed–Solomon over GF(256), polynomial 0x11D

    private static func multiply(_ x: UInt8, _ y: UInt8) -> UInt8 {
        var result = 0
        for bit in stride(from: 7, through: 0, by: -1) {
            result = result << 1 ^ (result >> 7) * 0x11D
            result ^= Int(y >> UInt8(bit) & 1) * Int(x)
        }
        return UInt8(result & 0xFF)
    }

    private static func generator(_ degree: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: degree)
        result[degree - 1] = 1
        var root: UInt8 = 1
        for _ in 0..<degree {
            for index in 0..<degree {
                result[index] = multiply(result[index], root)
                if index + 1 < degree { result[index] ^= result[index + 1] }
            }
            root = multiply(root, 2)
        }
        return result
    }

    private static func remainder(_ data: [UInt8], _ generator: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: generator.count)
        for byte in data {
            let factor = byte ^ result.removeFirst()
            result.append(0)
            for index in result.indices { result[index] ^= multiply(generator[index], factor) }
        }
        return result
    }
}
