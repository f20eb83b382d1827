import ChangeLog
import Storage

/// Which province an area lies in, as the areas of the country say.
struct ProvinceMap {
    private let view: RegistryView
    private let kinds: [String: String]

    init(_ view: RegistryView) throws {
        self.view = view
        let rows = try view.transaction.rows("SELECT code, kind FROM area ORDER BY id")
        kinds = Dictionary(rows.map { ($0.text(0), $0.text(1)) }) { first, _ in first }
    }

    /// The nearest area of the kind `province`, the area itself included; where there is none, the
    /// topmost below the country.
    func province(of area: String) throws -> String {
        let chain = [area] + (try view.ancestors(of: area))
        return chain.first { kinds[$0] == "province" }
            ?? chain.last { kinds[$0] != "country" } ?? area
    }
}
