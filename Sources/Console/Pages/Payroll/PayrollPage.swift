import Casework
import Payroll
import Registry

/// One payroll on its way: where it stands, its totals, the next step, approvals and files.
struct PayrollPage {
    /// What the page shows.
    struct Content: Sendable {
        let summary: PayrollSummary
        let areas: [PayrollPart]
        let banks: [PayrollPart]
        let needed: Int
    }

    let context: PageContext
    let content: Content
    private let work: LongWork.State?
    private let problem: String?

    /// - Parameter work: a step that is being done now.
    init(
        _ context: PageContext, _ content: Content, work: LongWork.State? = nil, problem: String?
    ) {
        self.work = work
        self.context = context
        self.content = content
        self.problem = problem
    }

    var w: Wording { context.w }
    var summary: PayrollSummary { content.summary }
    var state: PayrollState { PayrollState(rawValue: summary.state) ?? .draft }
    var isComputed: Bool { !summary.digest.isEmpty }

    var html: HTML {
        tag("section") {
            tag("p", .class("crumbs")) {
                tag("a", .href(Link(.payrolls)), text: w(.navigationPayroll))
            }
            tag("h1") {
                isolated(context.labels.programme(summary.programme, context.language.labels))
                HTML(" – " + w.cycle(summary.cycle))
            }
            problemLine(problem)
            stepper
            if isComputed { totals }
            tag("div", .class("wide-narrow")) {
                tag("div", .class("stack")) {
                    if isComputed { holds }
                    if isComputed { parts }
                    if !summary.files.isEmpty { files }
                }
                tag("div", .class("stack")) {
                    if let work {
                        WorkBar.section(Link(.payrollWork, summary.id.description)) {
                            PayrollWorkState(context, work).html
                        }
                    } else {
                        nextStep
                    }
                    facts
                    if mayReturn { sendBack }
                }
            }
        }
    }

    private var stepper: HTML {
        let all = PayrollState.allCases.prefix(6)
        let here = PayrollState.allCases.firstIndex(of: state) ?? 0
        return tag("ol", .class("stepper card")) {
            for (index, other) in all.enumerated() {
                tag(
                    "li",
                    all: index < here || state == .sealed && index == here
                        ? [.class("done")]
                        : index == here ? [.class("now"), .at("aria-current", "step")] : []
                ) {
                    if index < here { Icon.check.html }
                    HTML(" " + w(PayrollWords.phrase(other)))
                }
            }
        }
    }

    private var totals: HTML {
        let id = summary.id.description
        return tag("div", .class("tiles")) {
            Tile(w(.total), w.money(summary.totalMinor, summary.currency)).html
            Tile(w(.paid), w.number(summary.paid), link: Link(.payrollRegister, id)).html
            Tile(w(.held), w.number(summary.held), link: Link(.payrollHolds, id)).html
            Tile(w(.enrolledCount), w.number(summary.enrolments)).html
        }
    }

    private var holds: HTML {
        let id = summary.id.description
        return tag("section", .class("card flush")) {
            tag("div", .class("card-head")) {
                tag("h2", text: w(.holdsByReason))
                tag("a", .class("end"), .href(Link(.payrollComparison, id)), text: w(.comparison))
            }
            tag("table") {
                tag("tbody") {
                    for (reason, count) in summary.heldByReason {
                        tag("tr", .class("row-link")) {
                            tag("th", .at("scope", "row")) {
                                tag(
                                    "a",
                                    .href(Link(.payrollHolds, id, query: [("reason", reason)])),
                                    text: context.label("hold_reason", reason))
                            }
                            tag("td", .class("number"), text: w.number(count))
                        }
                    }
                }
            }
        }
    }

    /// Areas gathered to provinces.
    private var byProvince: [PayrollPart] {
        var sums: [String: PayrollPart] = [:]
        for part in content.areas {
            let code = context.labels.province(of: part.code)
            sums[code, default: PayrollPart(code: code, paid: 0, totalMinor: 0)].paid += part.paid
            sums[code]?.totalMinor += part.totalMinor
        }
        return sums.values.sorted { $0.totalMinor > $1.totalMinor }
    }

    private var parts: HTML {
        tag("section", .class("card flush")) {
            tag("div", .class("columns flush-columns")) {
                table(.byProvince, byProvince) { HTML(context.area($0)) }
                table(.byBank, content.banks.sorted { $0.totalMinor > $1.totalMinor }) { code($0) }
            }
        }
    }

    private func table(
        _ phrase: Phrase, _ parts: [PayrollPart], _ name: (String) -> HTML
    ) -> HTML {
        tag("table") {
            tag("thead") {
                tag("tr") {
                    tag("th", .at("scope", "col"), text: w(phrase))
                    tag("th", .at("scope", "col"), .class("number"), text: w(.paid))
                    tag("th", .at("scope", "col"), .class("number"), text: w(.total))
                }
            }
            tag("tbody") {
                for part in parts {
                    tag("tr") {
                        tag("th", .at("scope", "row")) { name(part.code) }
                        tag("td", .class("number"), text: w.number(part.paid))
                        tag(
                            "td", .class("number"),
                            text: w.money(part.totalMinor, summary.currency))
                    }
                }
            }
            tag("tfoot") {
                tag("tr") {
                    tag("th", .at("scope", "row"), text: w(.total))
                    tag("td", .class("number"), text: w.number(parts.reduce(0) { $0 + $1.paid }))
                    tag(
                        "td", .class("number"),
                        text: w.money(parts.reduce(0) { $0 + $1.totalMinor }, summary.currency))
                }
            }
        }
    }

    private var files: HTML {
        tag("section", .class("card")) {
            tag("h2", text: w(.paymentFiles))
            tag("p", .class("muted"), text: w(.readHash))
            for file in summary.files {
                tag("div", .class("file")) {
                    tag("p") {
                        tag(
                            "a",
                            .href(Link(.payrollFile, summary.id.description, file.name))
                        ) { code(file.name) }
                        HTML(" · ")
                        HTML(
                            w(.paymentsCount) + " " + w.number(file.payments) + " · "
                                + w.money(file.totalMinor, summary.currency))
                    }
                    tag("p") { code(Self.groups(file.sha256), "digest") }
                    if state == .sealed {
                        tag(
                            "a", .class("button"),
                            .href(Link(.payrollFileDownload, summary.id.description, file.name)),
                            text: w(.download))
                    }
                }
            }
        }
    }

    /// A hash in groups of eight, to be read aloud.
    static func groups(_ hex: String) -> String {
        var result = ""
        for (index, digit) in hex.enumerated() {
            if index > 0, index.isMultiple(of: 8) { result += " " }
            result.append(digit)
        }
        return result
    }
}
