import Casework
import Registry

/// Who lives in the household: those who are there, and a form for one more.
struct MembersStep {
    private let context: PageContext
    private let draft: StoredDraft
    private let editing: Int?
    private let member: FamilyDraft.Member
    private let problems: [String: FamilyProblem]

    init(
        _ context: PageContext, _ draft: StoredDraft, editing: Int?,
        _ typed: FamilyDraft.Member?, _ problems: [String: FamilyProblem]
    ) {
        self.context = context
        self.draft = draft
        let members = draft.family.members
        let index = editing.flatMap { members.indices ~= $0 ? $0 : nil }
        self.editing = index
        self.problems = problems
        if let typed {
            member = typed
        } else if let index {
            member = members[index]
        } else {
            member = Self.following(members)
        }
    }

    /// What the next member has in common with the family: nobody types it twice.
    private static func following(_ members: [FamilyDraft.Member]) -> FamilyDraft.Member {
        var next = FamilyDraft.Member()
        guard let head = members.first(where: { $0.relationship == "head" }) else {
            next.relationship = "head"
            return next
        }
        next.relationship = "child"
        next.familyName = head.familyName
        let spouse = members.first { $0.relationship == "spouse" }
        // Children bear the father's name, whoever of the two is the head.
        let father = head.sex == "M" ? head : spouse?.sex == "M" ? spouse : nil
        let mother = head.sex == "F" ? head : spouse?.sex == "F" ? spouse : nil
        let last = members.last { $0.relationship == "child" }
        next.fatherName = father?.givenName ?? last?.fatherName ?? ""
        next.grandfatherName = father?.fatherName ?? last?.grandfatherName ?? ""
        next.motherName = mother?.givenName ?? last?.motherName ?? ""
        return next
    }

    private var w: Wording { context.w }
    private func problem(_ field: String) -> String {
        problems[field].map { ProblemWords.text($0, w) } ?? ""
    }

    private static let labels: [(String, Phrase)] = [
        ("relationship", .relationship), ("givenName", .givenName), ("fatherName", .fatherName),
        ("grandfatherName", .grandfatherName), ("familyName", .familyName),
        ("motherName", .motherName), ("sex", .sex), ("birthDate", .born),
        ("nationalID", .nationalID), ("phone", .phone),
    ]

    var html: HTML {
        let frame = StepFrame(
            context: context, draft: draft, step: .members,
            problems: Self.labels.compactMap { field, phrase in
                problems[field].map { (w(phrase), field, ProblemWords.text($0, w)) }
            })
        return frame.html {
            if !draft.family.members.isEmpty { table }
            frame.form {
                tag(
                    "h2",
                    text: editing != nil
                        ? w(.editMember) : w(draft.family.members.isEmpty ? .theHead : .nextMember))
                if let editing {
                    tag("input", .type("hidden"), .name("member"), .value("\(editing)"))
                }
                fields(frame)
                tag("div", .class("actions")) {
                    tag(
                        "a", .class("button back"),
                        .href(Link(.draftStep, draft.id.description, "household")), text: w(.back))
                    tag(
                        "button", .name("act"), .value("add"),
                        text: editing == nil ? w(.addMember) : w(.saveMember))
                    tag(
                        "button", .class("main"), .name("act"), .value("continue"),
                        text: w(.toAccount))
                }
            }
        }
    }

    private func fields(_ frame: StepFrame) -> HTML {
        HTML([
            tag("div", .class("grid-4")) {
                name("givenName", .givenName, member.givenName, first: true)
                name("fatherName", .fatherName, member.fatherName)
                name("grandfatherName", .grandfatherName, member.grandfatherName)
                name("familyName", .familyName, member.familyName)
            },
            tag("div", .class("grid-4")) {
                Field(.name("relationship"), w(.relationship), problem: problem("relationship"))
                    .select(member.relationship, frame.options("relationship"))
                Field(.name("sex"), w(.sex), problem: problem("sex")).radio(
                    member.sex,
                    [("F", context.label("sex", "F")), ("M", context.label("sex", "M"))])
                Field(.name("birthDate"), w(.born), problem: problem("birthDate")).input(
                    member.birthDate,
                    [
                        .at("dir", "ltr"), .at("inputmode", "numeric"), .at("maxlength", "12"),
                        .at("placeholder", w(.dateExample)), .at("autocomplete", "off"),
                    ])
                name("motherName", .motherName, member.motherName)
            },
            tag("div", .class("grid-4")) {
                Field(.name("nationalID"), w(.nationalID), problem: problem("nationalID")).input(
                    member.nationalID,
                    [
                        .at("dir", "ltr"), .at("inputmode", "numeric"), .at("maxlength", "20"),
                        .at("autocomplete", "off"),
                    ])
                Field(.name("phone"), w(.phone), problem: problem("phone")).input(
                    member.phone,
                    [
                        .at("dir", "ltr"), .at("inputmode", "tel"), .at("maxlength", "20"),
                        .at("autocomplete", "off"),
                    ])
                Field(.name("maritalStatus"), w(.maritalStatus)).select(
                    member.maritalStatus, frame.options("marital_status"))
                Field(.name("disability"), w(.disability)).select(
                    member.disability, frame.options("yes_no"))
            },
        ])
    }

    private func name(
        _ field: String, _ phrase: Phrase, _ value: String, first: Bool = false
    ) -> HTML {
        Field(.name(field), w(phrase), problem: problem(field)).input(
            value,
            [.at("dir", "auto"), .at("maxlength", "100"), .at("autocomplete", "off")]
                + (first ? [.flag("autofocus")] : []))
    }

    private var table: HTML {
        tag("section", .class("card flush")) {
            tag("table") {
                tag("tbody") {
                    for (index, member) in draft.family.members.enumerated() {
                        tag("tr") {
                            tag("th", .at("scope", "row"), .class("hit-name")) {
                                isolated(member.name.full)
                            }
                            tag("td", text: context.label("relationship", member.relationship))
                            tag("td") { code(member.birthDate, "number") }
                            tag("td") { code(member.nationalID) }
                            tag("td", .class("end")) { tools(index) }
                        }
                    }
                }
            }
        }
    }

    private func tools(_ index: Int) -> HTML {
        let id = draft.id.description
        return tag("div", .class("inline")) {
            tag(
                "a", .href(Link(.draftStep, id, "members", query: [("member", "\(index)")])),
                text: w(.edit))
            tag("form", .at("method", "post"), .action(Link(.saveDraft, id, "members"))) {
                context.csrf
                tag(
                    "button", .class("plain"), .name("remove"), .value("\(index)"),
                    text: w(.remove))
            }
        }
    }
}
