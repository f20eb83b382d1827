import Linkage
import Registry

/// The names of a person as the index keeps them beside the words: each with its consonants, in
/// their order, so that who fits best is told by comparing bytes.
enum RankedNames {
    /// Between a name and its consonants.
    private static let inner = UInt8(0x1F)
    /// Behind each name.
    private static let outer = UInt8(0x1E)

    /// One word as it is compared.
    struct Word: Hashable {
        var name: [UInt8]
        var skeleton: [UInt8]
    }

    /// The text that is kept: given, father's, grandfather's and family name, compounds joined.
    static func text(of name: PersonName) -> String {
        var bytes: [UInt8] = []
        for part in [name.given, name.father, name.grandfather, name.family] {
            for word in SearchWords.parts(part) {
                bytes += Array(word.name.utf8)
                bytes.append(inner)
                bytes += Array(word.skeleton.utf8)
                bytes.append(outer)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// How well the names fit what somebody typed; nil when a typed word is like none of them.
    ///
    /// - Parameters:
    ///   - typed: the last one may be the beginning of a word.
    ///   - names: what `text(of:)` made.
    static func score(_ typed: [Word], _ names: [UInt8]) -> Int? {
        var score = 0
        var last = -1
        for (index, word) in typed.enumerated() {
            let isLast = index == typed.count - 1
            guard let (place, points) = best(word, names, isLast: isLast) else { return nil }
            score += points
            if place > last { score += 3 }
            if place == index { score += 5 }
            last = place
        }
        return score
    }

    private static func best(
        _ word: Word, _ names: [UInt8], isLast: Bool
    ) -> (place: Int, points: Int)? {
        var found: (place: Int, points: Int)?
        var place = 0
        var start = 0
        while start < names.count {
            guard let middle = names[start...].firstIndex(of: inner),
                let end = names[middle...].firstIndex(of: outer)
            else { break }
            let points = points(
                word, name: names[start..<middle], skeleton: names[(middle + 1)..<end], isLast)
            if points > found?.points ?? 0 { found = (place, points) }
            place += 1
            start = end + 1
        }
        return found
    }

    private static func points(
        _ word: Word, name: ArraySlice<UInt8>, skeleton: ArraySlice<UInt8>, _ isLast: Bool
    ) -> Int {
        if name.starts(with: word.name) {
            return name.count == word.name.count ? 30 : isLast ? 20 : 12
        }
        guard skeleton.starts(with: word.skeleton) else { return 0 }
        if skeleton.count == word.skeleton.count { return 10 }
        return isLast && word.skeleton.count > 1 ? 6 : 0
    }
}
