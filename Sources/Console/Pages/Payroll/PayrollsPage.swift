import Casework
import Payroll
import Registry

/// All payrolls, and opening the month's.
struct PayrollsPage {
    private let context: PageContext
    private let payrolls: [PayrollSummary]

    init(_ context: PageContext, _ payrolls: [PayrollSummary]) {
        self.context = context
        self.payrolls = payrolls
    }

    private var w: Wording { context.w }

    var html: HTML {
        tag("section") {
            tag("h1", text: w(.navigationPayroll))
            tag("p", .class("muted"), text: w(.payrollsText))
            if context.may(.makePayroll) { open }
            if payrolls.isEmpty {
                tag("div", .class("card empty")) {
                    tag("strong", text: w(.noPayrolls))
                    tag("p", text: w(.noPayrollsText))
                }
            } else {
                tag("div", .class("card flush scroll")) {
                    tag("table") {
                        tag("thead") {
                            tag("tr") {
                                tag("th", .at("scope", "col"), text: w(.month))
                                tag("th", .at("scope", "col"), text: w(.programme))
                                tag("th", .at("scope", "col"), text: w(.state))
                                for phrase in [Phrase.paid, .held, .total] {
                                    tag(
                                        "th", .at("scope", "col"), .class("number"),
                                        text: w(phrase))
                                }
                            }
                        }
                        tag("tbody") { for payroll in payrolls { row(payroll) } }
                    }
                }
                months
            }
        }
    }

    /// What months cost over all programmes; nothing where each has one.
    private var months: HTML {
        let computed = Dictionary(
            grouping: payrolls.filter { !$0.digest.isEmpty }, by: { [$0.cycle, $0.currency] })
        let several = computed.filter { $0.value.count > 1 }.values
            .sorted { ($1[0].cycle, $0[0].currency) < ($0[0].cycle, $1[0].currency) }
        guard !several.isEmpty else { return .empty }
        return tag("section", .class("card flush scroll")) {
            tag("h2", text: w(.allProgrammes))
            tag("table") {
                tag("thead") {
                    tag("tr") {
                        tag("th", .at("scope", "col"), text: w(.month))
                        for phrase in [Phrase.enrolments, .paid, .held, .total] {
                            tag("th", .at("scope", "col"), .class("number"), text: w(phrase))
                        }
                    }
                }
                tag("tbody") {
                    for month in several {
                        tag("tr") {
                            tag("th", .at("scope", "row"), text: w.cycle(month[0].cycle))
                            tag("td", .class("number"), text: w.number(month.count))
                            tag(
                                "td", .class("number"),
                                text: w.number(month.reduce(0) { $0 + $1.paid }))
                            tag(
                                "td", .class("number"),
                                text: w.number(month.reduce(0) { $0 + $1.held }))
                            tag(
                                "td", .class("number"),
                                text: w.money(
                                    month.reduce(0) { $0 + $1.totalMinor }, month[0].currency))
                        }
                    }
                }
            }
        }
    }

    private func row(_ payroll: PayrollSummary) -> HTML {
        tag("tr", .class("row-link")) {
            tag("th", .at("scope", "row")) {
                tag(
                    "a", .class("hit-name"), .href(Link(.payroll, payroll.id.description)),
                    text: w.cycle(payroll.cycle))
            }
            tag(
                "td",
                text: context.labels.programme(payroll.programme, context.language.labels))
            tag("td") {
                if let state = PayrollState(rawValue: payroll.state) {
                    tag("span", .class("tag"), text: w(PayrollWords.phrase(state)))
                }
            }
            tag("td", .class("number"), text: w.number(payroll.paid))
            tag("td", .class("number"), text: w.number(payroll.held))
            tag(
                "td", .class("number"),
                text: payroll.currency.isEmpty || payroll.digest.isEmpty
                    ? "–" : w.money(payroll.totalMinor, payroll.currency))
        }
    }

    private var open: HTML {
        let day = context.today
        let months = (0..<3).compactMap { offset -> String? in
            let number = day.year * 12 + day.month - 1 + offset - 1
            return Cycle(year: number / 12, month: number % 12 + 1)?.description
        }
        return tag(
            "form", .at("method", "post"), .action(Link(.openPayroll)), .class("card filters")
        ) {
            context.csrf
            Field(.name("programme"), w(.programme)).select(
                "",
                context.labels.programmeCodes.map {
                    ($0, context.labels.programme($0, context.language.labels))
                })
            Field(.name("cycle"), w(.month)).select(
                months.count > 1 ? months[1] : "", months.map { ($0, w.cycle($0)) })
            tag("button", .class("main"), text: w(.openPayroll))
        }
    }
}
