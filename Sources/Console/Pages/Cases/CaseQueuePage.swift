import Casework
import Registry

/// The duplicate cases to work through.
struct CaseQueuePage {
    private let context: PageContext
    private let lines: [DuplicateQueue.Line]
    private let count: Int
    private let offset: Int
    private let show: String
    private let place: String
    private let scan: LongWork.State?

    init(
        _ context: PageContext, _ lines: [DuplicateQueue.Line], count: Int, offset: Int,
        show: String, place: String, scan: LongWork.State? = nil
    ) {
        self.context = context
        self.lines = lines
        self.count = count
        self.offset = offset
        self.show = show
        self.place = place
        self.scan = scan
    }

    private var w: Wording { context.w }

    var html: HTML {
        tag("section") {
            tag("div", .class("head")) {
                tag("div") {
                    tag("h1", text: w(.navigationCases))
                    tag("p", .class("muted"), text: w(.casesText))
                }
                if show != "decided", let first = lines.first {
                    tag("div", .class("actions")) {
                        tag(
                            "a", .class("button main"),
                            .href(Link(.caseDetail, first.id.description)), text: w(.startWork))
                    }
                }
            }
            if context.status.role == "hub" { ScanState(context, scan).section }
            filters
            if lines.isEmpty {
                tag("div", .class("card empty")) {
                    tag("strong", text: w(.noCases))
                    tag("p", text: w(.noCasesText))
                }
            } else {
                tag("p", .class("muted"), text: w(.casesCount, count: count))
                tag("div", .class("card flush scroll")) { table }
                pages
            }
        }
    }

    private var filters: HTML {
        tag("div", .class("chips"), .at("role", "navigation"), .at("aria-label", w(.filters))) {
            chip(.showOpen, show: "", place: place)
            chip(.showMine, show: "mine", place: place)
            chip(.showDecided, show: "decided", place: place)
            tag("span", .class("muted"), .at("aria-hidden", "true"), text: "|")
            chip(.everywhere, show: show, place: "")
            chip(.acrossProvinces, show: show, place: "across")
            chip(.withinProvince, show: show, place: "within")
        }
    }

    private func chip(_ phrase: Phrase, show: String, place: String) -> HTML {
        let isHere = show == self.show && place == self.place
        var attributes: [Attribute] = [
            .href(Link(.cases, query: query(show: show, place: place)))
        ]
        if isHere { attributes.append(.at("aria-current", "true")) }
        return tag("a", all: attributes) { HTML(w(phrase)) }
    }

    private func query(show: String, place: String, from: Int = 0) -> [(String, String)] {
        [("show", show), ("where", place), ("from", from == 0 ? "" : "\(from)")]
            .filter { !$0.1.isEmpty }
    }

    private var table: HTML {
        tag("table") {
            tag("thead") {
                tag("tr") {
                    tag("th", .at("scope", "col"), text: w(.earlierRegistration))
                    tag("th", .at("scope", "col"), text: w(.laterRegistration))
                    tag("th", .at("scope", "col"), .class("number"), text: w(.likelihood))
                    tag(
                        "th", .at("scope", "col"),
                        text: w(show == "decided" ? .decision : .openedSince))
                    tag("th", .at("scope", "col"), text: w(.assignedTo))
                }
            }
            tag("tbody") { for line in lines { row(line) } }
        }
    }

    private func row(_ line: DuplicateQueue.Line) -> HTML {
        tag("tr", .class("row-link")) {
            tag("th", .at("scope", "row")) {
                tag("a", .href(Link(.caseDetail, line.id.description)), .class("hit-name")) {
                    name(line.earlierName, line.earlierArea)
                }
                tag("div", .class("small muted"), text: context.area(line.earlierArea))
            }
            tag("td") {
                name(line.laterName, line.laterArea)
                tag("div", .class("small muted"), text: context.area(line.laterArea))
            }
            tag("td", .class("number"), text: CaseWords.percent(line.probabilityPPM, w))
            tag("td") {
                if line.status == .open {
                    HTML(w.ago(line.openedOn, now: context.now))
                } else {
                    tag(
                        "span", .class(line.status == .same ? "tag look" : "tag good"),
                        text: context.label("case_status", line.status.rawValue))
                    tag("div", .class("small muted")) {
                        isolated(line.decidedBy)
                        HTML(" · " + w.ago(line.decidedOn, now: context.now))
                    }
                }
            }
            tag("td") { line.owner.isEmpty ? HTML("–") : isolated(line.owner) }
        }
    }

    private func name(_ name: PersonName, _ area: String) -> HTML {
        guard !name.given.isEmpty else { return HTML(Masking.dots) }
        return isolated(context.isOwn(area) ? name.full : Masking.name(name))
    }

    private var pages: HTML {
        guard offset > 0 || offset + lines.count < count else { return .empty }
        return tag("div", .class("actions")) {
            if offset > 0 {
                tag(
                    "a", .class("button"),
                    .href(
                        Link(
                            .cases,
                            query: query(show: show, place: place, from: max(0, offset - 50)))),
                    text: w(.previousPage))
            }
            if offset + lines.count < count {
                tag(
                    "a", .class("button"),
                    .href(
                        Link(.cases, query: query(show: show, place: place, from: offset + 50))),
                    text: w(.nextPage))
            }
        }
    }
}

/// Cases in words.
enum CaseWords {
    /// A probability in millionths as a share of a hundred.
    static func percent(_ ppm: Int, _ w: Wording) -> String {
        // What is nearly certain is not called certain.
        ppm >= 995_000
            ? w(.moreThan, w.percent(99, of: 100)) : w.percent(ppm, of: 1_000_000)
    }

    /// What a comparison was made of.
    static func field(_ name: String, _ w: Wording) -> String {
        switch name {
        case "national_id": w(.nationalID)
        case "household": w(.restOfFamily)
        case "prior": w(.prior)
        default: HistoryWords.field(name, w)
        }
    }
}
