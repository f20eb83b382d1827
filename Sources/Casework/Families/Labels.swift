public import ChangeLog
import Registry
import Storage

/// The names of areas, codes, programmes in the languages of the country pack.
public struct Labels: Sendable {
    /// The languages that the registry keeps names in.
    public enum Language: String, Sendable, CaseIterable {
        case arabic = "ar"
        case kurdish = "ckb"
        case english = "en"
    }

    /// One administrative unit.
    public struct Area: Sendable {
        public var code: String
        public var parent: String
        public var kind: String
        let names: [String?]
    }

    /// All areas in the order of their codes.
    public let areas: [Area]
    private let areasByCode: [String: Area]
    private let codes: [String: [(code: String, labels: [String?])]]
    private let programmes: [String: [String?]]

    /// Reads them all: some thousands of short rows at most.
    public init(_ view: RegistryView) throws {
        func names(_ row: Row, from start: Int) -> [String?] {
            (start..<(start + 3)).map { row.isNull($0) ? nil : row.text($0) }
        }
        areas = try view.transaction.rows(
            """
            SELECT code, parent, kind, name_ar, name_ckb, name_en FROM area ORDER BY code
            """
        ).map { row in
            Area(
                code: row.text(0), parent: row.text(1), kind: row.text(2),
                names: names(row, from: 3))
        }
        areasByCode = Dictionary(areas.map { ($0.code, $0) }) { first, _ in first }
        var codes: [String: [(code: String, labels: [String?])]] = [:]
        for row in try view.transaction.rows(
            "SELECT list, code, label_ar, label_ckb, label_en FROM code ORDER BY id")
        {
            codes[row.text(0), default: []].append((row.text(1), names(row, from: 2)))
        }
        self.codes = codes
        programmes = Dictionary(
            try view.transaction.rows(
                "SELECT code, name_ar, name_ckb, name_en FROM programme ORDER BY id"
            ).map { ($0.text(0), names($0, from: 1)) }
        ) { first, _ in first }
    }

    /// The name of an area; its code where it has none.
    public func area(_ code: String, _ language: Language) -> String {
        Self.pick(areasByCode[code]?.names, language) ?? code
    }

    /// The label of a code; the code itself where it has none.
    public func code(_ list: String, _ code: String, _ language: Language) -> String {
        Self.pick(codes[list]?.first { $0.code == code }?.labels, language) ?? code
    }

    /// The codes of a list in its own order.
    public func codes(_ list: String) -> [String] {
        codes[list]?.map(\.code) ?? []
    }

    /// The codes of all programmes.
    public var programmeCodes: [String] { programmes.keys.sorted() }

    /// The name of a programme; its code where it has none.
    public func programme(_ code: String, _ language: Language) -> String {
        Self.pick(programmes[code], language) ?? code
    }

    /// The province that an area lies in, or is; the code itself when it is in none.
    public func province(of code: String) -> String {
        var current = code
        for _ in 0..<16 {
            guard let area = areasByCode[current] else { break }
            if area.kind == "province" { return area.code }
            current = area.parent
        }
        return code
    }

    /// The areas that lie directly below one.
    public func children(of code: String) -> [Area] {
        areas.filter { $0.parent == code }
    }

    /// Whether an area is one of these or lies below one of them; all do when there are none.
    public func isWithin(_ code: String, _ scope: [String]) -> Bool {
        if scope.isEmpty { return true }
        var current = code
        for _ in 0..<16 {
            if scope.contains(current) { return true }
            guard let parent = areasByCode[current]?.parent, !parent.isEmpty else { return false }
            current = parent
        }
        return false
    }

    /// The name in the language, else in Arabic, else in any.
    private static func pick(_ names: [String?]?, _ language: Language) -> String? {
        guard let names, names.count == 3 else { return nil }
        let index = Language.allCases.firstIndex(of: language) ?? 0
        // A Kurdish reader understands Arabic names sooner than English ones.
        return names[index] ?? names[0] ?? names[2] ?? names[1]
    }
}
