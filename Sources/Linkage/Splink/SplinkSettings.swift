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
        let blocking_rule: String
        let sql_dialect: String
    }

    struct Comparison: Sendable, Encodable {
        let output_column_name: String
        let comparison_description: String
        let comparison_levels: [SplinkLevel]
    }

    let link_type: String
    let sql_dialect: String
    let unique_id_column_name = "unique_id"
    let probability_two_random_records_match: Double
    let blocking_rules_to_generate_predictions: [Rule]
    let comparisons: [Comparison]
    let retain_matching_columns = true
    let retain_intermediate_calculation_columns = true

    /// - Parameters:
    ///   - blocking: the rules that were used, as `LinkResult.blocking` has them.
    public init(
        _ model: LinkageModel, blocking: [String], between: Bool, dialect: Dialect
    ) {
        link_type = between ? "link_only" : "dedupe_only"
        sql_dialect = dialect.rawValue
        probability_two_random_records_match = Bits.probability(model.priorBits)
        blocking_rules_to_generate_predictions = blocking.map { rule in
            Rule(blocking_rule: Self.condition(of: rule, model), sql_dialect: dialect.rawValue)
        }
        comparisons = model.fields.map { field in
            let column = SplinkTable.columnName(field.name)
            return Comparison(
                output_column_name: column, comparison_description: field.type.rawValue,
                comparison_levels: SplinkLevel.all(of: field, column: column, dialect))
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
