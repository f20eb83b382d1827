import Casework
import ChangeLog
import Registry

/// The conflicts that wait.
struct ConflictsPage {
    private let context: PageContext
    private let files: [ConflictFile]
    private let count: Int
    private let offset: Int

    /// How many stand on one page.
    static let perPage = 50

    init(_ context: PageContext, _ files: [ConflictFile], count: Int, offset: Int) {
        self.context = context
        self.files = files
        self.count = count
        self.offset = offset
    }

    var html: HTML {
        let w = context.w
        return tag("section") {
            tag("h1", text: w(.navigationConflicts))
            tag("p", .class("muted"), text: w(.conflictsText))
            if files.isEmpty {
                tag("div", .class("card empty")) {
                    tag("strong", text: w(.noConflicts))
                    tag("p", text: w(.noConflictsText))
                }
            } else {
                tag("div", .class("card flush scroll")) {
                    tag("table") {
                        tag("thead") {
                            tag("tr") {
                                for phrase in [Phrase.whatDiffers, .household, .area, .editedAt] {
                                    tag("th", .at("scope", "col"), text: w(phrase))
                                }
                            }
                        }
                        tag("tbody") { for file in files { row(file) } }
                    }
                }
                Pager(context, offset: offset, perPage: Self.perPage, count: count) {
                    Link(.conflicts, query: [("from", "\($0)")])
                }.html
            }
        }
    }

    private func row(_ file: ConflictFile) -> HTML {
        let w = context.w
        return tag("tr", .class("row-link")) {
            tag("th", .at("scope", "row")) {
                tag(
                    "a", .class("hit-name"),
                    .href(
                        Link(
                            .conflictDetail, file.conflict.record.description,
                            "\(file.conflict.group)"))
                ) {
                    HTML(HistoryWords.entity(file.conflict.entity, w))
                    if let person = file.person {
                        HTML(": ")
                        isolated(context.isOwn(file.area) ? person.full : Masking.name(person))
                    }
                }
                tag(
                    "div", .class("small muted"),
                    text: ConflictWords.differing(file).map { HistoryWords.field($0, w) }
                        .joined(separator: w(.listSeparator)))
            }
            tag("td") { code(file.householdNumber) }
            tag("td", text: context.area(file.area))
            tag("td") {
                for (index, value) in file.values.enumerated() {
                    if index > 0 { HTML(" · ") }
                    code(value.origin)
                }
            }
        }
    }
}

/// What of a conflict differs.
enum ConflictWords {
    /// The fields whose values are not the same everywhere.
    static func differing(_ file: ConflictFile) -> [String] {
        file.fields.filter { field in
            Set(file.values.map { $0.fields[field] ?? .null }).count > 1
        }
    }
}

/// One conflict: the values with their origin, and the choice.
struct ConflictPage {
    private let context: PageContext
    private let file: ConflictFile
    private let problem: String?

    init(_ context: PageContext, _ file: ConflictFile, problem: String? = nil) {
        self.context = context
        self.file = file
        self.problem = problem
    }

    var html: HTML {
        let w = context.w
        let record = file.conflict.record.description
        let differing = Set(ConflictWords.differing(file))
        return tag("section") {
            tag("p", .class("crumbs")) {
                tag("a", .href(Link(.conflicts)), text: w(.navigationConflicts))
            }
            tag("h1") {
                HTML(w(.whichIsRight))
                if let person = file.person {
                    HTML(" ")
                    isolated(context.isOwn(file.area) ? person.full : Masking.name(person))
                }
            }
            tag("p", .class("muted")) {
                HTML(HistoryWords.entity(file.conflict.entity, w) + " · ")
                if let household = file.household {
                    tag("a", .href(Link(.family, household.description))) {
                        code(file.householdNumber)
                    }
                }
                HTML(" · " + context.area(file.area))
            }
            problemLine(problem)
            for (proposal, by) in file.waiting { waiting(proposal, by) }
            tag(
                "form", .at("method", "post"),
                .action(Link(.settleConflict, record, "\(file.conflict.group)")),
                .class("fields")
            ) {
                context.csrf
                tag("div", .class("columns")) {
                    for (index, value) in file.values.enumerated() {
                        choice(index, value, differing)
                    }
                }
                if let both = file.both { self.both(both) }
                if context.may(.settleCases) {
                    if file.isAboutClosing { closing }
                    if file.conflict.people > 1 {
                        tag("p", .class("muted"), text: w(.needsSecond))
                    }
                    Field(.name("reason"), w(.reason)).input(
                        "", [.at("maxlength", "400"), .at("dir", "auto")])
                    tag("div", .class("actions")) {
                        tag("button", .class("main"), text: w(.settleWithThis))
                    }
                }
            }
        }
    }

    /// What stands when both do: each wrote something that the other one left alone.
    private func both(_ values: [String: FieldValue]) -> HTML {
        let w = context.w
        return tag("section", .class("card flush"), .id("both")) {
            tag("div", .class("card-head")) {
                tag("label", .class("choice")) {
                    tag("input", .type("radio"), .name("choice"), .value("both"))
                    tag("span", text: w(.bothStand))
                }
            }
            tag("p", .class("padded small muted"), text: w(.bothStandText))
            tag("table") {
                tag("tbody") {
                    for field in file.fields {
                        if let value = values[field] {
                            tag("tr") {
                                tag(
                                    "th", .at("scope", "row"), .class("muted"),
                                    text: HistoryWords.field(field, w))
                                tag("td") {
                                    HistoryWords.value(
                                        value, entity: file.conflict.entity, field: field,
                                        context)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The record was closed at one place and edited at another.
    private var closing: HTML {
        Field(.name("choice"), context.w(.closeOrKeep)).radio(
            "", [("close", context.w(.closeRecord)), ("reopen", context.w(.keepRecord))])
    }

    /// A resolution that another person proposed.
    private func waiting(_ proposal: RecordID, _ by: String) -> HTML {
        let w = context.w
        return tag("div", .class("notice look")) {
            Icon.clock.html
            tag("span") { w.html(.proposedBy, isolated(by)) }
            if context.may(.settleCases), by != context.account?.name {
                tag(
                    "form", .at("method", "post"),
                    .action(
                        Link(
                            .settleConflict, file.conflict.record.description,
                            "\(file.conflict.group)")), .class("inline")
                ) {
                    context.csrf
                    tag(
                        "input", .type("hidden"), .name("proposal"), .value(proposal.description))
                    tag("button", .name("answer"), .value("reject"), text: w(.turnDown))
                    tag(
                        "button", .class("main"), .name("answer"), .value("accept"),
                        text: w(.agree))
                }
            }
        }
    }

    private func choice(
        _ index: Int, _ value: ConflictFile.Choice, _ differing: Set<String>
    ) -> HTML {
        let w = context.w
        return tag("section", .class("card flush")) {
            tag("div", .class("card-head")) {
                tag("label", .class("choice")) {
                    if !file.isAboutClosing {
                        tag("input", .type("radio"), .name("choice"), .value("\(index)"))
                    }
                    tag("span") { w.html(.valueFrom, code(value.origin)) }
                }
            }
            tag("p", .class("padded small muted")) {
                isolated(value.actor)
                HTML(" · " + w.moment(value.milliseconds))
                if !value.reason.isEmpty {
                    HTML(" · ")
                    isolated(value.reason)
                }
            }
            tag("table") {
                tag("tbody") {
                    // What nobody ever said tells nobody anything.
                    for field in file.fields
                    where file.values.contains(where: { $0.fields[field] ?? .null != .null }) {
                        tag("tr", .class(differing.contains(field) ? "differs" : "")) {
                            tag(
                                "th", .at("scope", "row"), .class("muted"),
                                text: HistoryWords.field(field, w))
                            tag("td") {
                                HistoryWords.value(
                                    value.fields[field] ?? .null, entity: file.conflict.entity,
                                    field: field, context)
                            }
                        }
                    }
                }
            }
        }
    }
}
