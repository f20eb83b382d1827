import Casework

/// A language of the pages.
package enum Language: String, CaseIterable, Sendable {
    case arabic = "ar"
    case kurdish = "ckb"
    case english = "en"

    /// Its name in itself.
    var ownName: String {
        switch self {
        case .arabic: "العربية"
        case .kurdish: "کوردی"
        case .english: "English"
        }
    }

    package var isRightToLeft: Bool { self != .english }

    var direction: String { isRightToLeft ? "rtl" : "ltr" }

    /// The names of the registry in this language.
    var labels: Labels.Language { Labels.Language(rawValue: rawValue) ?? .arabic }

    /// The plural form of a count by the rules of Unicode CLDR.
    package func plural(_ count: Int) -> PluralForm {
        switch self {
        case .english, .kurdish: return count == 1 ? .one : .other
        case .arabic:
            let rest = count % 100
            switch count {
            case 0: return .zero
            case 1: return .one
            case 2: return .two
            default:
                if (3...10).contains(rest) { return .few }
                return (11...99).contains(rest) ? .many : .other
            }
        }
    }

    /// The forms that texts with a count have.
    package var pluralForms: [PluralForm] {
        self == .arabic ? PluralForm.allCases : [.one, .other]
    }

    /// The language that a browser prefers, or Arabic.
    static func preferred(_ header: String) -> Language {
        for part in header.lowercased().split(separator: ",") {
            let tag = part.split(whereSeparator: { ";- ".contains($0) }).first ?? ""
            switch tag {
            case "ar": return .arabic
            case "ckb", "ku": return .kurdish
            case "en": return .english
            default: continue
            }
        }
        return .arabic
    }
}

/// The plural forms of CLDR.
package enum PluralForm: String, CaseIterable, Sendable {
    case zero, one, two, few, many, other
}
