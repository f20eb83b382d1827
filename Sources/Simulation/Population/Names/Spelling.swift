/// The habits in which clerks spell Arabic names; each combination is one way of writing.
struct Spelling: OptionSet, Sendable {
    let rawValue: UInt8

    /// Alef without hamza or madda: احمد.
    static let plainAlef = Spelling(rawValue: 1)
    /// ه in the place of ة: فاطمه.
    static let haForTaMarbuta = Spelling(rawValue: 2)
    /// ى in the place of a last ي: على.
    static let dotlessYeh = Spelling(rawValue: 4)
    /// ي in the place of a last ى: مصطفي.
    static let dottedAlef = Spelling(rawValue: 8)
    /// عبد written apart: عبد الله.
    static let parted = Spelling(rawValue: 16)

    /// How many combinations there are.
    static let combinations = 32

    /// A fully written name in this spelling.
    func applied(to name: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(name.count + 1)
        for (place, letter) in name.enumerated() {
            let isLast = place == name.count - 1 || name[place + 1] == " "
            switch letter {
            case "أ", "إ", "آ": result.append(contains(.plainAlef) ? "ا" : letter)
            case "ة": result.append(contains(.haForTaMarbuta) ? "ه" : letter)
            case "ي": result.append(isLast && contains(.dotlessYeh) ? "ى" : letter)
            case "ى": result.append(isLast && contains(.dottedAlef) ? "ي" : letter)
            default: result.append(letter)
            }
            if contains(.parted), place == 2, name.count > 4, result == ["ع", "ب", "د"],
                name[3] != " "
            {
                result.append(" ")
            }
        }
        return result
    }

    /// The letters that an Arabic name gets in Sorani where no Kurdish form of it is known.
    static func kurdish(_ name: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        for (place, letter) in name.enumerated() {
            let isFirst = place == 0 || name[place - 1] == " "
            let isLast = place == name.count - 1 || name[place + 1] == " "
            switch letter {
            case "ا":
                result +=
                    isFirst && place + 1 < name.count && name[place + 1] != "ل"
                    ? ["ئ", "ا"] : ["ا"]
            case "أ": result += ["ئ", "ە"]
            case "إ": result += ["ئ", "ی"]
            case "آ": result += ["ئ", "ا"]
            case "ة": result.append("ە")
            case "ه": result.append(isLast ? "ە" : "ه")
            case "ي", "ى": result.append("ی")
            case "ك": result.append("ک")
            case "ث", "ص": result.append("س")
            case "ذ", "ض", "ظ": result.append("ز")
            case "ط": result.append("ت")
            case "ؤ": result.append("ۆ")
            case "ء": break
            default: result.append(letter)
            }
        }
        return result
    }
}
