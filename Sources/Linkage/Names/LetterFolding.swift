/// Folds the letters of Arabic, Kurdish, Persian and Latin spellings to few plain ones.
///
/// Combining marks are dropped and composed letters folded, so composed and decomposed Unicode
/// give the same result without normalising first.
enum LetterFolding {
    /// Arabic letters that spellings interchange, and the Kurdish and Persian ones beside them.
    static func arabic(_ unit: UInt16) -> UInt16 {
        switch unit {
        case 0x622, 0x623, 0x625, 0x671, 0x672, 0x673: 0x627  // آ أ إ ٱ → ا
        case 0x629, 0x6BE, 0x6C0, 0x6C1, 0x6C2, 0x6C3, 0x6D5: 0x647  // ة ە ھ → ه
        case 0x626, 0x649, 0x6CC, 0x6CE, 0x6D0: 0x64A  // ئ ى ی ێ → ي
        case 0x624, 0x6C6, 0x6C7, 0x6CB: 0x648  // ؤ ۆ → و
        case 0x6A9, 0x6AA, 0x6AF: 0x643  // ک گ → ك
        case 0x686: 0x62C  // چ → ج
        case 0x698: 0x632  // ژ → ز
        case 0x67E: 0x628  // پ → ب
        case 0x6A4: 0x641  // ڤ → ف
        case 0x695: 0x631  // ڕ → ر
        case 0x6B5: 0x644  // ڵ → ل
        case 0x638: 0x636  // ظ → ض
        default: unit
        }
    }

    /// Whether a scalar carries no sound of its own: vowel signs, tatweel, a lone hamza, accents.
    static func isDropped(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x610...0x61A, 0x64B...0x65F, 0x670, 0x640, 0x621, 0x6D6...0x6ED: true
        case 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x300...0x36F, 0xFEFF: true
        default: false
        }
    }

    /// A Western digit for a Western, Arabic-Indic or Persian one.
    static func digit(_ unit: UInt16) -> UInt8? {
        switch unit {
        case 0x30...0x39: UInt8(unit - 0x30)
        case 0x660...0x669: UInt8(unit - 0x660)
        case 0x6F0...0x6F9: UInt8(unit - 0x6F0)
        default: nil
        }
    }

    private static let latinSupplement: [UInt8] = Array(
        "aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuyty".utf8)
    private static let latinExtended: [UInt8] = Array(
        ("aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllllll"
            + "lnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs").utf8)

    /// A lower-case plain Latin letter, or nil for anything else.
    static func latin(_ unit: UInt16) -> UInt8? {
        switch unit {
        case 0x61...0x7A: return UInt8(unit)
        case 0x41...0x5A: return UInt8(unit + 32)
        case 0xC0...0xFF:
            let letter = latinSupplement[Int(unit - 0xC0)]
            return letter == 0x2E ? nil : letter
        case 0x100...0x17F: return latinExtended[Int(unit - 0x100)]
        case 0x1E00...0x1EFF: return latinAdditional(unit)
        default: return nil
        }
    }

    /// The letters with a dot or line below that transliterations of Arabic use.
    private static func latinAdditional(_ unit: UInt16) -> UInt8? {
        switch unit {
        case 0x1E0C...0x1E13: 0x64
        case 0x1E22...0x1E2B, 0x1E96: 0x68
        case 0x1E32...0x1E35: 0x6B
        case 0x1E60...0x1E69: 0x73
        case 0x1E6A...0x1E71: 0x74
        case 0x1E90...0x1E95: 0x7A
        default: nil
        }
    }
}
