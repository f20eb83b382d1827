/// All texts of one language, from its file: a line `key = text`, or `key.few = text` for a plural
/// form; `#` begins a comment.
package struct TextBook: Sendable {
    package let language: Language
    package let texts: [String: String]

    /// The books of all languages, read once.
    package static let all: [Language: TextBook] = Dictionary(
        uniqueKeysWithValues: Language.allCases.map { ($0, TextBook($0)) })

    private init(_ language: Language) {
        let bytes =
            switch language {
            case .arabic: PackageResources.ar_txt
            case .kurdish: PackageResources.ckb_txt
            case .english: PackageResources.en_txt
            }
        var texts: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            guard !line.hasPrefix("#") else { continue }
            let parts = line.split(separator: " = ", maxSplits: 1)
            if parts.count == 2 { texts[String(parts[0])] = String(parts[1]) }
        }
        self.language = language
        self.texts = texts
    }

    /// The text of a phrase; a test says that none is missing.
    func text(_ phrase: Phrase) -> String {
        texts[phrase.rawValue] ?? phrase.rawValue
    }

    /// The text of a phrase for a count.
    func text(_ phrase: Phrase, count: Int) -> String {
        texts["\(phrase.rawValue).\(language.plural(count).rawValue)"] ?? text(phrase)
    }
}
