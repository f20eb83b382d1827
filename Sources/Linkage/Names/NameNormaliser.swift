/// Brings a name as written to the form that is compared. Names are stored as written elsewhere.
public enum NameNormaliser {
    /// The normalised name: letters folded, marks and blanks dropped, `عبد` joined to its word.
    ///
    /// - Parameter type: a family name also loses its article (`ال`, `al-`, `el `).
    public static func normalised(_ name: String, type: FieldType = .givenName) -> String {
        String(decoding: words(of: name, type: type).joined(), as: UTF16.self)
    }

    /// The consonants of the name, in an alphabet that Arabic, Kurdish and Latin spellings share.
    public static func skeleton(_ name: String, type: FieldType = .givenName) -> String {
        let units = ConsonantSkeleton.make(Array(words(of: name, type: type).joined()))
        return String(decoding: units, as: UTF16.self)
    }

    /// The folded words of a name, compounds joined.
    static func words(of name: String, type: FieldType) -> [[UInt16]] {
        var words: [[UInt16]] = []
        var word: [UInt16] = []
        for scalar in name.unicodeScalars {
            guard scalar.value <= 0xFFFF else { continue }
            let unit = PresentationForms.letter(UInt16(scalar.value))
            if PresentationForms.isLamAlif(UInt16(scalar.value)) { word.append(0x644) }
            if let letter = LetterFolding.latin(unit) {
                word.append(UInt16(letter))
            } else if let digit = LetterFolding.digit(unit) {
                word.append(UInt16(digit) + 0x30)
            } else if isSeparator(unit) {
                if !word.isEmpty { words.append(word) }
                word = []
            } else if unit >= 0x250, !LetterFolding.isDropped(unit), scalar.properties.isAlphabetic
            {
                word.append(LetterFolding.arabic(unit))
            }
        }
        if !word.isEmpty { words.append(word) }
        if type == .familyName { stripArticle(&words) }
        return joinedCompounds(words)
    }

    private static func isSeparator(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x09, 0x20, 0x2D, 0x2E, 0x2F, 0x5F, 0xA0, 0x2010...0x2015, 0x60C, 0x2C: true
        default: false
        }
    }

    /// First halves of compounds: عبد, ابو, ام, ابن, بن, نور, ذو, عز, and Latin abd, abdul, abu.
    private static let openers: Set<[UInt16]> = Set(
        ["عبد", "ابو", "ام", "ابن", "بن", "ذو", "abd", "abdul", "abdel", "abdal", "abu", "bin"]
            .map { Array($0.utf16) })
    private static let articles: Set<[UInt16]> = Set(
        ["ال", "al", "el"].map { Array($0.utf16) })
    /// Words that form a compound only with an article: نور الهدى, عز الدين.
    private static let openersBeforeArticle: Set<[UInt16]> = Set(
        ["نور", "عز", "علاء", "علا", "صلاح", "سيف", "بهاء", "بها", "ضياء", "ضيا", "نجم", "شمس"]
            .map { Array($0.utf16) })

    private static func joinedCompounds(_ words: [[UInt16]]) -> [[UInt16]] {
        guard words.count > 1 else { return words }
        var joined: [[UInt16]] = []
        for word in words {
            if let last = joined.last, opens(last, before: word) {
                joined[joined.count - 1] += word
            } else {
                joined.append(word)
            }
        }
        return joined
    }

    private static func opens(_ last: [UInt16], before word: [UInt16]) -> Bool {
        if openers.contains(last) || articles.contains(last) { return true }
        // After عبد joined a bare article, its word still follows.
        if last.count <= 7, last.suffix(2).elementsEqual([0x627, 0x644]),
            openers.contains(Array(last.dropLast(2)))
        {
            return true
        }
        return openersBeforeArticle.contains(last) && word.count > 3
            && word[0] == 0x627 && word[1] == 0x644
    }

    /// Drops the article of a family name. A Latin one must stand apart: Albert keeps its al.
    private static func stripArticle(_ words: inout [[UInt16]]) {
        guard let first = words.first else { return }
        if words.count > 1, articles.contains(first) {
            words.removeFirst()
        } else if first.count > 4, first[0] == 0x627, first[1] == 0x644 {
            words[0].removeFirst(2)
        }
    }
}
