import Casework
import Registry

/// Two registrations beside each other, what speaks for and against, and the decision.
struct CasePage {
    /// What the page shows.
    struct Content: Sendable {
        let found: DuplicateCase
        let earlier: FamilyFile
        let later: FamilyFile
        let owner: String?
        let next: RecordID?
        /// All registrations that cases tie together, with this one.
        let group: DuplicateGroup
        /// The heads of the group's households, where they are here.
        let heads: [RecordID: PersonName]

        /// Further cases of the group.
        var others: [DuplicateCase] { group.cases.filter { $0.id != found.id } }

        /// Whether both registrations lie in this node's scope.
        var isComplete: Bool { !earlier.area.isEmpty && !later.area.isEmpty }
    }

    private let context: PageContext
    private let content: Content
    private let problem: String?

    init(_ context: PageContext, _ content: Content, problem: String?) {
        self.context = context
        self.content = content
        self.problem = problem
    }

    private var w: Wording { context.w }
    private var found: DuplicateCase { content.found }
    private var pairs: [DuplicateCase.Pair] { found.pairs.sorted { $0.bits > $1.bits } }

    var html: HTML {
        tag("section") {
            tag("p", .class("crumbs")) {
                tag("a", .href(Link(.cases)), text: w(.navigationCases))
            }
            head
            problemLine(problem)
            if found.status != .open { decided }
            for pair in pairs.prefix(4) { comparison(pair) }
            tag("div", .class("columns")) {
                family(content.earlier, .earlierRegistration)
                family(content.later, .laterRegistration)
            }
            if !content.others.isEmpty { further }
            if isGroup { GroupDecision(context, content).html }
            if found.status == .open, context.may(.settleCases) {
                if content.isComplete {
                    decision
                } else {
                    tag("div", .class("notice look")) {
                        Icon.warning.html
                        tag("span", text: w(.otherIsElsewhere))
                        if context.may(.writeFamilies), context.status.upstream != nil,
                            let absent = [content.earlier, content.later].first(
                                where: \.area.isEmpty)
                        {
                            tag(
                                "a", .href(Link(.foreignFamily, absent.id.description)),
                                text: w(.transferAsk))
                        }
                    }
                }
            }
        }
    }

    /// Whether there is more to decide than these two.
    private var isGroup: Bool {
        content.group.registrations.count > 2 && !content.group.openCases.isEmpty
            && context.may(.settleCases)
            && content.group.registrations.allSatisfy { !$0.area.isEmpty }
    }

    private var head: HTML {
        tag("div", .class("head")) {
            tag("div") {
                tag("h1", text: w(.duplicateQuestion))
                tag("p", .class("muted")) {
                    HTML(
                        w(.likelihoodIs, CaseWords.percent(found.probabilityPPM, w)) + " · "
                            + w(.openSince, w.moment(found.openedOn)))
                }
            }
            tag("div", .class("actions")) {
                if found.status == .open, content.isComplete, context.may(.settleCases) {
                    assignment
                }
                if let next = content.next {
                    tag(
                        "a", .class("button"), .href(Link(.caseDetail, next.description)),
                        .at("data-key", "n")
                    ) {
                        HTML(w(.nextCase))
                        tag("kbd", text: "n")
                    }
                }
            }
        }
    }

    private var assignment: HTML {
        let isMine = content.owner == context.account?.name
        return tag(
            "form", .at("method", "post"), .action(Link(.takeCase, found.id.description)),
            .class("inline")
        ) {
            context.csrf
            if let owner = content.owner, !isMine {
                tag("span", .class("muted")) { w.html(.worksOnIt, isolated(owner)) }
            }
            tag(
                "button", .name("owner"), .value(isMine ? "nobody" : "me"),
                text: w(isMine ? .giveBack : .takeIt))
        }
    }

    private var decided: HTML {
        tag("div", .class("notice good")) {
            Icon.check.html
            tag("span") {
                w.html(
                    found.status == .same ? .caseWasSame : .caseWasDifferent,
                    isolated(found.decidedBy ?? ""))
                if let reason = found.reason, !reason.isEmpty {
                    HTML(" ")
                    isolated(HistoryWords.why(reason, w))
                }
            }
            if context.may(.settleCases), found.status != .withdrawn {
                tag(
                    "form", .at("method", "post"),
                    .action(Link(.undoCase, found.id.description)), .class("inline")
                ) {
                    context.csrf
                    tag("button", .class("plain"), text: w(.undo))
                }
            }
        }
    }

    // MARK: Two persons

    private func comparison(_ pair: DuplicateCase.Pair) -> HTML {
        let left = member(pair.earlier, content.earlier)
        let right = member(pair.later, content.later)
        return tag("section", .class("card flush")) {
            tag("h2") {
                isolated(left.map { shown($0, content.earlier).name } ?? Masking.dots)
                tag("span", .class("muted"), text: " ≟ ")
                isolated(right.map { shown($0, content.later).name } ?? Masking.dots)
            }
            tag("div", .class("columns flush-columns")) {
                tag("div", .class("scroll")) {
                    tag("table", .class("versus")) {
                        tag("tbody") {
                            if let left, let right { rows(left, right) }
                        }
                    }
                }
                tag("div", .class("padded")) {
                    WaterfallChart(
                        steps(pair), total: w(.sumOfBits), context
                    ).html
                    tag("p", .class("small muted"), text: w(.bitsExplained))
                }
            }
        }
    }

    /// The prior first, then by weight.
    private func steps(_ pair: DuplicateCase.Pair) -> [(label: String, bits: Double)] {
        let telling = pair.fieldBits.filter { abs($0.bits) >= 0.05 }
        let prior = telling.filter { $0.name == "prior" }
        let others = telling.filter { $0.name != "prior" }.sorted { $0.bits > $1.bits }
        return (prior + others).map { (CaseWords.field($0.name, w), $0.bits) }
    }

    private func member(_ id: RecordID, _ file: FamilyFile) -> FamilyFile.Member? {
        file.members.first { $0.person == id }
    }

    private func rows(_ left: FamilyFile.Member, _ right: FamilyFile.Member) -> HTML {
        let a = shown(left, content.earlier)
        let b = shown(right, content.later)
        let lines: [(Phrase, String, String, Bool)] = [
            (.name, a.name, b.name, false),
            (.motherName, a.mother, b.mother, false),
            (.sex, context.label("sex", left.sex), context.label("sex", right.sex), false),
            (.born, a.birth, b.birth, false),
            (.nationalID, a.nationalID, b.nationalID, true),
            (.phone, a.phone, b.phone, true),
            (
                .relationship, context.label("relationship", left.relationship),
                context.label("relationship", right.relationship), false
            ),
            (
                .maritalStatus, context.label("marital_status", left.maritalStatus),
                context.label("marital_status", right.maritalStatus), false
            ),
        ]
        return HTML(lines.map { row($0.0, $0.1, $0.2, isCode: $0.3) })
    }

    private func row(_ phrase: Phrase, _ left: String, _ right: String, isCode: Bool) -> HTML {
        let isSame = left == right && !left.isEmpty
        let isUnknown = left.isEmpty || right.isEmpty
        let kind = isSame ? "agrees" : isUnknown ? "unknown" : "differs"
        let sign = isSame ? "=" : isUnknown ? "–" : "≠"
        return tag("tr", .class(kind)) {
            tag("th", .at("scope", "row"), .class("muted"), text: w(phrase))
            tag("td") { marked(left, against: right, isCode: isCode) }
            tag(
                "td", .class("sign"), .at("aria-label", w(isSame ? .same : .different)),
                text: "\u{2066}\(sign)\u{2069}")
            tag("td") { marked(right, against: left, isCode: isCode) }
        }
    }

    /// The words, or the characters of a number, that the other side does not have.
    private func marked(_ text: String, against other: String, isCode: Bool) -> HTML {
        guard !text.isEmpty else { return HTML("–") }
        if other.isEmpty || text == other { return isCode ? code(text) : isolated(text) }
        if isCode {
            let others = Array(other)
            return tag("bdi", .at("dir", "ltr"), .class("code")) {
                for (index, character) in text.enumerated() {
                    if index < others.count, others[index] == character {
                        String(character)
                    } else {
                        tag("mark", text: String(character))
                    }
                }
            }
        }
        let others = other.split(separator: " ")
        return tag("bdi") {
            for (index, word) in text.split(separator: " ").enumerated() {
                if index > 0 { " " }
                if others.contains(word) { String(word) } else { tag("mark", text: String(word)) }
            }
        }
    }

    private struct Shown {
        var name: String
        var mother: String
        var birth: String
        var nationalID: String
        var phone: String
    }

    /// What of a person is shown: of other areas only what the decision needs.
    private func shown(_ member: FamilyFile.Member, _ file: FamilyFile) -> Shown {
        let isOwn = context.isOwn(file.area)
        return Shown(
            name: isOwn ? member.name.full : Masking.name(member.name),
            mother: isOwn ? member.name.mother : Masking.dots, birth: w.date(member.birthDate),
            nationalID: isOwn ? member.nationalID : Masking.number(member.nationalID),
            phone: isOwn ? PhoneText.shown(member.phone) : Masking.number(member.phone))
    }

    // MARK: Two families

    private func family(_ file: FamilyFile, _ phrase: Phrase) -> HTML {
        let matched = Set(found.pairs.flatMap { [$0.earlier, $0.later] })
        return tag("section", .class("card flush")) {
            tag("div", .class("card-head")) {
                tag("h2", text: w(phrase))
                tag("a", .class("end"), .href(Link(.family, file.id.description))) {
                    code(file.caseNumber.isEmpty ? file.number : file.caseNumber)
                }
            }
            tag("p", .class("padded small muted")) {
                if file.area.isEmpty {
                    w(.elsewhere)
                } else {
                    HTML(
                        context.area(file.area) + " · "
                            + w(.registeredOn, w.date(file.registeredOn)))
                }
            }
            tag("table") {
                tag("tbody") {
                    for member in file.present {
                        tag("tr", .class(matched.contains(member.person) ? "differs" : "")) {
                            tag("th", .at("scope", "row")) {
                                isolated(shown(member, file).name)
                            }
                            tag("td", text: context.label("relationship", member.relationship))
                            tag("td", text: shown(member, file).birth)
                        }
                    }
                }
            }
        }
    }

    /// Whoever registered three times is in three cases.
    private var further: HTML {
        tag("section", .class("card flush")) {
            tag("h2", text: w(.groupTitle))
            tag("table") {
                tag("tbody") {
                    for other in content.others {
                        tag("tr", .class("row-link")) {
                            tag("th", .at("scope", "row")) {
                                tag("a", .href(Link(.caseDetail, other.id.description))) {
                                    code(other.earlier.number)
                                    HTML(" ≟ ")
                                    code(other.later.number)
                                }
                            }
                            tag("td") {
                                HTML(context.area(other.earlier.area) + " · ")
                                HTML(context.area(other.later.area))
                            }
                            tag(
                                "td", .class("number"),
                                text: CaseWords.percent(other.probabilityPPM, w))
                            tag("td") {
                                tag(
                                    "span", .class("tag"),
                                    text: context.label("case_status", other.status.rawValue))
                            }
                        }
                    }
                }
            }
        }
    }

    // MARK: The decision

    private var decision: HTML {
        tag(
            "form", .at("method", "post"), .action(Link(.decideCase, found.id.description)),
            .class("card decide fields")
        ) {
            context.csrf
            tag("div", .class("grid-2")) {
                Field(.name("reason"), w(.reason), hint: w(.reasonHint)).input(
                    "", [.at("maxlength", "400"), .at("dir", "auto")])
                Field(.name("keep"), w(.keepWhich), hint: w(.keepHint)).select(
                    "earlier",
                    [
                        (
                            "earlier",
                            "\(w(.earlierRegistration)) – \(context.area(content.earlier.area))"
                        ),
                        ("later", "\(w(.laterRegistration)) – \(context.area(content.later.area))"),
                    ])
            }
            tag("div", .class("actions")) {
                tag(
                    "button", .name("decision"), .value("different"), .at("data-key", "d")
                ) {
                    HTML(w(.theyAreDifferent))
                    tag("kbd", text: "d")
                }
                tag(
                    "button", .class(isGroup ? "" : "main"), .name("decision"), .value("same"),
                    .at("data-key", "s")
                ) {
                    HTML(w(.theyAreTheSame))
                    tag("kbd", text: "s")
                }
            }
        }
    }
}
