import Casework
import Registry

/// Where the money goes.
struct AccountStep {
    private let context: PageContext
    private let draft: StoredDraft
    private let problems: [String: FamilyProblem]

    init(_ context: PageContext, _ draft: StoredDraft, _ problems: [String: FamilyProblem]) {
        self.context = context
        self.draft = draft
        self.problems = problems
    }

    var html: HTML {
        let w = context.w
        let text = problems["iban"].map { ProblemWords.text($0, w) } ?? ""
        let frame = StepFrame(
            context: context, draft: draft, step: .account,
            problems: text.isEmpty ? [] : [(w(.iban), "iban", text)])
        return frame.html {
            frame.form {
                Field(.name("iban"), w(.iban), hint: w(.ibanHint), problem: text).input(
                    draft.family.iban,
                    [
                        .at("dir", "ltr"), .at("maxlength", "42"), .at("autocomplete", "off"),
                        .at("autocapitalize", "characters"), .flag("autofocus"),
                        .class("code"),
                    ])
                tag("label", .class("choice")) {
                    tag(
                        "input",
                        all: [.type("checkbox"), .name("hasNoAccount"), .value("yes")]
                            + (draft.family.hasNoAccount ? [.flag("checked")] : []))
                    tag("span", text: w(.hasNoAccount))
                }
                tag("div", .class("actions")) {
                    tag(
                        "a", .class("button back"),
                        .href(Link(.draftStep, draft.id.description, "members")), text: w(.back))
                    tag("button", .class("main"), text: w(.toCheck))
                }
            }
        }
    }
}
