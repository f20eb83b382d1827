import Casework
import Registry

/// A family of another province, masked, and the request that it move here.
struct ForeignFamilyPage {
    private let context: PageContext
    private let family: RecordID
    private let known: ElsewhereFinding?
    private let open: TransferCase?
    private let areas: [Labels.Area]
    private let typed: (from: String, to: String, reason: String)
    private let problems: [String: String]

    /// - Parameters:
    ///   - known: what headquarters told of the family; nil when it only stands in a case here.
    ///   - open: a request that waits already.
    ///   - areas: where the family can move to.
    init(
        _ context: PageContext, _ family: RecordID, known: ElsewhereFinding?, open: TransferCase?,
        areas: [Labels.Area], typed: (from: String, to: String, reason: String),
        problems: [String: String]
    ) {
        self.context = context
        self.family = family
        self.known = known
        self.open = open
        self.areas = areas
        self.typed = typed
        self.problems = problems
    }

    private var w: Wording { context.w }

    var html: HTML {
        tag("section", .class("narrow")) {
            tag("h1", text: w(.elsewhereTitle))
            errorSummary(
                [("from", Phrase.transferFrom), ("to", .transferTo), ("reason", .reason)]
                    .compactMap { field, phrase in
                        problems[field].map { (w(phrase), field, $0) }
                    }, w)
            facts
            if let open {
                tag("div", .class("notice look")) {
                    Icon.clock.html
                    tag("span") { w.html(.transferAskedBy, isolated(open.requestedBy)) }
                    tag("a", .href(Link(.transfers)), text: w(.openRequest))
                }
            } else {
                request
            }
        }
    }

    private var facts: HTML {
        tag("section", .class("card")) {
            if let known {
                tag("p") {
                    tag("strong") { isolated(known.initial + Masking.dots) }
                    if !known.birthYear.isEmpty {
                        HTML(" · " + w(.born) + ": ")
                        HTML(w.date(known.birthYear))
                    }
                }
                tag("p") { ElsewhereWords.place(known, context) }
            }
            tag("p", .class("small muted"), text: w(.elsewhereText))
        }
    }

    private var request: HTML {
        tag(
            "form", .at("method", "post"), .action(Link(.askTransfer, family.description)),
            .class("card fields")
        ) {
            context.csrf
            if let known {
                tag("input", .type("hidden"), .name("from"), .value(known.province))
            } else {
                Field(.name("from"), w(.transferFrom), problem: problems["from"] ?? "").select(
                    typed.from,
                    [("", w(.choose))]
                        + context.labels.areas.filter { $0.kind == "province" }.map {
                            ($0.code, context.area($0.code))
                        })
            }
            Field(.name("to"), w(.transferTo), problem: problems["to"] ?? "").select(
                typed.to.isEmpty && areas.count == 1 ? areas[0].code : typed.to,
                [("", w(.choose))] + areas.map { ($0.code, context.area($0.code)) })
            Field(
                .name("reason"), w(.reason), hint: w(.transferAskHint),
                problem: problems["reason"] ?? ""
            ).area(typed.reason)
            tag("div", .class("actions")) {
                tag("a", .class("button back"), .href(Link(.desk)), text: w(.back))
                tag("button", .class("main"), text: w(.transferAsk))
            }
        }
    }
}

/// What headquarters tells of a family elsewhere, in words.
enum ElsewhereWords {
    /// Where it is registered, since when, and whether it receives.
    static func place(_ found: ElsewhereFinding, _ context: PageContext) -> HTML {
        let w = context.w
        let since = found.registeredOn.isEmpty ? "–" : w.date(found.registeredOn)
        return HTML([
            w.html(.registeredElsewhere, HTML(context.area(found.province)), HTML(since)),
            HTML(" "),
            tag(
                "span", .class(found.receives ? "tag look" : "tag"),
                text: w(found.receives ? .familyReceives : .familyReceivesNot)),
        ])
    }
}
