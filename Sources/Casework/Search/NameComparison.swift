import Linkage

/// Compares what somebody typed with the names of many, as the index has them.
///
/// It looks at bytes in place: thousands are compared while somebody waits for the next letter.
struct NameComparison {
    /// What was typed, each word with its consonants.
    private let typed: [(text: [UInt8], skeleton: [UInt8])]
    /// For each word that was typed the best place so far, and its points.
    private var best: [(place: Int, points: Int)]

    /// - Parameter words: as they are compared, of `PeopleSearch.Query`.
    init(_ words: [String]) {
        typed = words.map { (Array($0.utf8), Array(NameNormaliser.skeleton($0).utf8)) }
        best = Array(repeating: (0, 0), count: typed.count)
    }

    /// How well the names of somebody fit; nil when not at all.
    ///
    /// - Parameter names: of `SearchWords.names`.
    mutating func score(_ names: [UInt8], isHead: Bool) -> Int? {
        for index in best.indices { best[index] = (0, 0) }
        var place = 0
        var start = 0
        while start < names.count {
            var end = start
            var middle = -1
            while end < names.count, names[end] != UInt8(ascii: " ") {
                if middle < 0, names[end] == UInt8(ascii: "=") { middle = end }
                end += 1
            }
            if middle < 0 { middle = end }
            for index in typed.indices {
                let points = points(
                    index, names, word: start..<middle, skeleton: min(middle + 1, end)..<end)
                if points > best[index].points { best[index] = (place, points) }
            }
            place += 1
            start = end + 1
        }
        var score = 0
        var last = -1
        for (index, found) in best.enumerated() {
            guard found.points > 0 else { return nil }
            score += found.points
            if found.place > last { score += 3 }
            if found.place == index { score += 5 }
            last = found.place
        }
        return isHead ? score + 2 : score
    }

    /// What one name is worth for one word.
    private func points(
        _ index: Int, _ names: [UInt8], word: Range<Int>, skeleton: Range<Int>
    ) -> Int {
        // Only the last word may still be in the writing.
        let isLast = index == typed.count - 1
        let (text, consonants) = typed[index]
        if Self.begins(names, word, with: text) {
            return text.count == word.count ? 30 : isLast ? 20 : 12
        }
        if consonants.count == skeleton.count || isLast && consonants.count > 1,
            Self.begins(names, skeleton, with: consonants)
        {
            return consonants.count == skeleton.count ? 10 : 6
        }
        return 0
    }

    private static func begins(_ names: [UInt8], _ part: Range<Int>, with text: [UInt8]) -> Bool {
        guard text.count <= part.count else { return false }
        for offset in text.indices where names[part.lowerBound + offset] != text[offset] {
            return false
        }
        return true
    }
}
