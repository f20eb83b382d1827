/// The codes that a field may hold, and what other words in files mean one of them.
public struct CodeList: Sendable {
    /// The name in the data dictionary.
    public let name: String
    /// The codes as stored.
    public let codes: [String]

    private let exact: [(bytes: [UInt8], code: String)]
    private let folded: [String: String]

    /// A list of these codes; `synonyms` gives for a word of a file the code that it means.
    public init(_ name: String, _ codes: [String], synonyms: [String: String] = [:]) {
        self.name = name
        self.codes = codes
        exact = codes.map { (Array($0.utf8), $0) }
        var folded: [String: String] = [:]
        for code in codes { folded[code.lowercased()] = code }
        for (word, code) in synonyms { folded[word.lowercased()] = code }
        self.folded = folded
    }

    /// The code that these bytes of UTF-8 write, in capitals or not, or nil.
    public func code(_ bytes: ArraySlice<UInt8>) -> String? {
        for entry in exact where entry.bytes.count == bytes.count {
            if bytes.elementsEqual(entry.bytes) { return entry.code }
        }
        return folded[String(decoding: bytes, as: UTF8.self).lowercased()]
    }
}

extension CodeList {
    /// The codes of an answer that is not there, which differ from an empty field.
    static let withoutAnswer = ["unknown", "refused", "not-asked"]

    /// The lists of the built-in mapping, by the names of the fields that they belong to.
    public static let builtIn: [ImportField: CodeList] = [
        .relationship: CodeList(
            "relationship",
            [
                "head", "spouse", "child", "parent", "sibling", "grandchild", "grandparent",
                "child-in-law", "parent-in-law", "sibling-in-law", "nephew-niece", "uncle-aunt",
                "cousin", "stepchild", "foster-child", "co-wife", "relative", "unrelated",
                "guardian", "other",
            ]),
        .sex: CodeList("sex", ["F", "M"] + withoutAnswer),
        .category: CodeList(
            "household_category",
            [
                "absent-husband", "disabled", "divorced", "elderly", "low-income", "orphans",
                "unemployed", "widow", "student", "family-of-prisoner", "other",
            ] + withoutAnswer),
        .dwelling: CodeList(
            "dwelling",
            ["informal", "owned", "relatives", "rented", "camp", "homeless", "other"]
                + withoutAnswer),
        .maritalStatus: CodeList(
            "marital_status",
            ["single", "married", "widowed", "divorced", "separated", "absent-husband"]
                + withoutAnswer),
        .disability: CodeList("yes_no", ["no", "yes"] + withoutAnswer),
        .employment: CodeList(
            "employment",
            [
                "casual", "inactive", "self-employed", "unemployed", "employed", "public-sector",
                "retired", "student",
            ] + withoutAnswer),
    ]
}
