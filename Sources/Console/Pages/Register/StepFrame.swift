import Casework
import Registry

/// What all steps of a registration have: where one is, what is wrong, the way back.
struct StepFrame {
    let context: PageContext
    let draft: StoredDraft
    let step: RegisterStep
    /// The fields that must be put right, with their labels.
    var problems: [(label: String, field: String, text: String)] = []

    func html(@HTMLBuilder _ body: () -> HTML) -> HTML {
        let w = context.w
        return tag("section", .class("register")) {
            tag("h1") {
                HTML(w(.navigationRegister))
                if let head = draft.family.head {
                    HTML(" – ")
                    isolated(head.name.full)
                }
            }
            tag("ol", .class("steps"), .at("aria-label", w(.steps))) {
                for (index, other) in RegisterStep.allCases.enumerated() {
                    item(other, index)
                }
            }
            errorSummary(problems, w)
            body()
        }
    }

    private func item(_ other: RegisterStep, _ index: Int) -> HTML {
        let w = context.w
        let here = RegisterStep.allCases.firstIndex(of: step) ?? 0
        let label = "\(w.number(index + 1)) \(w(other.phrase))"
        guard index < here else {
            return tag(
                "li", all: index == here ? [.class("now"), .at("aria-current", "step")] : []
            ) { HTML(label) }
        }
        return tag("li", .class("done")) {
            tag("a", .href(Link(.draftStep, draft.id.description, other.rawValue)), text: label)
        }
    }

    /// The form of a step, which is checked as one types.
    func form(@HTMLBuilder _ body: () -> HTML) -> HTML {
        let id = draft.id.description
        return tag(
            "form", .at("method", "post"), .action(Link(.saveDraft, id, step.rawValue)),
            .class("card fields"), .flag("novalidate"),
            .at("data-check", Link(.checkDraft, id, step.rawValue).text)
        ) {
            context.csrf
            body()
        }
    }

    /// The codes of a list with their labels, an empty choice first.
    func options(_ list: String, empty: Phrase = .choose) -> [(value: String, label: String)] {
        [(value: "", label: context.w(empty))]
            + context.labels.codes(list).map { ($0, context.label(list, $0)) }
    }
}
