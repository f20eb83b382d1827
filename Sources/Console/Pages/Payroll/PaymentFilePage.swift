import Casework
import Payroll
import Registry

/// One payment file: what the bank gets, how it is told from any other, and whom it pays.
struct PaymentFilePage {
    private let context: PageContext
    private let summary: PayrollSummary
    private let sheet: PaymentFileSheet
    private let offset: Int

    /// How many payments stand on one page.
    static let perPage = 100

    init(
        _ context: PageContext, _ summary: PayrollSummary, _ sheet: PaymentFileSheet, offset: Int
    ) {
        self.context = context
        self.summary = summary
        self.sheet = sheet
        self.offset = offset
    }

    private var w: Wording { context.w }
    private var id: String { summary.id.description }

    var html: HTML {
        tag("section") {
            tag("p", .class("crumbs")) {
                tag("a", .href(Link(.payrolls)), text: w(.navigationPayroll))
                HTML(" / ")
                tag("a", .href(Link(.payroll, id))) {
                    isolated(
                        context.labels.programme(summary.programme, context.language.labels))
                    HTML(" – " + w.cycle(summary.cycle))
                }
            }
            tag("h1") {
                HTML(w(.paymentFile) + " – ")
                isolated(sheet.bankName.isEmpty ? sheet.bank : sheet.bankName)
            }
            tag("div", .class("tiles")) {
                Tile(w(.paymentsCount), w.number(sheet.payments)).html
                Tile(w(.total), w.money(sheet.totalMinor, sheet.currency)).html
            }
            tag("div", .class("columns")) {
                tag("div", .class("stack")) {
                    hash
                    states
                }
                file
            }
            payments
        }
    }

    /// What tells the file from any other, and the file itself.
    private var hash: HTML {
        tag("section", .class("card")) {
            tag("h2", text: w(.fileHash))
            tag("p") { code(PayrollPage.groups(sheet.sha256), "digest") }
            tag("p", .class("small muted"), text: w(.readHash))
            if summary.state == "sealed" {
                tag("div", .class("actions")) {
                    tag(
                        "a", .class("button main"),
                        .href(Link(.payrollFileDownload, id, sheet.name)), text: w(.download))
                }
            }
        }
    }

    private var file: HTML {
        tag("section", .class("card")) {
            tag("dl", .class("facts one")) {
                fact(w(.fileName), code(sheet.name, "digest"))
                fact(w(.fileFormat), code("ISO 20022 " + sheet.format))
                fact(
                    w(.bank),
                    HTML([
                        isolated(sheet.bankName), HTML(sheet.bankName.isEmpty ? "" : " "),
                        code(sheet.bank),
                    ]))
                if !sheet.bic.isEmpty { fact(w(.bic), code(sheet.bic)) }
                fact(w(.madeOn), HTML(w.moment(sheet.madeOn)))
                if !sheet.madeBy.isEmpty { fact(w(.madeBy), isolated(sheet.madeBy)) }
                if !sheet.executionDate.isEmpty {
                    fact(w(.executionDay), HTML(w.date(sheet.executionDate)))
                }
            }
        }
    }

    private var states: HTML {
        tag("section", .class("card flush")) {
            tag("h2", text: w(.paymentStates))
            tag("table") {
                tag("tbody") {
                    for (code, count) in sheet.states {
                        tag("tr") {
                            tag("th", .at("scope", "row"), text: label(code))
                            tag("td", .class("number"), text: w.number(count))
                        }
                    }
                }
            }
        }
    }

    private func label(_ state: String) -> String {
        context.label("payment_state", state == "in_file" ? "in-file" : state)
    }

    private var payments: HTML {
        tag("section", .class("card flush")) {
            tag("h2", text: w(.payments))
            tag("div", .class("scroll")) {
                tag("table") {
                    tag("thead") {
                        tag("tr") {
                            for phrase in [Phrase.payee, .household, .account, .state] {
                                tag("th", .at("scope", "col"), text: w(phrase))
                            }
                            tag(
                                "th", .at("scope", "col"), .class("number"), text: w(.amount))
                        }
                    }
                    tag("tbody") { for line in sheet.lines { row(line) } }
                }
            }
            Pager(
                context, offset: offset, perPage: Self.perPage, count: sheet.payments
            ) { [id, name = sheet.name] from in
                Link(.payrollFile, id, name, query: [("from", "\(from)")])
            }.html
        }
    }

    private func row(_ line: PaymentFileSheet.Line) -> HTML {
        tag("tr", .class("row-link")) {
            tag("th", .at("scope", "row")) {
                tag("a", .href(Link(.family, line.household.description))) {
                    isolated(line.payee)
                }
                tag("div", .class("small muted")) { code(line.payment) }
            }
            tag("td") {
                code(line.householdNumber)
                tag("div", .class("small muted"), text: context.area(line.area))
            }
            tag("td") { code(IBANText.grouped(line.account)) }
            tag("td", text: label(line.state))
            tag("td", .class("number"), text: w.money(line.amountMinor, sheet.currency))
        }
    }
}
