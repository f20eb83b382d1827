import Casework
import Registry

/// Families that are to move from one province to another: what was asked, and the answer.
struct TransfersPage {
    private let context: PageContext
    private let transfers: [TransferCase]

    init(_ context: PageContext, _ transfers: [TransferCase]) {
        self.context = context
        self.transfers = transfers
    }

    private var w: Wording { context.w }

    var html: HTML {
        tag("section") {
            tag("h1", text: w(.navigationTransfers))
            tag("p", .class("muted"), text: w(.transfersText))
            if transfers.isEmpty {
                tag("div", .class("card empty")) {
                    tag("strong", text: w(.noTransfers))
                    tag("p", text: w(.noTransfersText))
                }
            }
            tag("div", .class("stack")) { for transfer in transfers { card(transfer) } }
        }
    }

    private func card(_ transfer: TransferCase) -> HTML {
        tag("section", .class("card"), .id("transfer-" + transfer.id.description)) {
            tag("div", .class("card-head")) {
                tag("h2") { family(transfer) }
                tag("span", .class("tag end \(kind(transfer))"), text: w(phrase(transfer)))
            }
            tag("p") {
                w.html(
                    .transferFromTo, HTML(context.area(transfer.from)),
                    HTML(context.area(transfer.to)))
            }
            line(.transferAskedBy, transfer.requestedBy, transfer.reason)
            if !transfer.isOpen {
                line(.transferAnsweredBy, transfer.answeredBy, transfer.answerReason)
            }
            tag("p", .class("small muted"), text: w.moment(transfer.askedMilliseconds))
            if mayAnswer(transfer) {
                answer(transfer)
            } else if transfer.isOpen {
                tag(
                    "p", .class("small muted"),
                    text: w(.transferWaits, context.area(transfer.from)))
            }
        }
    }

    /// The family as far as this account may see it.
    private func family(_ transfer: TransferCase) -> HTML {
        guard let head = transfer.head else {
            return tag("span", text: w(.familyElsewhere))
        }
        let isOwn = context.isOwn(transfer.area)
        let name = isolated(isOwn ? head.full : Masking.name(head))
        let number = code(transfer.number)
        guard context.may(.readFamilies) else { return HTML([name, HTML(" "), number]) }
        return HTML([
            tag("a", .href(Link(.family, transfer.household.description))) { name }, HTML(" "),
            number,
        ])
    }

    private func line(_ phrase: Phrase, _ who: String, _ reason: String) -> HTML {
        tag("p") {
            w.html(phrase, isolated(who))
            if !reason.isEmpty {
                HTML(" ")
                tag("q") { isolated(reason) }
            }
        }
    }

    private func phrase(_ transfer: TransferCase) -> Phrase {
        switch transfer.status {
        case "granted": .transferGranted
        case "refused": .transferRefused
        default: .transferAsked
        }
    }

    private func kind(_ transfer: TransferCase) -> String {
        switch transfer.status {
        case "granted": "good"
        case "refused": "bad"
        default: "look"
        }
    }

    private func mayAnswer(_ transfer: TransferCase) -> Bool {
        transfer.isOpen && context.may(.settleCases) && context.isOwn(transfer.from)
            && transfer.head != nil
    }

    private func answer(_ transfer: TransferCase) -> HTML {
        let id = transfer.id.description
        return tag(
            "form", .at("method", "post"), .action(Link(.answerTransfer, id)), .class("fields")
        ) {
            context.csrf
            Field(
                .name("reason"), w(.reason), hint: w(.transferReasonHint), place: id
            ).input("", [.at("maxlength", "400"), .at("dir", "auto")])
            tag("div", .class("actions")) {
                tag(
                    "button", .name("answer"), .value("refuse"), text: w(.transferRefuse))
                tag(
                    "button", .class("main"), .name("answer"), .value("grant"),
                    text: w(.transferGrant))
            }
        }
    }
}

/// On a family's page: somebody asks for it.
struct TransferNotices {
    private let context: PageContext
    private let transfers: [TransferCase]

    init(_ context: PageContext, _ transfers: [TransferCase]) {
        self.context = context
        self.transfers = transfers
    }

    var html: HTML {
        let w = context.w
        return HTML(
            transfers.filter(\.isOpen).map { transfer in
                tag("div", .class("notice look")) {
                    Icon.clock.html
                    tag("span") {
                        w.html(
                            .familyIsAskedFor, HTML(context.area(transfer.to)),
                            isolated(transfer.requestedBy))
                    }
                    tag(
                        "a",
                        .href(Link(.transfers).at("transfer-" + transfer.id.description)),
                        text: w(.openRequest))
                }
            })
    }
}
