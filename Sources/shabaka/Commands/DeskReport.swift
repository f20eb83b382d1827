import Casework
import Linkage

/// What the desk says about somebody, for people and programs.
struct DeskReport: Rendered {
    var people: Int
    var compared: Int
    /// Whether more people shared something with the person than were compared.
    var isCut: Bool
    var milliseconds: Double
    var model: String
    var findings: [Finding]

    struct Finding: Encodable, Sendable {
        var probability: Double
        var bits: Double
        var province: String
        /// Whether the record is of another area, so that hardly anything of it is shown.
        var masked: Bool
        /// Nil where the record is masked.
        var person: String?
        var household: String?
        var area: String?
        /// As written; of a masked record an initial and a year.
        var values: [String: String]
        /// What each field adds; `prior` is where all begin.
        var fields: [String: Double]
        /// How each field agrees.
        var levels: [String: String]
        fileprivate var order: [String]

        private enum CodingKeys: String, CodingKey {
            case probability, bits, province, masked, person, household, area, values, fields
            case levels
        }
    }

    init(_ answer: DuplicateDesk.Answer, milliseconds: Double) {
        people = answer.people
        compared = answer.compared
        isCut = answer.isCut
        self.milliseconds = milliseconds
        model = answer.model
        findings = answer.findings.map(Self.finding)
    }

    private static func finding(_ found: DeskFinding) -> Finding {
        let names = DuplicateDesk.fields
        let candidate = found.candidate
        let bits =
            zip(names, candidate.fieldBits).filter { $1 != 0 } + [
                ("prior", candidate.priorBits)
            ]
        var finding = Finding(
            probability: candidate.probability.rounded(places: 6),
            bits: candidate.bits.rounded(places: 3), province: found.province, masked: true,
            values: [:],
            fields: Dictionary(bits.map { ($0.0, $0.1.rounded(places: 3)) }) { first, _ in first },
            levels: Dictionary(
                zip(names, candidate.levels).filter { !$1.isEmpty }.map { ($0.0, $0.1) }
            ) { first, _ in first }, order: bits.map(\.0))
        switch found.shown {
        case .whole(let details):
            finding.masked = false
            finding.person = details.number
            finding.household = details.householdNumber
            finding.area = details.area
            finding.values = details.values
        case .masked(let initial, let birthYear):
            finding.values = ["given_name": initial + "…", "birth_date": birthYear]
        }
        return finding
    }

    var text: String {
        var lines = [
            "\(people) people known, \(compared) compared\(isCut ? " (more share a value)" : ""), "
                + "\(milliseconds.text(places: 1)) ms"
        ]
        if findings.isEmpty { lines.append("Nobody like that.") }
        for finding in findings {
            lines.append("")
            let who =
                finding.masked
                ? "a record of \(finding.province), masked"
                : "\(finding.person ?? "") (\(finding.area ?? ""), \(finding.province))"
            lines.append("\(who): probability \(finding.probability.text(places: 4))")
            let values = DuplicateDesk.fields.compactMap { finding.values[$0] }
            lines.append("  " + values.joined(separator: " · "))
            lines += Waterfall(finding.order.map { ($0, finding.fields[$0] ?? 0) }).lines
        }
        return lines.joined(separator: "\n")
    }
}
