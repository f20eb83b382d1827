import Linkage
import Registry

extension PeopleSearch {
    /// What somebody typed, taken apart once.
    struct Query {
        /// The words as they are compared.
        let words: [String]
        let skeletons: [String]
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
                return
            }
            words = Self.words(cut)
            skeletons = words.map { NameNormaliser.skeleton($0) }.filter { !$0.isEmpty }
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

        /// Beginnings of words of the index under which whoever bears several names may stand, the
        /// best first.
        var waysIn: [String] {
            guard skeletons.count > 1 else { return skeletons }
            var ways = [pair(0, 1)]
            if skeletons.count > 2 { ways += [pair(0, 2), pair(1, 2)] }
            // In another order, or with names that nobody indexed as a pair: by the longest word,
            // which is likely to be the rarest.
            ways += [pair(1, 0)] + skeletons.sorted { $0.count > $1.count }.prefix(1)
            return ways
        }

        /// Words of the index that stand both with whoever is called by three names or more: the
        /// first two as a pair, and a third.
        var meeting: (pair: String, third: String)? {
            skeletons.count > 2 ? (pair(0, 1), skeletons[2]) : nil
        }

        private func pair(_ first: Int, _ second: Int) -> String {
            skeletons[first] + "|" + skeletons[second]
        }

        /// Beginnings of words of the index for a number.
        var numberWords: [String] {
            guard let number else { return [] }
            return ["i" + number, "#" + number] + (phone.count >= 3 ? ["p" + phone] : [])
        }

        /// How well the numbers of somebody fit; nil when not at all.
        func score(_ hit: Hit, identifiers: [String]) -> Int? {
            guard let number else { return nil }
            let ids = identifiers.map(SearchWords.compact)
            let numbers = [hit.householdNumber, hit.caseNumber].map(SearchWords.compact)
            if ids.contains(number) || numbers.contains(number) { return 1000 }
            let own = SearchWords.local(hit.phone)
            if !phone.isEmpty, own == phone { return 900 }
            if ids.contains(where: { $0.hasPrefix(number) }) { return 500 }
            if numbers.contains(where: { $0.hasPrefix(number) }) { return 450 }
            if phone.count >= 3, own.hasPrefix(phone) { return 400 }
            return nil
        }
    }
}
