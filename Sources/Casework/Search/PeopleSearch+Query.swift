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

        /// How well somebody fits; nil when not at all.
        func score(_ hit: Hit) -> Int? {
            if let number {
                let id = SearchWords.compact(hit.nationalID)
                let numbers = [hit.householdNumber, hit.caseNumber].map(SearchWords.compact)
                if id == number || numbers.contains(number) { return 1000 }
                let own = SearchWords.local(hit.phone)
                if !phone.isEmpty, own == phone { return 900 }
                if id.hasPrefix(number) { return 500 }
                if numbers.contains(where: { $0.hasPrefix(number) }) { return 450 }
                if phone.count >= 3, own.hasPrefix(phone) { return 400 }
                return nil
            }
            var names = [hit.name.given, hit.name.father, hit.name.grandfather].flatMap {
                Self.words($0)
            }
            names += Self.words(hit.name.family)
            var score = 0
            var last = -1
            for (index, word) in words.enumerated() {
                let isLast = index == words.count - 1
                guard let (place, points) = best(word, names, isLast: isLast) else { return nil }
                score += points
                if place > last { score += 3 }
                if place == index { score += 5 }
                last = place
            }
            if hit.relationship == "head" { score += 2 }
            return score
        }

        private func best(
            _ word: String, _ names: [String], isLast: Bool
        ) -> (place: Int, points: Int)? {
            var found: (place: Int, points: Int)?
            let skeleton = NameNormaliser.skeleton(word)
            for (place, name) in names.enumerated() {
                let points: Int
                if name == word {
                    points = 30
                } else if name.hasPrefix(word) {
                    points = isLast ? 20 : 12
                } else {
                    let other = NameNormaliser.skeleton(name)
                    if other == skeleton {
                        points = 10
                    } else if isLast, other.hasPrefix(skeleton), skeleton.count > 1 {
                        points = 6
                    } else {
                        continue
                    }
                }
                if points > found?.points ?? 0 { found = (place, points) }
            }
            return found
        }
    }
}
