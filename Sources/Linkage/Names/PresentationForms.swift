/// Arabic letters as old programs store them, one code for each shape that a letter takes in a word.
enum PresentationForms {
    /// The plain letter of a shape (of لا its alif, which `isLamAlif` tells); the unit itself if it
    /// is no shape.
    static func letter(_ unit: UInt16) -> UInt16 {
        guard unit >= 0xFB50, unit <= 0xFEFC else { return unit }
        let index = Int(unit) - 0xFB50
        return table[index] == 0 ? unit : table[index]
    }

    /// Whether a shape is that of ل and ا together.
    static func isLamAlif(_ unit: UInt16) -> Bool { unit >= 0xFEF5 && unit <= 0xFEFC }

    /// First shape, how many there are, and the letter (Unicode, Arabic Presentation Forms A and B).
    private static let shapes: [(first: UInt16, count: Int, letter: UInt16)] = [
        (0xFB56, 4, 0x67E), (0xFB6A, 4, 0x6A4), (0xFB7A, 4, 0x686), (0xFB8A, 2, 0x698),
        (0xFB8E, 4, 0x6A9), (0xFB92, 4, 0x6AF), (0xFBAA, 4, 0x6BE), (0xFBD9, 2, 0x6C6),
        (0xFBFC, 4, 0x6CC), (0xFE80, 1, 0x621), (0xFE81, 2, 0x622), (0xFE83, 2, 0x623),
        (0xFE85, 2, 0x624), (0xFE87, 2, 0x625), (0xFE89, 4, 0x626), (0xFE8D, 2, 0x627),
        (0xFE8F, 4, 0x628), (0xFE93, 2, 0x629), (0xFE95, 4, 0x62A), (0xFE99, 4, 0x62B),
        (0xFE9D, 4, 0x62C), (0xFEA1, 4, 0x62D), (0xFEA5, 4, 0x62E), (0xFEA9, 2, 0x62F),
        (0xFEAB, 2, 0x630), (0xFEAD, 2, 0x631), (0xFEAF, 2, 0x632), (0xFEB1, 4, 0x633),
        (0xFEB5, 4, 0x634), (0xFEB9, 4, 0x635), (0xFEBD, 4, 0x636), (0xFEC1, 4, 0x637),
        (0xFEC5, 4, 0x638), (0xFEC9, 4, 0x639), (0xFECD, 4, 0x63A), (0xFED1, 4, 0x641),
        (0xFED5, 4, 0x642), (0xFED9, 4, 0x643), (0xFEDD, 4, 0x644), (0xFEE1, 4, 0x645),
        (0xFEE5, 4, 0x646), (0xFEE9, 4, 0x647), (0xFEED, 2, 0x648), (0xFEEF, 2, 0x649),
        (0xFEF1, 4, 0x64A), (0xFEF5, 2, 0x622), (0xFEF7, 2, 0x623), (0xFEF9, 2, 0x625),
        (0xFEFB, 2, 0x627),
    ]

    private static let table: [UInt16] = {
        var table = [UInt16](repeating: 0, count: 0xFEFC - 0xFB50 + 1)
        for shape in shapes {
            for offset in 0..<shape.count {
                table[Int(shape.first) - 0xFB50 + offset] = shape.letter
            }
        }
        return table
    }()
}
