import Casework
import ChangeLog
import Registry

/// What happened to a family: who, where, when, what it was and what it became.
struct HistoryPage {
    private let context: PageContext
    private let file: FamilyFile
    private let events: [FamilyHistory.Event]
    private let offset: Int

    /// How many events stand on one page.
    private static let perPage = 40

    init(
        _ context: PageContext, _ file: FamilyFile, _ events: [FamilyHistory.Event], offset: Int
    ) {
        self.offset = offset
        self.context = context
        self.file = file
        self.events = events
    }

    private var w: Wording { context.w }

    var html: HTML {
        tag("section") {
            tag("p", .class("crumbs")) {
                tag("a", .href(Link(.family, file.id.description))) {
                    isolated(file.head?.name.full ?? file.number)
                }
            }
            tag("h1", text: w(.history))
            tag("section", .class("card")) {
                if !events.isEmpty {
                    tag("ol", .class("timeline")) {
                        for event in events.dropFirst(offset).prefix(Self.perPage) {
                            entry(event)
                        }
                    }
                }
                if events.isEmpty || events.contains(where: \.actor.isEmpty) {
                    tag("p", .class("muted"), text: w(.historyElsewhere))
                }
            }
            Pager(context, offset: offset, perPage: Self.perPage, count: events.count) {
                [id = file.id.description] from in
                Link(.familyHistory, id, query: [("from", "\(from)")])
            }.html
        }
    }

    private func entry(_ event: FamilyHistory.Event) -> HTML {
        tag("li") {
            tag("div") {
                tag("div", text: w.moment(event.milliseconds))
                tag("div", .class("small muted")) {
                    if event.actor.isEmpty {
                        // The node above tells where and when, not by whom.
                        w.html(.actorKnownAt, code(event.origin))
                    } else {
                        isolated(event.actor)
                        HTML(" · ")
                        code(event.origin)
                    }
                }
            }
            tag("div") {
                tag("p") {
                    if !event.reasonCode.isEmpty {
                        tag("strong") { isolated(HistoryWords.reason(event.reasonCode, w)) }
                    }
                    if !event.reason.isEmpty {
                        HTML(": ")
                        isolated(HistoryWords.why(event.reason, w))
                    }
                }
                recorded(event.lines.filter(\.field.isEmpty))
                for line in event.lines.filter({ !$0.field.isEmpty }).prefix(40) { change(line) }
            }
        }
    }

    private func change(_ line: FamilyHistory.Line) -> HTML {
        tag("div", .class("change")) {
            tag("span") {
                HTML(HistoryWords.entity(line.entity, w))
                if let name = name(of: line.person) {
                    HTML(" (")
                    isolated(name)
                    HTML(")")
                }
            }
            tag("span", text: HistoryWords.field(line.field, w) + ":")
            tag("span", .class("old")) { value(line.old, line) }
            tag("span", .class("visually-hidden"), text: w(.becomes))
            tag("span", .at("aria-hidden", "true"), text: w.language.isRightToLeft ? "←" : "→")
            tag("span", .class("new")) { value(line.new, line) }
        }
    }

    /// What was new, in one line.
    private func recorded(_ lines: [FamilyHistory.Line]) -> HTML {
        guard !lines.isEmpty else { return .empty }
        return tag("div", .class("change")) {
            tag("span", .class("new"), text: w(.wasRecorded) + ":")
            for (index, line) in lines.enumerated() {
                tag("span") {
                    HTML(HistoryWords.entity(line.entity, w))
                    if let name = name(of: line.person) {
                        HTML(" (")
                        isolated(name)
                        HTML(")")
                    }
                    if index + 1 < lines.count { HTML(w(.listSeparator)) }
                }
            }
        }
    }

    private func name(of person: RecordID?) -> String? {
        file.members.first { $0.person == person }?.name.given
    }

    private func value(_ value: FieldValue, _ line: FamilyHistory.Line) -> HTML {
        HistoryWords.value(value, entity: line.entity, field: line.field, context)
    }
}
