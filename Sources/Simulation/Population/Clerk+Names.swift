extension Clerk {
    /// Writes a name as this clerk does.
    func write(
        _ name: NameBook.NameID, isFamily: Bool = false, from book: NameBook,
        to row: inout [UInt8], _ random: inout SplitMix64
    ) {
        guard name != 0 else { return }
        var name = name
        // Of محمد رضا and its like, some write the first half.
        if book.firstWord[Int(name)] != 0, !isFamily, random.happens(2000) {
            name = book.firstWord[Int(name)]
        }
        switch script {
        case .latin:
            row.append(
                contentsOf: LatinSpelling.variant(
                    of: book.latin[Int(name)], isFamily: isFamily, &random))
        case .kurdish: write(book.kurdish[Int(name)][...], isFamily, to: &row, &random)
        case .arabic:
            var habits = spelling
            if errs(450, &random) {
                habits.formSymmetricDifference(Spelling(rawValue: 1 << UInt8(random.under(5))))
            }
            write(book.arabic(name, habits), isFamily, to: &row, &random)
        }
    }

    private func write(
        _ text: ArraySlice<UInt8>, _ isFamily: Bool, to row: inout [UInt8],
        _ random: inout SplitMix64
    ) {
        let drops =
            isFamily && text.count > 8 && text.starts(with: "ال".utf8)
            && (dropsArticle != errs(120, &random))
        let plain = drops ? text.dropFirst("ال".utf8.count) : text
        if errs(130, &random) {
            row.append(contentsOf: Self.mistyped(plain, &random))
        } else {
            row.append(contentsOf: plain)
        }
    }

    /// Letters that look or sound alike, or lie side by side on the keyboard.
    private static let confusable: [[Unicode.Scalar]] = [
        ["ح", "خ", "ج"], ["س", "ش"], ["ص", "ض"], ["ط", "ظ"], ["ع", "غ"], ["ر", "ز"], ["د", "ذ"],
        ["ت", "ث", "ب", "ن", "ي"], ["ف", "ق"], ["ك", "ل"], ["ه", "ة", "خ"], ["و", "ر"], ["م", "ن"],
        ["ض", "ظ"], ["ت", "ط"], ["س", "ص", "ث"], ["ا", "ل"], ["ى", "ي"], ["ق", "ك"],
    ]

    /// The text with one slip of the finger or the ear.
    static func mistyped(
        _ text: ArraySlice<UInt8>, _ random: inout SplitMix64
    ) -> [UInt8] {
        var letters = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        let place = random.under(letters.count)
        switch random.under(letters.count > 3 ? 10 : 4) {
        case 0...3:
            let groups = confusable.filter { $0.contains(letters[place]) }
            if let group = random.pick(groups), let other = random.pick(group) {
                letters[place] = other
            }
        case 4...6: letters.remove(at: place)
        case 7: letters.insert(letters[place], at: place)
        default: if place > 0 { letters.swapAt(place, place - 1) }
        }
        return Array(String(String.UnicodeScalarView(letters)).utf8)
    }
}
