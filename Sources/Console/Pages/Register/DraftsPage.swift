import Casework
import Registry

/// What was begun, and the way to begin.
struct DraftsPage {
    private let context: PageContext
    private let drafts: [StoredDraft]

    init(_ context: PageContext, _ drafts: [StoredDraft]) {
        self.context = context
        self.drafts = drafts
    }

    var html: HTML {
        let w = context.w
        return tag("section") {
            tag("div", .class("head")) {
                tag("div") {
                    tag("h1", text: w(.navigationRegister))
                    tag("p", .class("muted"), text: w(.registerText))
                }
                tag("form", .at("method", "post"), .action(Link(.newDraft)), .class("actions")) {
                    context.csrf
                    tag("button", .class("main"), text: w(.registerNew))
                }
            }
            if drafts.isEmpty {
                tag("div", .class("card empty")) {
                    tag("strong", text: w(.noDrafts))
                    tag("p", text: w(.noDraftsText))
                }
            } else {
                tag("section", .class("card flush")) {
                    tag("h2", text: w(.draftsBegun))
                    tag("table") {
                        tag("tbody") { for draft in drafts { row(draft) } }
                    }
                }
            }
        }
    }

    private func row(_ draft: StoredDraft) -> HTML {
        let w = context.w
        let step: RegisterStep = draft.family.members.isEmpty ? .household : .check
        return tag("tr", .class("row-link")) {
            tag("th", .at("scope", "row")) {
                tag(
                    "a", .class("hit-name"),
                    .href(Link(.draftStep, draft.id.description, step.rawValue))
                ) {
                    isolated(draft.family.head?.name.full ?? w(.draftWithoutName))
                }
                tag("div", .class("small muted"), text: context.area(draft.family.area))
            }
            tag("td", text: w(.membersCount, count: draft.family.members.count))
            tag("td", .class("muted"), text: w.ago(draft.changed, now: context.now))
            tag("td", .class("end")) {
                tag(
                    "form", .at("method", "post"),
                    .action(Link(.discardDraft, draft.id.description)), .class("inline")
                ) {
                    context.csrf
                    tag("button", .class("plain"), text: w(.discard))
                }
            }
        }
    }
}
