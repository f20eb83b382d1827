/// The consonants of a normalised name in an alphabet that Arabic, Kurdish and Latin share.
///
/// Vowels and half-vowels vanish and letters that transliterations confuse fall together, so
/// محمد, Mohammed and Muhamad have one skeleton. Digits stay.
enum ConsonantSkeleton {
    /// The skeleton; `A` for a name without consonants, empty for an empty name.
    static func make(_ name: [UInt16]) -> [UInt16] {
        guard let first = name.first else { return [] }
        var skeleton: [UInt16] = []
        var end = name.count
        // A last h is the feminine ending, written or not.
        if end > 1, name[end - 1] == 0x68 || name[end - 1] == 0x647 { end -= 1 }
        let isLatin = first < 0x250
        var index = 0
        while index < end {
            let unit = name[index]
            var symbol = UInt8(0)
            if isLatin, index + 1 < end, name[index + 1] == 0x68, let pair = digraph(unit) {
                symbol = pair
                index += 1
            } else {
                symbol = unit < 0x250 ? latin(unit) : arabic(unit)
            }
            index += 1
            if symbol != 0, skeleton.last != UInt16(symbol) { skeleton.append(UInt16(symbol)) }
        }
        if skeleton.isEmpty { skeleton.append(0x41) }
        return skeleton
    }

    /// The sound of a Latin letter followed by h.
    private static func digraph(_ unit: UInt16) -> UInt8? {
        switch unit {
        case 0x6B: UInt8(ascii: "C")  // kh
        case 0x67: UInt8(ascii: "G")  // gh
        case 0x73: UInt8(ascii: "X")  // sh
        case 0x63: UInt8(ascii: "J")  // ch
        case 0x74, 0x64: UInt8(ascii: "D")  // th, dh
        case 0x70: UInt8(ascii: "F")  // ph
        default: nil
        }
    }

    private static func latin(_ unit: UInt16) -> UInt8 {
        switch unit {
        case 0x30...0x39: UInt8(unit)
        case 0x62, 0x70: UInt8(ascii: "B")
        case 0x74: UInt8(ascii: "T")
        case 0x64: UInt8(ascii: "D")
        case 0x7A: UInt8(ascii: "Z")
        case 0x73: UInt8(ascii: "S")
        case 0x6A, 0x67: UInt8(ascii: "J")
        case 0x68: UInt8(ascii: "H")
        case 0x71, 0x6B, 0x63, 0x78: UInt8(ascii: "K")
        case 0x66, 0x76: UInt8(ascii: "F")
        case 0x6C: UInt8(ascii: "L")
        case 0x6D: UInt8(ascii: "M")
        case 0x6E: UInt8(ascii: "N")
        case 0x72: UInt8(ascii: "R")
        default: 0
        }
    }

    private static func arabic(_ unit: UInt16) -> UInt8 {
        switch unit {
        case 0x628: UInt8(ascii: "B")
        case 0x62A, 0x637: UInt8(ascii: "T")
        case 0x62B, 0x630, 0x62F, 0x636: UInt8(ascii: "D")
        case 0x632: UInt8(ascii: "Z")
        case 0x633, 0x635: UInt8(ascii: "S")
        case 0x634: UInt8(ascii: "X")
        case 0x62C: UInt8(ascii: "J")
        case 0x62D, 0x647: UInt8(ascii: "H")
        case 0x62E: UInt8(ascii: "C")
        case 0x642, 0x643: UInt8(ascii: "K")
        case 0x63A: UInt8(ascii: "G")
        case 0x641: UInt8(ascii: "F")
        case 0x644: UInt8(ascii: "L")
        case 0x645: UInt8(ascii: "M")
        case 0x646: UInt8(ascii: "N")
        case 0x631: UInt8(ascii: "R")
        default: 0
        }
    }
}
