import Casework
import ChangeLog
import Registry

/// What nodes wrote that they may never write: from whom, why, and what becomes of it.
struct SetAsidePage {
    private let context: PageContext
    private let entries: [SetAsideEntry]

    init(_ context: PageContext, _ entries: [SetAsideEntry]) {
        self.context = context
        self.entries = entries
    }

    private var w: Wording { context.w }

    var html: HTML {
        tag("section") {
            tag("p", .class("crumbs")) {
                tag("a", .href(Link(.nodes)), text: w(.navigationNodes))
            }
            tag("h1", text: w(.setAside))
            tag("p", .class("muted"), text: w(.setAsideText))
            if entries.isEmpty {
                tag("div", .class("card empty")) {
                    tag("strong", text: w(.nothingSetAside))
                    tag("p", text: w(.nothingSetAsideText))
                }
            }
            for entry in entries { card(entry) }
        }
    }

    private func card(_ entry: SetAsideEntry) -> HTML {
        tag("section", .class("card")) {
            tag("div", .class("card-head")) {
                tag("h2") { code(entry.name) }
                tag(
                    "span", .class(entry.status == .open ? "tag look end" : "tag end"),
                    text: w(Self.phrase(entry.status)))
            }
            tag("p", text: w(Self.phrase(entry.reason)))
            tag("p", .class("small muted")) {
                if !entry.actor.isEmpty {
                    isolated(entry.actor)
                    HTML(" · ")
                }
                if let milliseconds = entry.milliseconds {
                    HTML(w.moment(milliseconds) + " · ")
                }
                w.html(.judgedAt, code(entry.judge))
            }
            tag("ul", .class("plain-list small")) {
                for change in entry.changes.prefix(8) {
                    tag("li") {
                        HTML(HistoryWords.entity(change.entity, w))
                        HTML(": ")
                        HTML(
                            change.fields.prefix(12).map { HistoryWords.field($0, w) }
                                .joined(separator: w(.listSeparator) + " "))
                    }
                }
            }
            if context.may(.runNetwork), context.status.role == "hub", entry.status == .open {
                decision(entry)
            }
        }
    }

    private func decision(_ entry: SetAsideEntry) -> HTML {
        let name = entry.name.split(separator: "/").map(String.init)
        return tag(
            "form", .at("method", "post"),
            .action(Link(.settleSetAside, values: name)), .class("fields")
        ) {
            context.csrf
            Field(.name("reason"), w(.reason), place: name.joined(separator: "-")).input(
                "", [.flag("required"), .at("dir", "auto"), .at("maxlength", "400")])
            tag("div", .class("actions")) {
                tag("button", .name("answer"), .value("reject"), text: w(.rejectSetAside))
                tag("button", .name("answer"), .value("release"), text: w(.releaseSetAside))
            }
        }
    }

    private static func phrase(_ status: SetAside.Status) -> Phrase {
        switch status {
        case .open: .setAsideOpen
        case .released: .setAsideReleased
        case .rejected: .setAsideRejected
        }
    }

    private static func phrase(_ reason: SetAside.Reason) -> Phrase {
        switch reason {
        case .headquartersOnly: .setAsideHeadquarters
        case .outOfScope: .setAsideOutOfScope
        case .foreignNode: .setAsideForeignNode
        case .foreignGrant: .setAsideForeignGrant
        case .foreignRecord: .setAsideForeignRecord
        }
    }
}
