import Console
import Testing

struct LanguageTests {
    @Test(arguments: Language.allCases)
    func `no text is missing and none is left over`(language: Language) throws {
        let texts = try #require(TextBook.all[language]).texts
        var expected: Set<String> = []
        for phrase in Phrase.allCases {
            if Phrase.counted.contains(phrase) {
                for form in language.pluralForms {
                    expected.insert("\(phrase.rawValue).\(form.rawValue)")
                }
            } else {
                expected.insert(phrase.rawValue)
            }
        }
        #expect(expected.subtracting(texts.keys).sorted() == [])
        #expect(Set(texts.keys).subtracting(expected).sorted() == [])
        #expect(texts.filter { $0.value.isEmpty }.isEmpty)
    }

    @Test(arguments: Phrase.allCases)
    func `a text has the same places for values in all languages`(phrase: Phrase) throws {
        guard !Phrase.counted.contains(phrase) else { return }
        let places = try Language.allCases.map { language in
            let text = try #require(TextBook.all[language]?.texts[phrase.rawValue])
            return (0...3).filter { text.contains("{\($0)}") }
        }
        #expect(Set(places).count == 1)
    }

    @Test(arguments: [
        (0, PluralForm.zero), (1, .one), (2, .two), (3, .few), (10, .few), (11, .many),
        (99, .many), (100, .other), (102, .other), (103, .few), (111, .many), (1000, .other),
    ])
    func `Arabic has six plural forms`(count: Int, form: PluralForm) {
        #expect(Language.arabic.plural(count) == form)
    }
}
