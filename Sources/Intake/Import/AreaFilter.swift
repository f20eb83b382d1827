import ChangeLog
import Registry
import Storage

/// Which areas' households an import takes.
struct AreaFilter {
    /// What becomes of a household in an area.
    enum Verdict: Equatable {
        case taken
        /// Somebody else imports it.
        case outside
        /// There is no such area.
        case unknown
        /// The node does not serve the area.
        case foreign
    }

    /// For each known area itself and those above it; empty when no areas were imported yet.
    private let known: [String: [String]]
    private let own: Set<String>?
    private let only: Set<String>?
    private let except: Set<String>

    init(_ view: RegistryView, _ identity: Journal.Identity, _ options: Importer.Options) throws {
        var known: [String: [String]] = [:]
        for row in try view.transaction.rows("SELECT code FROM area") {
            known[row.text(0)] = [row.text(0)] + (try view.ancestors(of: row.text(0)))
        }
        self.known = known
        own = identity.role == .hub ? nil : Set(identity.areas)
        only = options.areas
        except = options.exceptAreas
    }

    /// What becomes of a household of that district; the province counts where areas are unknown.
    func verdict(_ district: String, province: String?) -> Verdict {
        let chain: [String]
        if let found = known[district] {
            chain = found
        } else if known.isEmpty {
            chain = [district] + (province.map { [$0] } ?? [])
        } else {
            return .unknown
        }
        if let only, !chain.contains(where: only.contains) { return .outside }
        if !except.isEmpty, chain.contains(where: except.contains) { return .outside }
        if let own, !chain.contains(where: own.contains) { return .foreign }
        return .taken
    }

    /// The area below the country that a district lies in, as far as known: sources are named
    /// after it.
    func province(of district: String) -> String {
        guard let chain = known[district] else { return district }
        return chain.count > 2 ? chain[chain.count - 2] : chain[chain.count - 1]
    }

    /// Why a household of that area is refused.
    func rejection(
        _ verdict: Verdict, _ draft: HouseholdDraft, _ row: CSVRow, _ layout: FileLayout
    ) -> RowRejection {
        verdict == .unknown
            ? RowRejection(
                row, layout, .district, .area, "is not an area of the registry",
                "correct the code, or import the list of areas that has it")
            : RowRejection(
                row, layout, .district, .area, "lies outside the areas of this node",
                "import it at the node that serves the area, or leave it out with --areas")
    }
}
