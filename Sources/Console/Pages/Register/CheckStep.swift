import Casework
import Registry

/// Everything once more, and who looks like them, before it is saved.
struct CheckStep {
    private let context: PageContext
    private let draft: StoredDraft
    private let hints: [DuplicateHint]
    private let problems: [(step: String, field: String, problem: FamilyProblem)]
    private let elsewhere: ElsewhereOutcome?
    private let reasonIsMissing: Bool

    /// - Parameter elsewhere: what the node above said; nil where nothing is above.
    init(
        _ context: PageContext, _ draft: StoredDraft, _ hints: [DuplicateHint],
        _ problems: [(step: String, field: String, problem: FamilyProblem)],
        elsewhere: ElsewhereOutcome?, reasonIsMissing: Bool
    ) {
        self.elsewhere = elsewhere
        self.context = context
        self.draft = draft
        self.hints = hints
        self.problems = problems
        self.reasonIsMissing = reasonIsMissing
    }

    private var w: Wording { context.w }

    var html: HTML {
        let frame = StepFrame(context: context, draft: draft, step: .check)
        let blocking = problems.filter { !$0.problem.isDoubt }
        return frame.html {
            if !blocking.isEmpty { list(blocking, kind: "notice bad") }
            let doubts = problems.filter(\.problem.isDoubt)
            if !doubts.isEmpty { list(doubts, kind: "notice look") }
            summary
            if !hints.isEmpty { duplicates }
            if let elsewhere {
                ElsewhereSection(
                    context, names: draft.family.members.map(\.name.full), elsewhere
                ).html
            }
            frame.form {
                if looksRegistered {
                    Field(
                        .name("differentBecause"), w(.differentBecause),
                        hint: w(.differentBecauseHint),
                        problem: reasonIsMissing ? w(.problemMissing) : ""
                    ).input(
                        draft.family.differentBecause,
                        [.at("dir", "auto"), .at("maxlength", "400")]
                            + (reasonIsMissing ? [.flag("autofocus")] : []))
                }
                tag("div", .class("actions")) {
                    tag(
                        "a", .class("button back"),
                        .href(Link(.draftStep, draft.id.description, "account")), text: w(.back))
                    if blocking.isEmpty {
                        tag("button", .class("main"), text: w(.saveFamily))
                    }
                }
            }
        }
    }

    /// Whether somebody must say why this is another family.
    private var looksRegistered: Bool {
        if case .answered(let findings) = elsewhere, !findings.isEmpty { return true }
        return !hints.isEmpty
    }

    private func list(
        _ problems: [(step: String, field: String, problem: FamilyProblem)], kind: String
    ) -> HTML {
        tag("div", .class(kind)) {
            Icon.warning.html
            tag("ul") {
                for found in problems {
                    tag("li") {
                        tag("a", .href(Link(.draftStep, draft.id.description, found.step))) {
                            HTML(ProblemWords.text(found.problem, w))
                        }
                        if let name = memberName(found.field) {
                            HTML(" (")
                            isolated(name)
                            HTML(")")
                        }
                    }
                }
            }
        }
    }

    private func memberName(_ field: String) -> String? {
        guard let index = Int(field.prefix { $0 != "." }),
            draft.family.members.indices ~= index
        else { return nil }
        return draft.family.members[index].name.full
    }

    private var summary: HTML {
        let family = draft.family
        return tag("section", .class("card flush")) {
            tag("div", .class("card-head")) {
                tag("h2", text: w(.membersCount, count: family.members.count))
                tag("span", .class("muted end")) {
                    HTML(context.area(family.area))
                    if !family.address.isEmpty {
                        HTML(" · ")
                        isolated(family.address)
                    }
                    if !family.iban.isEmpty {
                        HTML(" · ")
                        code(IBANText.grouped(family.iban))
                    }
                }
            }
            tag("table") {
                tag("tbody") {
                    for member in family.members {
                        tag("tr") {
                            tag("th", .at("scope", "row"), .class("hit-name")) {
                                isolated(member.name.full)
                            }
                            tag("td", text: context.label("relationship", member.relationship))
                            tag("td", text: context.label("sex", member.sex))
                            tag(
                                "td",
                                text: DateText.parse(member.birthDate).map {
                                    w.date($0.description)
                                } ?? member.birthDate)
                            tag("td") { code(member.nationalID) }
                        }
                    }
                }
            }
        }
    }

    private var duplicates: HTML {
        tag("section", .class("card flush")) {
            tag("h2") {
                tag("span", .class("tag look"), text: w(.looksRegistered))
            }
            tag("div", .class("scroll")) {
                tag("table") {
                    tag("thead") {
                        tag("tr") {
                            for phrase in [
                                Phrase.inThisDraft, .inTheRegistry, .agrees, .area,
                            ] {
                                tag("th", .at("scope", "col"), text: w(phrase))
                            }
                        }
                    }
                    tag("tbody") { for hint in hints { row(hint) } }
                }
            }
        }
    }

    private func row(_ hint: DuplicateHint) -> HTML {
        tag("tr") {
            tag("th", .at("scope", "row")) {
                isolated(draft.family.members[hint.member].name.full)
            }
            tag("td") {
                tag(
                    "a", .href(Link(.family, hint.finding.registration.household.description))
                ) { isolated(name(hint.finding.shown)) }
                tag("div", .class("small muted")) { rest(hint.finding.shown) }
            }
            tag("td") {
                tag("div") {
                    HTML(
                        w(
                            .likelihoodIs,
                            CaseWords.percent(Int(hint.probability * 1_000_000), w)))
                }
                for field in hint.agreeing {
                    tag("span", .class("tag"), text: CaseWords.field(field, w))
                    HTML(" ")
                }
            }
            tag("td", text: area(hint.finding))
        }
    }

    private func name(_ shown: DeskFinding.Shown) -> String {
        switch shown {
        case .whole(let details):
            PersonName(
                given: details.values["given_name"] ?? "",
                father: details.values["father_name"] ?? "",
                grandfather: details.values["grandfather_name"] ?? "",
                family: details.values["family_name"] ?? ""
            ).full
        case .masked(let initial, _): initial + Masking.dots
        }
    }

    private func rest(_ shown: DeskFinding.Shown) -> HTML {
        switch shown {
        case .whole(let details):
            HTML([
                HTML(w.date(details.values["birth_date"] ?? "")), HTML(" · "),
                code(details.values["national_id"] ?? ""),
            ])
        case .masked(_, let birthYear): HTML(w.date(birthYear))
        }
    }

    private func area(_ finding: DeskFinding) -> String {
        if case .whole(let details) = finding.shown { return context.area(details.area) }
        return context.area(finding.province)
    }
}
