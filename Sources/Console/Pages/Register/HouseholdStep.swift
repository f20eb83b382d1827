import Casework
import Registry

/// Where the family lives and how.
struct HouseholdStep {
    private let context: PageContext
    private let draft: StoredDraft
    private let areas: [Labels.Area]
    private let problems: [String: FamilyProblem]

    init(
        _ context: PageContext, _ draft: StoredDraft, areas: [Labels.Area],
        _ problems: [String: FamilyProblem]
    ) {
        self.context = context
        self.draft = draft
        self.areas = areas
        self.problems = problems
    }

    private var w: Wording { context.w }
    private func problem(_ field: String) -> String {
        problems[field].map { ProblemWords.text($0, w) } ?? ""
    }

    var html: HTML {
        let family = draft.family
        let labels: [(String, Phrase)] = [
            ("area", .area), ("address", .address), ("rooms", .rooms),
            ("monthlyIncome", .monthlyIncome),
        ]
        let frame = StepFrame(
            context: context, draft: draft, step: .household,
            problems: labels.compactMap { field, phrase in
                problems[field].map { (w(phrase), field, ProblemWords.text($0, w)) }
            })
        return frame.html {
            frame.form {
                tag("div", .class("grid-2")) {
                    Field(.name("area"), w(.area), problem: problem("area")).select(
                        family.area,
                        [(value: "", label: w(.choose))]
                            + areas.map { ($0.code, context.area($0.code)) })
                    Field(.name("address"), w(.address), problem: problem("address")).input(
                        family.address, [.at("dir", "auto"), .at("maxlength", "200")])
                    Field(.name("category"), w(.category)).select(
                        family.category, frame.options("household_category"))
                    Field(.name("dwelling"), w(.dwelling)).select(
                        family.dwelling, frame.options("dwelling"))
                    Field(.name("rooms"), w(.rooms), problem: problem("rooms")).input(
                        family.rooms,
                        [.at("inputmode", "numeric"), .at("dir", "ltr"), .at("maxlength", "2")])
                    Field(
                        .name("monthlyIncome"), w(.monthlyIncome), hint: w(.incomeHint),
                        problem: problem("monthlyIncome")
                    ).input(
                        family.monthlyIncome,
                        [.at("inputmode", "numeric"), .at("dir", "ltr"), .at("maxlength", "14")])
                    Field(.name("programme"), w(.programme)).select(
                        family.programme,
                        context.labels.programmeCodes.map {
                            ($0, context.labels.programme($0, context.language.labels))
                        } + [(value: "", label: w(.noProgramme))])
                }
                tag("div", .class("actions")) {
                    tag("a", .class("button back"), .href(Link(.drafts)), text: w(.later))
                    tag("button", .class("main"), text: w(.toMembers))
                }
            }
        }
    }
}
