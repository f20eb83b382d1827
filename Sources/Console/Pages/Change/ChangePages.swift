import Casework
import Registry

/// What happened? One question.
struct ChangeChoicePage {
    private let context: PageContext
    private let file: FamilyFile

    init(_ context: PageContext, _ file: FamilyFile) {
        self.context = context
        self.file = file
    }

    var html: HTML {
        let w = context.w
        let id = file.id.description
        return tag("section", .class("narrow")) {
            tag("p", .class("crumbs")) {
                tag("a", .href(Link(.family, id))) {
                    isolated(file.head?.name.full ?? file.number)
                }
            }
            tag("h1", text: w(.whatHappened))
            tag("ul", .class("choices-list card flush")) {
                for kind in CircumstanceChange.Kind.allCases {
                    tag("li") {
                        tag("a", .href(Link(.changePage, id, kind.rawValue))) {
                            tag("span", text: w(ChangeWords.phrase(kind)))
                            if kind.needsSecondPerson {
                                tag("span", .class("small muted"), text: w(.needsSecond))
                            }
                            Icon.forward.html
                        }
                    }
                }
            }
        }
    }
}

/// One change: its few questions.
struct ChangePage {
    private let context: PageContext
    private let file: FamilyFile
    private let change: CircumstanceChange
    private let areas: [Labels.Area]
    private let reason: String
    private let problems: [String: FamilyProblem]

    init(
        _ context: PageContext, _ file: FamilyFile, _ change: CircumstanceChange,
        areas: [Labels.Area], reason: String = "", _ problems: [String: FamilyProblem] = [:]
    ) {
        self.context = context
        self.file = file
        self.change = change
        self.areas = areas
        self.reason = reason
        self.problems = problems
    }

    private var w: Wording { context.w }

    var html: HTML {
        let id = file.id.description
        return tag("section", .class("narrow")) {
            tag("p", .class("crumbs")) {
                tag("a", .href(Link(.family, id))) {
                    isolated(file.head?.name.full ?? file.number)
                }
            }
            tag("h1", text: w(ChangeWords.phrase(change.kind)))
            if change.kind == .correction, change["member"].isEmpty {
                chooseMember
            } else {
                errorSummary(summary, w)
                tag(
                    "form", .at("method", "post"),
                    .action(Link(.change, id, change.kind.rawValue)), .class("card fields"),
                    .flag("novalidate")
                ) {
                    context.csrf
                    for field in change.kind.fields { question(field) }
                    Field(.name("reason"), w(.reason), problem: problem("reason")).input(
                        reason, [.at("maxlength", "400"), .at("dir", "auto")])
                    if change.kind.needsSecondPerson {
                        tag("p", .class("muted"), text: w(.needsSecond))
                    }
                    tag("div", .class("actions")) {
                        tag("a", .class("button back"), .href(Link(.family, id)), text: w(.back))
                        tag("button", .class("main"), text: w(.saveChange))
                    }
                }
            }
        }
    }

    private var chooseMember: HTML {
        tag("ul", .class("choices-list card flush")) {
            for member in file.present {
                tag("li") {
                    tag(
                        "a",
                        .href(
                            Link(
                                .changePage, file.id.description, change.kind.rawValue,
                                query: [("member", member.person.description)]))
                    ) {
                        isolated(member.name.full)
                        Icon.forward.html
                    }
                }
            }
        }
    }

    private func problem(_ field: String) -> String {
        problems[field].map { ProblemWords.text($0, w) } ?? ""
    }

    private var summary: [(label: String, field: String, text: String)] {
        (change.kind.fields + ["reason"]).compactMap { name in
            guard problems[name] != nil else { return nil }
            let label = name == "reason" ? w(.reason) : w(ChangeWords.label(name, change.kind))
            return (label, name, problem(name))
        }
    }

    private func question(_ name: String) -> HTML {
        let field = Field(
            .name(name), w(ChangeWords.label(name, change.kind)), problem: problem(name))
        let value = change[name]
        switch name {
        case "member":
            return field.select(
                value,
                [(value: "", label: w(.choose))]
                    + file.present.map { ($0.person.description, $0.name.full) })
        case "sex":
            return field.radio(
                value, [("F", context.label("sex", "F")), ("M", context.label("sex", "M"))])
        case "relationship":
            return field.select(
                value,
                [(value: "", label: w(.choose))]
                    + context.labels.codes("relationship").filter { $0 != "head" }
                    .map { ($0, context.label("relationship", $0)) })
        case "area":
            return field.select(
                value,
                [(value: "", label: w(.choose))]
                    + areas.filter { $0.code != file.area }.map { area in
                        (area.code, "\(context.area(area.parent)) – \(context.area(area.code))")
                    })
        case "birthDate", "day":
            return field.input(
                value,
                [
                    .at("dir", "ltr"), .at("inputmode", "numeric"), .at("maxlength", "12"),
                    .at("placeholder", w(.dateExample)),
                ])
        case "nationalID", "phone", "iban":
            return field.input(
                value, [.at("dir", "ltr"), .at("maxlength", "42"), .at("autocomplete", "off")])
        default:
            return field.input(value, [.at("dir", "auto"), .at("maxlength", "200")])
        }
    }
}

/// Changes of a family that wait for a second person, on its page.
struct ProposalNotices {
    private let context: PageContext
    private let file: FamilyFile
    private let proposals: [Proposal]

    init(_ context: PageContext, _ file: FamilyFile, _ proposals: [Proposal]) {
        self.context = context
        self.file = file
        self.proposals = proposals
    }

    var html: HTML {
        let w = context.w
        return HTML(
            proposals.map { proposal in
                tag("div", .class("notice look")) {
                    Icon.clock.html
                    tag("div") {
                        tag("strong", text: w(ChangeWords.phrase(proposal.change.kind)))
                        HTML(" – ")
                        w.html(.proposedBy, isolated(proposal.proposedBy))
                        tag("div", .class("small")) { details(proposal) }
                    }
                    if context.may(.settleCases), proposal.proposedBy != context.account?.name {
                        tag(
                            "form", .at("method", "post"),
                            .action(
                                Link(
                                    .answerProposal, proposal.household.description,
                                    proposal.id.description)), .class("inline")
                        ) {
                            context.csrf
                            tag("button", .name("answer"), .value("reject"), text: w(.turnDown))
                            tag(
                                "button", .class("main"), .name("answer"), .value("accept"),
                                text: w(.agree))
                        }
                    }
                }
            })
    }

    private func details(_ proposal: Proposal) -> HTML {
        let w = context.w
        var result = HTML.empty
        let member = RecordID(proposal.change["member"])
        if let member = file.members.first(where: { $0.person == member }) {
            result += isolated(member.name.full)
            result += HTML(w(.listSeparator) + " ")
        }
        for field in proposal.change.kind.fields where field != "member" {
            let value = proposal.change[field]
            guard !value.isEmpty else { continue }
            result += HTML(w(ChangeWords.label(field, proposal.change.kind)) + ": ")
            result += ["iban", "day"].contains(field) ? code(value) : isolated(value)
            result += HTML(" ")
        }
        return result
    }
}
