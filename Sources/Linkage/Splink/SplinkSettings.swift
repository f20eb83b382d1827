/// A model as settings of Splink 4, so that a population too large for one machine can be linked
/// with the same figures on Splink's Spark engine.
///
/// The settings speak of the columns of `SplinkTable`. What Splink cannot express is left out: kin
/// and twins, the evidence of households, exchanged names, and how rare a mother's name is.
public struct SplinkSettings: Sendable, Encodable {
    /// Where the settings are to run; function names differ.
    public enum Dialect: String, Sendable, CaseIterable {
        case duckdb, spark
    }

    struct Rule: Sendable, Encodable {
        let condition: String
        let dialect: String

        private enum CodingKeys: String, CodingKey {
            case condition = "blocking_rule"
            case dialect = "sql_dialect"
        }
    }

    struct Comparison: Sendable, Encodable {
        let column: String
        let description: String
        let levels: [SplinkLevel]

        private enum CodingKeys: String, CodingKey {
            case column = "output_column_name"
            case description = "comparison_description"
            case levels = "comparison_levels"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case linkType = "link_type"
        case dialect = "sql_dialect"
        case idColumn = "unique_id_column_name"
        case prior = "probability_two_random_records_match"
        case rules = "blocking_rules_to_generate_predictions"
        case comparisons
        case retainsColumns = "retain_matching_columns"
        case retainsCalculation = "retain_intermediate_calculation_columns"
    }

    let linkType: String
    let dialect: String
    let idColumn = "unique_id"
    let prior: Double
    let rules: [Rule]
    let comparisons: [Comparison]
    let retainsColumns = true
    let retainsCalculation = true

    /// - Parameters:
    ///   - blocking: the rules that were used, as `LinkResult.blocking` has them.
    ///   - households: whether members of one household are known to be different people.
    public init(
        _ model: LinkageModel, blocking: [String], between: Bool, households: Bool = false,
        dialect: Dialect
    ) {
        linkType = between ? "link_only" : "dedupe_only"
        self.dialect = dialect.rawValue
        prior = Bits.probability(model.priorBits)
        rules = blocking.map { rule in
            Rule(
                condition: Self.condition(of: rule, model)
                    + (households ? " AND l.household <> r.household" : ""),
                dialect: dialect.rawValue)
        }
        comparisons = model.fields.map { field in
            let column = SplinkTable.columnName(field.name)
            return Comparison(
                column: column, description: field.type.rawValue,
                levels: SplinkLevel.all(of: field, column: column, dialect))
        }
    }

    /// `given_name.skeleton + birth_date.year` as a condition in SQL.
    private static func condition(of rule: String, _ model: LinkageModel) -> String {
        var parts: [String] = []
        for atom in atoms(of: rule, model) {
            switch atom.part {
            case .whole: parts.append("l.\(atom.column) = r.\(atom.column)")
            case .skeleton:
                parts.append("l.\(atom.column)_skeleton = r.\(atom.column)_skeleton")
            case .year:
                parts.append("substr(l.\(atom.column), 1, 4) = substr(r.\(atom.column), 1, 4)")
            }
        }
        return parts.joined(separator: " AND ")
    }

    private static func atoms(
        of rule: String, _ model: LinkageModel
    ) -> [(column: String, part: BlockingAtom.Part)] {
        // A field's own name may hold " + " or end in .year: the longest known name wins.
        var rest = Substring(rule)
        var atoms: [(String, BlockingAtom.Part)] = []
        let fields = model.fields.sorted { $0.name.count > $1.name.count }
        while let field = fields.first(where: { rest.hasPrefix($0.name) }) {
            rest = rest.dropFirst(field.name.count)
            var part = BlockingAtom.Part.whole
            if rest.hasPrefix(".skeleton") {
                part = .skeleton
                rest = rest.dropFirst(9)
            } else if rest.hasPrefix(".year") {
                part = .year
                rest = rest.dropFirst(5)
            }
            if field.type == .year { part = .whole }
            atoms.append((SplinkTable.columnName(field.name), part))
            rest = rest.dropFirst(3)
        }
        return atoms
    }
}
