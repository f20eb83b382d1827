import Linkage
import Registry
import Synchronization

/// The words under which a person is found.
enum SearchWords {
    /// Consonants of names (`MHMD`), two neighbouring names (`MHMD|L`), numbers with a mark before
    /// them: `i` identifier, `p` phone, `#` household.
    static func of(
        name: PersonName, identifiers: [String], phone: String, numbers: [String]
    ) -> Set<String> {
        var words: Set<String> = []
        let parts = [name.given, name.father, name.grandfather].map { skeletons($0) }
        let family = skeletons(name.family)
        for skeleton in parts.joined() + family { words.insert(skeleton) }
        let (given, father) = (parts[0].joined(), parts[1].joined())
        for (first, second) in [
            (given, father), (given, parts[2].joined()), (given, family.joined()),
            (father, family.joined()),
        ] where !first.isEmpty && !second.isEmpty {
            words.insert(first + "|" + second)
        }
        for identifier in identifiers where !identifier.isEmpty {
            words.insert("i" + compact(identifier))
        }
        if !phone.isEmpty { words.insert("p" + local(phone)) }
        for number in numbers where !number.isEmpty { words.insert("#" + compact(number)) }
        return words
    }

    /// What names are compared by when somebody searches: each word with its consonants, in the order
    /// of the name, as `محمد=MHMD علي=L`.
    static func names(of name: PersonName) -> String {
        [name.given, name.father, name.grandfather, name.family].flatMap { pairs($0) }
            .joined(separator: " ")
    }

    private static func pairs(_ text: String) -> [String] {
        if let known = knownPairs.withLock({ $0[text] }) { return known }
        let found = PeopleSearch.Query.words(text).map { "\($0)=\(NameNormaliser.skeleton($0))" }
        knownPairs.withLock { known in
            if known.count >= 20_000 { known.removeAll(keepingCapacity: true) }
            known[text] = found
        }
        return found
    }

    /// The consonants of each word of a name, compounds joined and articles left out.
    static func skeletons(_ text: String) -> [String] {
        if let known = known.withLock({ $0[text] }) { return known }
        let found = PeopleSearch.Query.words(text).map { NameNormaliser.skeleton($0) }
            .filter { !$0.isEmpty }
        known.withLock { known in
            if known.count >= 20_000 { known.removeAll(keepingCapacity: true) }
            known[text] = found
        }
        return found
    }

    /// Names that were read before: a nation shares few of them.
    private static let known = Mutex<[String: [String]]>([:])
    private static let knownPairs = Mutex<[String: [String]]>([:])

    /// Letters and digits in capitals; Arabic digits as Western ones.
    static func compact(_ text: String) -> String {
        ArabicDigits.toASCII(text).uppercased().filter { $0.isLetter || $0.isNumber }
    }

    /// A phone number without the ways to write its country.
    static func local(_ phone: String) -> String {
        var digits = Substring(compact(phone).filter(\.isNumber))
        for prefix in ["00964", "964", "0"] where digits.hasPrefix(prefix) {
            digits = digits.dropFirst(prefix.count)
            break
        }
        return String(digits)
    }
}
