/// One level of a comparison in Splink's settings.
struct SplinkLevel: Sendable, Encodable {
    let condition: String
    let label: String
    var isNull: Bool?
    var match: Double?
    var chance: Double?
    var frequencyColumn: String?
    var frequencyWeight: Double?

    private enum CodingKeys: String, CodingKey {
        case condition = "sql_condition"
        case label = "label_for_charts"
        case isNull = "is_null_level"
        case match = "m_probability"
        case chance = "u_probability"
        case frequencyColumn = "tf_adjustment_column"
        case frequencyWeight = "tf_adjustment_weight"
    }

    /// The levels of a field, the first that holds counts; what no condition says goes to the last.
    static func all(
        of field: LinkageModel.Field, column: String, _ dialect: SplinkSettings.Dialect
    ) -> [SplinkLevel] {
        var levels = [
            SplinkLevel(
                condition: "\(column)_l IS NULL OR \(column)_r IS NULL",
                label: "missing", isNull: true)
        ]
        var rest = Set(field.match.indices.map { $0 + 1 })
        for (level, condition) in conditions(of: field.type, column, dialect) {
            rest.remove(level)
            let usesFrequency = field.usesTermFrequency && level == 1 && field.type != .motherName
            levels.append(
                SplinkLevel(
                    condition: condition, label: field.levels[level - 1],
                    match: field.match[level - 1], chance: field.chance[level - 1],
                    frequencyColumn: usesFrequency ? column : nil,
                    frequencyWeight: usesFrequency ? 1 : nil))
        }
        levels.append(
            SplinkLevel(
                condition: "ELSE", label: "different",
                match: rest.reduce(0) { $0 + field.match[$1 - 1] },
                chance: rest.reduce(0) { $0 + field.chance[$1 - 1] }))
        return levels
    }

    private static func conditions(
        of type: FieldType, _ column: String, _ dialect: SplinkSettings.Dialect
    ) -> [(level: Int, condition: String)] {
        let isSame = "\(column)_l = \(column)_r"
        switch type {
        case .givenName, .lineageName, .familyName, .freeName, .place:
            return [(Level.Name.exact, isSame)]
                + names(
                    column, dialect, common: Level.Name.bothEstablished,
                    skeleton: Level.Name.sameSkeleton, edit: Level.Name.oneEdit,
                    similar: Level.Name.similar)
        case .motherName:
            let rest = "\(column)_rest"
            let isLike = "(\(rest)_l = \(rest)_r OR levenshtein(\(rest)_l, \(rest)_r) <= 1)"
            return [
                (Level.Mother.firstOnly, "\(isSame) AND (\(rest)_l IS NULL OR \(rest)_r IS NULL)"),
                (Level.Mother.exact, "\(isSame) AND \(isLike)"),
                (Level.Mother.firstButRestDiffers, isSame),
            ]
                + names(
                    column, dialect, common: Level.Mother.bothEstablished,
                    skeleton: Level.Mother.sameSkeleton, edit: nil, similar: Level.Mother.similar)
        case .birthDate: return dates(column)
        case .identifier, .phone, .postcode:
            return [
                (Level.Code.exact, isSame),
                (Level.Code.oneEdit, "levenshtein(\(column)_l, \(column)_r) <= 1"),
                (Level.Code.twoPlaces, "levenshtein(\(column)_l, \(column)_r) <= 2"),
            ]
        case .year:
            let gap = "abs(cast(\(column)_l AS int) - cast(\(column)_r AS int))"
            return [
                (Level.Year.exact, isSame), (Level.Year.offByOne, "\(gap) = 1"),
                (Level.Year.near, "\(gap) <= 3"),
            ]
        case .sex, .category: return [(Level.Category.exact, isSame)]
        }
    }

    private static func names(
        _ column: String, _ dialect: SplinkSettings.Dialect, common: Int, skeleton: Int,
        edit: Int?, similar: Int
    ) -> [(level: Int, condition: String)] {
        let likeness = dialect == .duckdb ? "jaro_winkler_similarity" : "jaro_winkler"
        let isSkeleton = "\(column)_skeleton_l = \(column)_skeleton_r"
        let isEdit = "levenshtein(\(column)_l, \(column)_r) <= 1"
        let isSimilar = "\(likeness)(\(column)_l, \(column)_r) >= 0.85"
        let areCommon = "\(column)_common_l = 1 AND \(column)_common_r = 1"
        var levels = [
            (common, "\(areCommon) AND (\(isSkeleton) OR \(isEdit) OR \(isSimilar))"),
            (skeleton, isSkeleton),
        ]
        if let edit {
            levels += [(edit, isEdit), (similar, isSimilar)]
        } else {
            levels.append((similar, "\(isEdit) OR \(isSimilar)"))
        }
        return levels
    }

    private static func dates(_ column: String) -> [(level: Int, condition: String)] {
        func part(_ start: Int, _ length: Int, _ side: String) -> String {
            "substr(\(column)_\(side), \(start), \(length))"
        }
        func isSame(_ start: Int, _ length: Int) -> String {
            "\(part(start, length, "l")) = \(part(start, length, "r"))"
        }
        let year = isSame(1, 4)
        let isPlaceholder = "(\(column)_placeholder_l = 1 OR \(column)_placeholder_r = 1)"
        let gap = "abs(cast(\(part(1, 4, "l")) AS int) - cast(\(part(1, 4, "r")) AS int))"
        let isSwapped =
            "\(part(6, 2, "l")) = \(part(9, 2, "r")) AND \(part(9, 2, "l")) = \(part(6, 2, "r"))"
        return [
            (
                Level.Date.exact,
                "\(column)_l = \(column)_r AND NOT \(isPlaceholder)"
            ),
            (Level.Date.exactPlaceholder, "\(column)_l = \(column)_r"),
            (Level.Date.yearAndPlaceholder, "\(year) AND \(isPlaceholder)"),
            (
                Level.Date.oneDigit,
                "NOT \(isPlaceholder) AND (levenshtein(\(column)_l, \(column)_r) = 1 "
                    + "OR (\(year) AND (\(isSame(6, 2)) OR \(isSame(9, 2)))))"
            ),
            (Level.Date.dayAndMonthSwapped, "\(year) AND \(isSwapped)"),
            (Level.Date.sameYear, year),
            (Level.Date.sameDayOfYear, "NOT \(isPlaceholder) AND \(gap) <= 2 AND \(isSame(6, 5))"),
            (Level.Date.near, "\(gap) <= 2"),
        ]
    }
}
