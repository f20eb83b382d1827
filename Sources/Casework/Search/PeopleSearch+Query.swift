import Linkage
import Registry

extension PeopleSearch {
    /// What somebody typed, taken apart once.
    struct Query {
        /// The words as they are compared.
        let words: [String]
        let skeletons: [String]
        /// The same as bytes, each with its skeleton.
        private let typed: [(text: [UInt8], skeleton: [UInt8])]
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
                typed = []
                return
            }
            words = Self.words(cut)
            typed = words.map { (Array($0.utf8), Array(NameNormaliser.skeleton($0).utf8)) }
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

        /// Beginnings of words of the index under which the person may stand, the best first.
        var waysIn: [String] {
            guard skeletons.count > 1 else { return skeletons }
            func pair(_ first: Int, _ second: Int) -> String {
                skeletons[first] + "|" + skeletons[second]
            }
            var ways = [pair(0, 1)]
            if skeletons.count > 2 { ways += [pair(0, 2), pair(1, 2)] }
            // In another order, or with names that nobody indexed as a pair: by the longest word,
            // which is likely to be the rarest.
            ways += [pair(1, 0)] + skeletons.sorted { $0.count > $1.count }.prefix(1)
            return ways
        }

        /// Beginnings of words of the index for a number.
        var numberWords: [String] {
            guard let number else { return [] }
            return ["i" + number, "#" + number] + (phone.count >= 3 ? ["p" + phone] : [])
        }

        /// How well the names of somebody fit, as the index has them; nil when not at all.
        ///
        /// - Parameter names: of `SearchWords.names`.
        func score(_ names: [UInt8], isHead: Bool) -> Int? {
            let names = names.split(separator: UInt8(ascii: " ")).map { part in
                let sides = part.split(
                    separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                return (word: sides[0], skeleton: sides.count > 1 ? sides[1] : [])
            }
            var score = 0
            var last = -1
            for (index, word) in typed.enumerated() {
                let isLast = index == typed.count - 1
                var found: (place: Int, points: Int)?
                for (place, name) in names.enumerated() {
                    let points: Int
                    if name.word.elementsEqual(word.text) {
                        points = 30
                    } else if name.word.starts(with: word.text) {
                        points = isLast ? 20 : 12
                    } else if name.skeleton.elementsEqual(word.skeleton) {
                        points = 10
                    } else if isLast, word.skeleton.count > 1,
                        name.skeleton.starts(with: word.skeleton)
                    {
                        points = 6
                    } else {
                        continue
                    }
                    if points > found?.points ?? 0 { found = (place, points) }
                }
                guard let (place, points) = found else { return nil }
                score += points
                if place > last { score += 3 }
                if place == index { score += 5 }
                last = place
            }
            return isHead ? score + 2 : score
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
