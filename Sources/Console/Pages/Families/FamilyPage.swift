import Casework
import Registry

/// One family: who they are, what they get, what is open.
struct FamilyPage {
    private let context: PageContext
    private let file: FamilyFile
    private let proposals: [Proposal]
    private let transfers: [TransferCase]

    init(
        _ context: PageContext, _ file: FamilyFile, _ proposals: [Proposal],
        _ transfers: [TransferCase]
    ) {
        self.transfers = transfers
        self.context = context
        self.file = file
        self.proposals = proposals
    }

    private var w: Wording { context.w }

    var html: HTML {
        tag("section") {
            tag("div", .class("head")) {
                tag("div") {
                    tag("h1") { isolated(file.head?.name.full ?? file.number) }
                    tag("p", .class("muted")) { headline }
                }
                actions
            }
            if let other = file.mergedInto {
                tag("div", .class("notice look")) {
                    Icon.warning.html
                    tag("span", text: w(.familyMerged))
                    tag("a", .href(Link(.family, other.description)), text: w(.openThatFamily))
                }
            }
            for open in file.cases { openCase(open) }
            ProposalNotices(context, file, proposals).html
            TransferNotices(context, transfers).html
            members
            tag("div", .class("wide-narrow")) {
                tag("div", .class("stack")) {
                    payments
                    notes
                }
                tag("div", .class("stack")) {
                    accounts
                    enrolments
                    home
                }
            }
        }
    }

    private var headline: HTML {
        var parts: [HTML] = []
        if !file.caseNumber.isEmpty { parts.append(code(file.caseNumber)) }
        if file.number != file.caseNumber { parts.append(code(file.number)) }
        parts.append(HTML(context.area(file.area)))
        if !file.category.isEmpty {
            parts.append(HTML(context.label("household_category", file.category)))
        }
        if !file.registeredOn.isEmpty {
            parts.append(w.html(.registeredOn, HTML(w.date(file.registeredOn))))
        }
        var result = HTML.empty
        for (index, part) in parts.enumerated() {
            if index > 0 { result += HTML(" · ") }
            result += part
        }
        return result
    }

    private var actions: HTML {
        let id = file.id.description
        return tag("div", .class("actions")) {
            tag("a", .class("button"), .href(Link(.familyHistory, id))) {
                Icon.clock.html
                HTML(w(.history))
            }
            tag("a", .class("button"), .href(Link(.familySheet, id))) {
                Icon.print.html
                HTML(w(.print))
            }
            if context.may(.writeFamilies), file.mergedInto == nil {
                tag("a", .class("button main"), .href(Link(.changePage, id, "choose"))) {
                    HTML(w(.reportChange))
                }
            }
        }
    }

    private func openCase(_ open: FamilyFile.Open) -> HTML {
        let link: Link?
        let text: String
        switch open {
        case .duplicate(let id, let opened):
            text = w(
                .familyHasDuplicate,
                w.date(
                    Instant(milliseconds: opened)?.date(offsetMinutes: w.offsetMinutes)
                        ?? context.today))
            link = Link(.caseDetail, id.description)
        case .conflict(_, let record, let group):
            text = w(.familyHasConflict)
            link = Link(.conflictDetail, record.description, "\(group)")
        case .breach(let invariant):
            text = RuleWords.text(invariant, w) + " " + RuleWords.remedy(invariant, w)
            link = nil
        }
        return tag("div", .class("notice look")) {
            Icon.warning.html
            tag("span", text: text)
            if let link, context.may(.readCases) {
                tag("a", .href(link), text: w(.openCase))
            }
        }
    }

    // MARK: Members

    private var members: HTML {
        tag("section", .class("card flush")) {
            tag("h2", text: w(.membersCount, count: file.present.count))
            tag("div", .class("scroll")) {
                tag("table") {
                    tag("thead") {
                        tag("tr") {
                            for phrase in [
                                Phrase.name, .relationship, .born, .nationalID, .phone,
                                .maritalStatus,
                            ] {
                                tag("th", .at("scope", "col"), text: w(phrase))
                            }
                        }
                    }
                    tag("tbody") { for member in file.members { row(member) } }
                }
            }
        }
    }

    private func row(_ member: FamilyFile.Member) -> HTML {
        tag("tr", .class(member.until.isEmpty ? "" : "past")) {
            tag("th", .at("scope", "row")) {
                tag("span", .class("hit-name")) { isolated(member.name.full) }
                tag("div", .class("small muted")) { remarks(member) }
            }
            tag("td", text: context.label("relationship", member.relationship))
            tag("td") {
                HTML(w.date(member.birthDate))
                if let age = Wording.age(member.birthDate, on: context.today),
                    member.vitalStatus != "deceased"
                {
                    tag("div", .class("small muted"), text: w(.years, count: age))
                }
            }
            tag("td") { code(member.nationalID) }
            tag("td") { code(PhoneText.shown(member.phone)) }
            tag("td", text: context.label("marital_status", member.maritalStatus))
        }
    }

    private func remarks(_ member: FamilyFile.Member) -> HTML {
        var parts: [HTML] = []
        if !member.sex.isEmpty { parts.append(HTML(context.label("sex", member.sex))) }
        if !member.name.mother.isEmpty {
            parts.append(w.html(.motherIs, isolated(member.name.mother)))
        }
        if member.isPayee { parts.append(tag("span", .class("tag good"), text: w(.receives))) }
        if member.disability == "yes" {
            parts.append(tag("span", .class("tag"), text: w(.disability)))
        }
        if ["deceased", "missing"].contains(member.vitalStatus) {
            parts.append(
                tag("span", .class("tag"), text: context.label("vital_status", member.vitalStatus)))
        }
        if !member.until.isEmpty {
            parts.append(tag("span", .class("tag"), text: w(.leftOn, w.date(member.until))))
        }
        var result = HTML.empty
        for (index, part) in parts.enumerated() {
            if index > 0 { result += HTML(" · ") }
            result += part
        }
        return result
    }

    // MARK: Money

    private var payments: HTML {
        tag("section", .class("card flush"), .id("payments")) {
            tag("h2", text: w(.payments))
            if file.months.isEmpty {
                tag("div", .class("empty")) { tag("p", text: w(.noPayrollYet)) }
            } else {
                tag("table") {
                    tag("thead") {
                        tag("tr") {
                            tag("th", .at("scope", "col"), text: w(.month))
                            tag("th", .at("scope", "col"), text: w(.programme))
                            tag("th", .at("scope", "col"), text: w(.outcome))
                            tag("th", .at("scope", "col"), .class("number"), text: w(.amount))
                        }
                    }
                    tag("tbody") { for month in file.months { row(month) } }
                }
            }
        }
    }

    private func row(_ month: FamilyFile.Month) -> HTML {
        tag("tr") {
            tag("th", .at("scope", "row"), .class("nowrap"), text: w.cycle(month.cycle))
            tag(
                "td",
                text: context.labels.programme(month.programme, context.language.labels))
            tag("td") {
                if month.amount != nil, month.holds.isEmpty {
                    paymentTag(month)
                } else {
                    tag("span", .class("tag look"), text: w(.held))
                    for hold in month.holds { HoldSentence(context, hold).html }
                }
            }
            tag("td", .class("number"), text: month.amount.map { w.money($0) } ?? "–")
        }
    }

    private func paymentTag(_ month: FamilyFile.Month) -> HTML {
        let state = month.paymentState.isEmpty ? "planned" : month.paymentState
        let kind =
            switch state {
            case "credited", "acknowledged": "tag good"
            case "rejected", "returned", "unclaimed": "tag bad"
            default: "tag good"
            }
        let label = context.label("payment_state", state == "in_file" ? "in-file" : state)
        return HTML([
            tag("span", .class(kind), text: label),
            month.bank.isEmpty
                ? .empty : tag("div", .class("small muted")) { w.html(.atBank, code(month.bank)) },
        ])
    }

    private var accounts: HTML {
        tag("section", .class("card")) {
            tag("h2", text: w(.account))
            if file.accounts.allSatisfy({ !$0.until.isEmpty }) {
                tag("p") { tag("span", .class("tag look"), text: w(.noAccount)) }
            }
            for account in file.accounts {
                tag("p", .class(account.until.isEmpty ? "" : "muted")) {
                    code(IBANText.grouped(account.number))
                    tag("span", .class("small muted block")) {
                        HTML(context.label("account_scheme", account.scheme))
                        if !account.until.isEmpty {
                            HTML(" · " + w(.endedOn, w.date(account.until)))
                        }
                    }
                }
            }
        }
    }

    private var enrolments: HTML {
        tag("section", .class("card"), .id("enrolments")) {
            tag("h2", text: w(.enrolments))
            if file.enrolments.isEmpty { tag("p", .class("muted"), text: w(.notEnrolled)) }
            for enrolment in file.enrolments {
                tag("p") {
                    tag(
                        "span", .class(enrolment.status == "active" ? "tag good" : "tag"),
                        text: context.label("enrolment_status", enrolment.status))
                    HTML(" ")
                    isolated(
                        context.labels.programme(enrolment.programme, context.language.labels))
                    if !enrolment.reason.isEmpty {
                        tag("span", .class("small muted block")) {
                            isolated(HistoryWords.why(enrolment.reason, w))
                        }
                    }
                }
            }
        }
    }

    private var home: HTML {
        tag("section", .class("card")) {
            tag("h2", text: w(.home))
            tag("dl", .class("facts one")) {
                fact(w(.area), HTML(context.area(file.area)))
                if !file.address.isEmpty { fact(w(.address), isolated(file.address)) }
                if !file.dwelling.isEmpty {
                    fact(w(.dwelling), HTML(context.label("dwelling", file.dwelling)))
                }
                if let rooms = file.rooms { fact(w(.rooms), HTML(w.number(rooms))) }
                if let income = file.monthlyIncome {
                    fact(w(.monthlyIncome), HTML(w.money(income)))
                }
            }
        }
    }

    // MARK: Notes

    private var notes: HTML {
        tag("section", .class("card"), .id("notes")) {
            tag("h2", text: w(.notes))
            for note in file.notes {
                tag("div") {
                    tag("p", .at("dir", "auto"), text: note.text)
                    tag("p", .class("small muted")) {
                        if !note.actor.isEmpty {
                            isolated(note.actor)
                            HTML(" · ")
                        }
                        if !note.origin.isEmpty { code(note.origin) }
                        if note.milliseconds > 0 {
                            HTML(" · " + w.moment(note.milliseconds))
                        }
                    }
                }
            }
            if context.may(.writeFamilies) {
                tag(
                    "form", .at("method", "post"), .action(Link(.addNote, file.id.description)),
                    .class("fields")
                ) {
                    context.csrf
                    Field(.name("text"), w(.newNote)).area("", rows: 2)
                    tag("div", .class("actions")) {
                        tag("button", text: w(.saveNote))
                    }
                }
            } else if file.notes.isEmpty {
                tag("p", .class("muted"), text: w(.noNotes))
            }
        }
    }
}

/// Account numbers as people read them.
enum IBANText {
    /// In groups of four.
    static func grouped(_ text: String) -> String {
        var result = ""
        for (index, character) in text.enumerated() {
            if index > 0, index.isMultiple(of: 4) { result += "\u{00A0}" }
            result.append(character)
        }
        return result
    }
}
