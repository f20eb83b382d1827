import Casework
import Payroll
import Registry

extension PayrollPage {
    /// The one thing that comes next, for whoever may do it.
    var nextStep: HTML {
        switch state {
        case .draft, .frozen:
            guard context.may(.makePayroll) else { return waits(w(.waitsForMaker)) }
            return HTML([
                state == .frozen ? act("compute", .actCompute, .actComputeText) : .empty,
                freeze,
            ])
        case .computed:
            return context.may(.makePayroll)
                ? act("review", .actReview, .actReviewText) : waits(w(.waitsForMaker))
        case .reviewed: return approval
        case .approved:
            return context.may(.makePayroll)
                ? act("export", .actExport, .actExportText) : waits(w(.waitsForMaker))
        case .sealed, .dispatched, .settled, .closed: return .empty
        }
    }

    private func waits(_ text: String) -> HTML {
        tag("section", .class("card")) {
            tag("p") {
                tag("span", .class("tag look"), text: text)
            }
        }
    }

    private func stepLink(_ act: String) -> Link {
        Link(.payrollStep, summary.id.description, act)
    }

    private func act(_ name: String, _ title: Phrase, _ text: Phrase) -> HTML {
        tag("section", .class("card")) {
            tag("p", text: w(text))
            tag("form", .at("method", "post"), .action(stepLink(name))) {
                context.csrf
                tag("div", .class("actions")) { tag("button", .class("main"), text: w(title)) }
            }
        }
    }

    private var freeze: HTML {
        tag("section", .class("card")) {
            tag("p", text: w(.actFreezeText))
            tag("form", .at("method", "post"), .action(stepLink("freeze")), .class("fields")) {
                context.csrf
                tag("label", .class("choice")) {
                    tag("input", .type("checkbox"), .name("stale"), .value("include"))
                    tag("span", text: w(.includeStale))
                }
                tag("div", .class("actions")) {
                    tag(
                        "button", .class(state == .draft ? "main" : ""), text: w(.actFreeze))
                }
            }
        }
    }

    /// Count, total and digest, and the signature under all three.
    private var approval: HTML {
        let name = context.account?.name ?? ""
        return tag("section", .class("card")) {
            tag("h2", text: w(.approvalPanel))
            tag("dl", .class("facts one")) {
                fact(w(.paid), HTML(w.number(summary.paid)))
                fact(
                    w(.total),
                    tag(
                        "span", .class("total"),
                        text: w.money(summary.totalMinor, summary.currency)))
                fact(w(.digest), code(Self.groups(summary.digest), "digest"))
                fact(w(.approvedBy), people(summary.approvals))
            }
            if !context.may(.approvePayroll) {
                tag("p") {
                    tag("span", .class("tag look")) {
                        w.html(
                            .waitsForApprovers, HTML(w.number(summary.approvals.count)),
                            HTML(w.number(content.needed)))
                    }
                }
            } else if summary.makers.contains(name) {
                tag("p", text: w(.youMadeIt))
            } else if summary.approvals.contains(name) {
                tag("p", text: w(.youApproved))
            } else {
                tag("p", text: w(.approvalText))
                tag(
                    "form", .at("method", "post"), .action(stepLink("approve")), .class("fields")
                ) {
                    context.csrf
                    Field(.name("total"), w(.typeTotal)).input(
                        "",
                        [
                            .at("inputmode", "numeric"), .at("dir", "ltr"), .flag("required"),
                            .at("autocomplete", "off"), .at("maxlength", "30"),
                        ])
                    tag("div", .class("actions")) {
                        tag("button", .class("main"), text: w(.actApprove))
                    }
                }
            }
        }
    }

    private func people(_ names: [String]) -> HTML {
        guard !names.isEmpty else { return HTML(w(.nobodyYet)) }
        var result = HTML.empty
        for (index, name) in names.enumerated() {
            if index > 0 { result += HTML(w(.listSeparator) + " ") }
            result += isolated(name)
        }
        return result
    }

    var facts: HTML {
        tag("section", .class("card")) {
            tag("dl", .class("facts one")) {
                fact(w(.makers), people(summary.makers))
                if state != .reviewed { fact(w(.approvedBy), people(summary.approvals)) }
                if !summary.cutOff.isEmpty, let cutOff = try? Instant(summary.cutOff) {
                    fact(w(.cutOff), HTML(w.moment(cutOff.milliseconds)))
                }
                fact(w(.revision), HTML(w.number(summary.revision)))
                if isComputed, state != .reviewed {
                    fact(w(.digest), code(Self.groups(summary.digest), "digest"))
                }
            }
        }
    }

    var mayReturn: Bool {
        [.computed, .reviewed, .approved].contains(state)
            && (context.may(.makePayroll) || context.may(.approvePayroll))
    }

    var sendBack: HTML {
        tag("details", .class("card")) {
            tag("summary", text: w(.actReturn))
            tag("p", .class("muted"), text: w(.returnText))
            tag("form", .at("method", "post"), .action(stepLink("return")), .class("fields")) {
                context.csrf
                Field(.name("reason"), w(.reason)).input(
                    "", [.flag("required"), .at("dir", "auto"), .at("maxlength", "400")])
                tag("div", .class("actions")) {
                    tag("button", .class("danger"), text: w(.actReturn))
                }
            }
        }
    }
}
