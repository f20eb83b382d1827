import Casework
import Registry

/// Tools above a paper; they are not printed.
private func tools(_ context: PageContext, _ file: FamilyFile, slip: Bool?) -> HTML {
    let w = context.w
    let id = file.id.description
    return tag("div", .class("paper-tools")) {
        tag("a", .class("button"), .href(Link(.family, id)), text: w(.back))
        if let slip {
            tag(
                "a", .class("button"),
                .href(Link(.familyReceipt, id, query: slip ? [] : [("paper", "80mm")])),
                text: w(slip ? .paperA5 : .paperSlip))
        }
        tag("button", .class("main"), .type("button"), .flag("data-print"), text: w(.print))
    }
}

/// What a family takes home after registering: number, code, who, and what happens next.
struct ReceiptPage {
    private let context: PageContext
    private let file: FamilyFile
    private let isSlip: Bool

    init(_ context: PageContext, _ file: FamilyFile, _ paper: String) {
        self.context = context
        self.file = file
        isSlip = paper == "80mm"
    }

    var html: HTML {
        let w = context.w
        let number = file.caseNumber.isEmpty ? file.number : file.caseNumber
        return HTML([
            tools(context, file, slip: isSlip),
            tag("article", .class(isSlip ? "paper slip" : "paper")) {
                tag("div", .class("paper-head")) {
                    tag("div") {
                        tag("p", .class("small"), text: w(.ministry))
                        tag("h1", text: w(.receiptTitle))
                        tag("p") { code(number, "big-code") }
                        tag("p", .class("small")) {
                            HTML(context.area(file.area) + " · ")
                            HTML(w.moment(context.now))
                        }
                    }
                    // Only the number: a lost paper tells nothing about the family.
                    if let qr = QRCode(number) { SVG.qr(qr, label: number) }
                }
                tag("table") {
                    tag("tbody") {
                        for member in file.present {
                            tag("tr") {
                                tag("th", .at("scope", "row")) { isolated(member.name.full) }
                                tag(
                                    "td",
                                    text: context.label("relationship", member.relationship))
                                tag("td", text: w.date(member.birthDate))
                            }
                        }
                    }
                }
                tag("h2", text: w(.whatNext))
                tag("ol", .class("next")) {
                    for line in [Phrase.nextCheck, .nextDecision, .nextPayment, .nextReport] {
                        tag("li", text: "– " + w(line))
                    }
                }
                tag("p", .class("small")) {
                    w.html(
                        .receiptSigned, isolated(context.account?.name ?? ""),
                        code(context.status.name))
                }
            },
        ])
    }
}

/// The whole family on paper, for a file or a visit.
struct FamilySheet {
    private let context: PageContext
    private let file: FamilyFile

    init(_ context: PageContext, _ file: FamilyFile) {
        self.context = context
        self.file = file
    }

    var html: HTML {
        let w = context.w
        return HTML([
            tools(context, file, slip: nil),
            tag("article", .class("paper")) {
                tag("p", .class("small"), text: w(.ministry))
                tag("h1") { isolated(file.head?.name.full ?? file.number) }
                tag("dl", .class("facts")) {
                    fact(w(.number), code(file.caseNumber.isEmpty ? file.number : file.caseNumber))
                    fact(w(.area), HTML(context.area(file.area)))
                    if !file.address.isEmpty { fact(w(.address), isolated(file.address)) }
                    if !file.category.isEmpty {
                        fact(
                            w(.category),
                            HTML(context.label("household_category", file.category)))
                    }
                    if let account = file.accounts.first(where: { $0.until.isEmpty }) {
                        fact(w(.account), code(IBANText.grouped(account.number)))
                    }
                }
                tag("h2", text: w(.membersCount, count: file.present.count))
                tag("table") {
                    tag("thead") {
                        tag("tr") {
                            for phrase in [Phrase.name, .relationship, .born, .nationalID] {
                                tag("th", .at("scope", "col"), text: w(phrase))
                            }
                        }
                    }
                    tag("tbody") {
                        for member in file.present {
                            tag("tr") {
                                tag("th", .at("scope", "row")) { isolated(member.name.full) }
                                tag(
                                    "td",
                                    text: context.label("relationship", member.relationship))
                                tag("td", text: w.date(member.birthDate))
                                tag("td") { code(member.nationalID) }
                            }
                        }
                    }
                }
                tag("h2", text: w(.payments))
                if file.months.isEmpty { tag("p", text: w(.noPayrollYet)) }
                tag("table") {
                    tag("tbody") {
                        for month in file.months.prefix(12) {
                            tag("tr") {
                                tag("th", .at("scope", "row"), text: w.cycle(month.cycle))
                                tag("td") {
                                    if month.holds.isEmpty {
                                        HTML(month.amount.map { w.money($0) } ?? "–")
                                    } else {
                                        for hold in month.holds {
                                            HoldSentence(context, hold).html
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                tag("p", .class("small")) {
                    w.html(
                        .receiptSigned, isolated(context.account?.name ?? ""),
                        code(context.status.name))
                    HTML(" " + w.moment(context.now))
                }
            },
        ])
    }
}
