import Linkage
import Registry

extension PeopleSearch {
    /// What somebody typed, taken apart once.
    struct Query {
        /// The words as they are compared.
        let words: [String]
        let skeletons: [String]
        /// The same words, as names of the index are compared with them.
        let ranked: [RankedNames.Word]
        /// Letters and digits only, when there is a digit in it.
        let number: String?
        let phone: String

        init(_ text: String) {
            let cut = String(text.unicodeScalars.prefix(200).map(Character.init))
            let compact = SearchWords.compact(cut)
            let digits = compact.filter(\.isNumber).count
            number = digits >= 3 && digits * 2 >= compact.count ? compact : nil
            phone = number.map(SearchWords.local) ?? ""
            guard number == nil else {
                words = []
                skeletons = []
                ranked = []
                return
            }
            words = Self.words(cut)
            let parts = words.map { ($0, NameNormaliser.skeleton($0)) }
            skeletons = parts.map(\.1).filter { !$0.isEmpty }
            ranked = parts.map { RankedNames.Word(name: Array($0.utf8), skeleton: Array($1.utf8)) }
        }

        var isEmpty: Bool {
            number == nil && (skeletons.isEmpty || words.joined().count < 2)
        }

        /// Joined compounds and the article as the index has them.
        static func words(_ text: String) -> [String] {
            var joined: [String] = []
            for piece in text.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "," }) {
                // عبد and ابو belong to what follows them, as in the index of whole names.
                if let last = joined.last, openers.contains(NameNormaliser.normalised(last)) {
                    joined[joined.count - 1] = last + piece
                } else {
                    joined.append(String(piece))
                }
            }
            return joined.map { NameNormaliser.normalised($0, type: .familyName) }
                .filter { !$0.isEmpty }
        }

        private static let openers: Set<String> = ["عبد", "ابو", "ام", "ابن", "بن", "abd", "abu"]

        /// Words that must be there as a whole.
        var exactWords: [String] {
            guard number == nil, skeletons.count > 1 else { return [] }
            return [skeletons[0] + "|" + skeletons[1]]
        }

        /// Beginnings of words.
        var prefixes: [String] {
            if let number {
                return ["i" + number, "#" + number] + (phone.count >= 3 ? ["p" + phone] : [])
            }
            if skeletons.count == 1 { return [skeletons[0]] }
            return [skeletons[0] + "|" + skeletons[1]]
        }

        /// How well a number of the index fits, by the word under which it stands; 0 for a name.
        func score(word: String) -> Int {
            guard let number else { return 0 }
            if word == "i" + number || word == "#" + number { return 1000 }
            if !phone.isEmpty, word == "p" + phone { return 900 }
            return word.hasPrefix("i") ? 500 : word.hasPrefix("#") ? 450 : 400
        }

        /// Whether the record still has the number that led to it; names are always up to date.
        func holds(_ hit: Hit) -> Bool {
            guard let number else { return true }
            return SearchWords.compact(hit.nationalID).hasPrefix(number)
                || [hit.householdNumber, hit.caseNumber].contains {
                    SearchWords.compact($0).hasPrefix(number)
                }
                || phone.count >= 3 && SearchWords.local(hit.phone).hasPrefix(phone)
        }
    }
}
